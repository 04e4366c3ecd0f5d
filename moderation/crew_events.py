"""What happens to the crew, house-wide: who may work at the desk, when, and where to call them.

`CrewEvent` is a record of its own that no socket follows: nothing in it is about members. A
volunteer is a random id with the name they chose for their shifts; `by` is the id of whoever
did it, or empty for the operator. Times are milliseconds of the store's clock.
"""

from enum import StrEnum

from moderation.actor import Role
from rooms.happening import Event


class ShiftKind(StrEnum):
    """What somebody promises to be during a shift; who would `greet` is at no desk."""

    DUTY = "duty"
    BACKUP = "backup"
    ON_CALL = "on_call"
    LEAD = "lead"
    GREET = "greet"


class VolunteerInvited(Event, frozen=True):
    """Whoever has the invitation with this digest may join, once, until it ends.

    `by_start`: a start of the server printed it, and the next one voids it.
    """

    invitation: str
    role: Role
    until: int
    by: str = ""
    by_start: bool = False


class InvitationVoided(Event, frozen=True):
    """The invitation opens nothing any more."""

    invitation: str
    by: str = ""


class VolunteerJoined(Event, frozen=True):
    """Somebody used an invitation and left a passkey's public half."""

    volunteer: str
    name: str
    role: Role
    invitation: str
    credential: str
    key: str
    count: int


class PasskeyAdded(Event, frozen=True):
    """A volunteer may sign in with one more passkey."""

    volunteer: str
    credential: str
    key: str
    count: int


class VolunteerRemoved(Event, frozen=True):
    """The volunteer is none any more: sessions, shifts and devices end with this."""

    volunteer: str
    by: str = ""


class RoleChanged(Event, frozen=True):
    """The volunteer may do more, or less, from now on."""

    volunteer: str
    role: Role
    by: str = ""


class SignedOut(Event, frozen=True):
    """A session was ended by hand: on no node does its cookie open anything, until it expires."""

    session: str
    until: int


class SignedOutEverywhere(Event, frozen=True):
    """All sessions of the volunteer that had begun by now are ended, on every node."""

    volunteer: str


class ShiftPlanned(Event, frozen=True):
    """A volunteer has promised some hours."""

    shift: str
    volunteer: str
    start: int
    end: int
    kind: ShiftKind
    by: str = ""


class ShiftDropped(Event, frozen=True):
    """The promise is taken back."""

    shift: str
    by: str = ""


class PushSubscribed(Event, frozen=True):
    """A volunteer's device can be called: where, and the keys only it can open things with."""

    volunteer: str
    endpoint: str
    p256dh: str
    auth: str


class PushGone(Event, frozen=True):
    """A device cannot be called any more, or shall not be."""

    endpoint: str


CrewEvent = (
    VolunteerInvited
    | InvitationVoided
    | VolunteerJoined
    | PasskeyAdded
    | VolunteerRemoved
    | RoleChanged
    | SignedOut
    | SignedOutEverywhere
    | ShiftPlanned
    | ShiftDropped
    | PushSubscribed
    | PushGone
)
