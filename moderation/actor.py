"""Who acts at the desk: their role, how they are just now, and the claim they act under."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A shadow looks and learns; a coordinator may also invite and plan."""

    COORDINATOR = "coordinator"
    VOLUNTEER = "volunteer"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and how they are: `holds_s1` has one already, `rests` had one in the last ten
    minutes, `alone` nobody else is on shift who could take it.
    """

    id: str
    role: Role = Role.VOLUNTEER
    on_shift: bool = True
    holds_s1: bool = False
    rests: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim somebody acts under."""

    case: str
    fence: int
    actor: Actor
