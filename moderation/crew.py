"""The volunteers: who they are, who is invited, who promised which hours. A fold, no deciding."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from moderation.acts import Role
from moderation.crew_events import (
    CrewEvent,
    InvitationVoided,
    PasskeyAdded,
    PushGone,
    PushSubscribed,
    RoleChanged,
    ShiftDropped,
    ShiftKind,
    ShiftPlanned,
    SignedOut,
    SignedOutEverywhere,
    VolunteerInvited,
    VolunteerJoined,
    VolunteerRemoved,
)
from moderation.refusal import DeskCode, No

SHIFT_KEPT_MS = 24 * 3600 * 1000  # after its end, at most until the next change
MOST_DEVICES = 4


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
    began before `sessions_from` (ms) is taken.
    """

    people: dict[str, Volunteer] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    shifts: dict[str, Shift] = field(default_factory=dict)
    signed_out: dict[str, int] = field(default_factory=dict)
    sessions_from: int = 0

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


def evolve(crew: Volunteers, at: int, event: CrewEvent | None) -> None:
    """Fold one event into the crew, and let go of what time has ended."""
    match event:
        case None:
            pass
        case VolunteerInvited() | InvitationVoided() | VolunteerJoined():
            _invitation(crew, event)
        case PasskeyAdded() | RoleChanged() | VolunteerRemoved():
            _person(crew, event)
        case ShiftPlanned():
            crew.shifts[event.shift] = Shift(
                event.shift, event.volunteer, event.start, event.end, event.kind
            )
        case ShiftDropped():
            crew.shifts.pop(event.shift, None)
        case SignedOut():
            crew.signed_out[event.session] = event.until
        case SignedOutEverywhere():
            _end_sessions(crew, event.volunteer, at)
        case PushSubscribed() | PushGone():
            _device(crew, event)
        case _:
            assert_never(event)
    _let_go(crew, at)


def _invitation(
    crew: Volunteers, event: VolunteerInvited | InvitationVoided | VolunteerJoined
) -> None:
    match event:
        case VolunteerInvited():
            crew.invitations[event.invitation] = Invitation(
                event.invitation, event.role, event.until, event.by, event.by_start
            )
        case InvitationVoided():
            _settle(crew, event.invitation, Fate.VOID)
        case VolunteerJoined():
            _settle(crew, event.invitation, Fate.USED)
            passkey = Passkey(event.credential, event.key, event.count)
            crew.people[event.volunteer] = Volunteer(
                event.volunteer, event.name, event.role, (passkey,)
            )


def _settle(crew: Volunteers, digest: str, fate: Fate) -> None:
    invitation = crew.invitations.get(digest)
    if invitation is not None:
        crew.invitations[digest] = replace(invitation, fate=fate)


def _person(crew: Volunteers, event: PasskeyAdded | RoleChanged | VolunteerRemoved) -> None:
    volunteer = crew.people.get(event.volunteer)
    if volunteer is None:
        return
    match event:
        case PasskeyAdded():
            passkey = Passkey(event.credential, event.key, event.count)
            crew.people[volunteer.id] = replace(volunteer, passkeys=(*volunteer.passkeys, passkey))
        case RoleChanged():
            crew.people[volunteer.id] = replace(volunteer, role=event.role)
        case VolunteerRemoved():
            del crew.people[volunteer.id]
            crew.shifts = {k: s for k, s in crew.shifts.items() if s.volunteer != volunteer.id}


def _end_sessions(crew: Volunteers, volunteer_id: str, at: int) -> None:
    volunteer = crew.people.get(volunteer_id)
    if volunteer is not None:
        crew.people[volunteer_id] = replace(volunteer, signed_out=at)


def _device(crew: Volunteers, event: PushSubscribed | PushGone) -> None:
    """Keep a device as one volunteer's: whose it was last."""
    for one in list(crew.people.values()):
        if any(device.endpoint == event.endpoint for device in one.devices):
            others = tuple(d for d in one.devices if d.endpoint != event.endpoint)
            crew.people[one.id] = replace(one, devices=others)
    if isinstance(event, PushSubscribed) and (one_now := crew.people.get(event.volunteer)):
        device = Device(event.endpoint, event.p256dh, event.auth)
        devices = (*one_now.devices, device)[-MOST_DEVICES:]
        crew.people[one_now.id] = replace(one_now, devices=devices)


def _let_go(crew: Volunteers, at: int) -> None:
    crew.invitations = {k: it for k, it in crew.invitations.items() if it.until > at}
    crew.shifts = {k: s for k, s in crew.shifts.items() if s.end + SHIFT_KEPT_MS > at}
    crew.signed_out = {k: until for k, until in crew.signed_out.items() if until > at}
