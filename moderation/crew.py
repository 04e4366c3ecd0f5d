"""The volunteers: who they are, who is invited, who promised which hours."""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from moderation.actor import Role
from moderation.crew_events import ShiftKind
from moderation.refusal import DeskCode, No


class Passkey(Struct, frozen=True):
    """The public half of what a volunteer signs in with."""

    credential: str
    key: str
    count: int


class Device(Struct, frozen=True):
    """Where a volunteer can be called."""

    endpoint: str
    p256dh: str
    auth: str


class Volunteer(Struct, frozen=True):
    """Somebody who may work at the desk; their sessions begun up to `signed_out` (ms) are over."""

    id: str
    name: str
    role: Role
    passkeys: tuple[Passkey, ...] = ()
    devices: tuple[Device, ...] = ()
    signed_out: int = 0


class Fate(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    USED = "used"
    VOID = "void"


class Invitation(Struct, frozen=True):
    """What a link opens; known by a digest, so that nobody can make the link from it."""

    digest: str
    role: Role
    until: int
    by: str
    by_start: bool
    fate: Fate = Fate.OPEN


class Shift(Struct, frozen=True):
    """Hours that somebody promised."""

    id: str
    volunteer: str
    start: int
    end: int
    kind: ShiftKind

    def covers(self, now: int) -> bool:
        """Return whether the moment lies in the shift."""
        return self.start <= now < self.end


@dataclass(slots=True)
class Volunteers:
    """All of the crew. `signed_out` are sessions ended by hand, with their natural end; none that
    began before `sessions_from` (ms) is taken. `covered` is how long (ms) of each month somebody
    had promised to be at the desk, as counted from one time to another.
    """

    people: dict[str, Volunteer] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    shifts: dict[str, Shift] = field(default_factory=dict)
    signed_out: dict[str, int] = field(default_factory=dict)
    sessions_from: int = 0
    covered: dict[str, int] = field(default_factory=dict)
    counted_from: int = 0
    counted_to: int = 0

    def by_credential(self, credential: str) -> tuple[Volunteer, Passkey] | None:
        """Return whose passkey this is."""
        for volunteer in self.people.values():
            for passkey in volunteer.passkeys:
                if passkey.credential == credential:
                    return volunteer, passkey
        return None

    def acting(self, by: Volunteer) -> Volunteer:
        """Return somebody as they are now: what they may do can have changed since they asked."""
        volunteer = self.people.get(by.id)
        if volunteer is None:
            raise No(DeskCode.NOT_SIGNED_IN)
        return volunteer

    def takes_session(self, name: str, volunteer_id: str, began: int) -> bool:
        """Return whether a session that began then (ms) has not been ended by hand."""
        if name in self.signed_out or began < self.sessions_from:
            return False
        volunteer = self.people.get(volunteer_id)
        return volunteer is None or began > volunteer.signed_out

    def coordinators(self) -> list[Volunteer]:
        """Return those who invite and plan."""
        return [one for one in self.people.values() if one.role is Role.COORDINATOR]
