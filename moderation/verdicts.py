"""What screening says about a message: how urgent, of what kind, where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.levels import Level

__all__ = ["URGENCY", "Finding", "Hold", "Level", "Span", "Verdict", "worst"]

Span = tuple[int, int]
URGENCY = (Level.NONE, Level.S4, Level.S3, Level.S2, Level.S1)


def worst(levels: Sequence[Level]) -> Level:
    """Return the most urgent of these; none of none."""
    return max(levels, key=URGENCY.index, default=Level.NONE)


class Hold(StrEnum):
    """Why a message does not go out at once. Personal details are refused, the others held."""

    PERSONAL_DETAIL = "personal_detail"
    METHOD_DETAIL = "method_detail"
    ATTACK = "attack"
    SLOW_DOOR = "slow_door"  # new here, in a raid


@dataclass(frozen=True, slots=True)
class Finding:
    """What one detector saw in a message. `rule` is the key a catalogue can put into words."""

    level: Level
    family: str
    spans: tuple[Span, ...]
    rule: str
    why: str
    lowered_by: tuple[str, ...] = ()
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all detectors together say. `spans` count Unicode code points of the text as given.

    `why` is an English sentence for the operator, `rule` the key of the same for the desk.
    `hold_spans` are what the author is shown if the message is refused or held.
    """

    level: Level = Level.NONE
    family: str = ""
    spans: tuple[Span, ...] = ()
    rule: str = "nothing"
    why: str = ""
    lowered_by: tuple[str, ...] = ()
    hold: Hold | None = None
    hold_spans: tuple[Span, ...] = ()
    young: bool = False  # the author says that they are a child
