"""The crew as its events tell it: a fold, no deciding."""

from typing import assert_never

from msgspec.structs import replace

from moderation import coverage
from moderation.crew import Device, Fate, Invitation, Passkey, Shift, Volunteer, Volunteers
from moderation.crew_events import (
    CrewEvent,
    InvitationVoided,
    PasskeyAdded,
    PushGone,
    PushSubscribed,
    RoleChanged,
    ShiftDropped,
    ShiftPlanned,
    SignedOut,
    SignedOutEverywhere,
    VolunteerInvited,
    VolunteerJoined,
    VolunteerRemoved,
)

SHIFT_KEPT_MS = 24 * 3600 * 1000  # after its end, at most until the next change
MOST_DEVICES = 4


def evolve(crew: Volunteers, at: int, event: CrewEvent | None) -> None:
    """Fold one event into the crew, and let go of what time has ended."""
    coverage.count(crew, at)
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
