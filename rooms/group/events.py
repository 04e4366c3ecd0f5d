"""What a group agreed on. Everybody in its room may see it, and it outlives the talk there.

No vote is told by name: an objection is nobody's, and who checked a guest is a mark that only
tells two members apart.
"""

from enum import StrEnum

from rooms.happening import Event


class Role(StrEnum):
    """What members do by turns."""

    OPENER = "opener"
    TIMEKEEPER = "timekeeper"
    GREETER = "greeter"
    RESERVE = "reserve"


class RoleEnd(StrEnum):
    """Why somebody has a role no longer; when a term is over, nothing has to happen."""

    LAID_DOWN = "laid_down"
    GONE = "gone"


class Profession(StrEnum):
    """What a guest is, for the badge that everybody sees: never a name, never free words."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    COUNSELLOR = "counsellor"
    DEBT_ADVISER = "debt_adviser"
    LAWYER = "lawyer"
    TEACHER = "teacher"


class GuestEnd(StrEnum):
    """Why a guest is not expected, or not here, any more."""

    OBJECTED = "objected"
    DECLINED = "declined"
    REVOKED = "revoked"
    STEP_OVER = "step_over"


class RoleTaken(Event, frozen=True):
    """A member has the role until then (ms)."""

    role: Role
    member: str
    alias: str
    until: int


class RoleOffered(Event, frozen=True):
    """Whoever has the role would like to pass it on to this member; empty is to nobody."""

    role: Role
    to: str


class RoleEnded(Event, frozen=True):
    """Nobody has the role."""

    role: Role
    why: RoleEnd


class GuestProposed(Event, frozen=True):
    """Somebody asks the group to have a guest from `starts` to `ends` (ms)."""

    guest: str
    profession: Profession
    starts: int
    ends: int
    for_young: bool = False


class GuestChecked(Event, frozen=True):
    """A member asked the guest's institution; `mark` tells two who did from one who did twice.

    Without a mark it is the coordinator who asked, and nobody else has to.
    """

    guest: str
    mark: str = ""


class GuestApproved(Event, frozen=True):
    """The coordinator says yes as well, as it must be where the young meet."""

    guest: str


class PassMade(Event, frozen=True):
    """A pass was made for the guest; an earlier one that nobody used is worth nothing now."""

    guest: str
    digest: str


class PassUsed(Event, frozen=True):
    """The guest came in with it, under this key, and nobody else can."""

    guest: str
    member: str


class GuestEnded(Event, frozen=True):
    """The guest is not coming, or left."""

    guest: str
    why: GuestEnd


class AdultNamed(Event, frozen=True):
    """A coordinator knows this member as a trained adult, until then (ms)."""

    adult: str
    member: str
    alias: str
    until: int


class AdultEnded(Event, frozen=True):
    """They are not any more: it was taken back, or they are gone."""

    adult: str


class SponsorOffered(Event, frozen=True):
    """A member would stand by somebody on a line between the two."""

    member: str
    alias: str


class SponsorWithdrew(Event, frozen=True):
    """A member is not asked for that any more."""

    member: str


GroupEvent = (
    RoleTaken
    | RoleOffered
    | RoleEnded
    | GuestProposed
    | GuestChecked
    | GuestApproved
    | PassMade
    | PassUsed
    | GuestEnded
    | AdultNamed
    | AdultEnded
    | SponsorOffered
    | SponsorWithdrew
)
