"""Who comes into the crew and who leaves it. Each raises `No`, or says what happens."""

import unicodedata
from collections.abc import Sequence

from moderation.actor import Role
from moderation.crew import Fate, Invitation, Passkey, Volunteer, Volunteers
from moderation.crew_events import (
    CrewEvent,
    InvitationVoided,
    PasskeyAdded,
    RoleChanged,
    VolunteerInvited,
    VolunteerJoined,
    VolunteerRemoved,
)
from moderation.refusal import DeskCode, No

HOUR_MS = 3600 * 1000
INVITED_MS = HOUR_MS
LONGEST_INVITED_MS = 7 * 24 * HOUR_MS
MOST_INVITED = 100  # at once
MOST_PASSKEYS = 5
LONGEST_NAME = 24
_NAME_KINDS = {"L", "M", "N"}  # letters, their marks, digits


def invite(
    crew: Volunteers, by: Volunteer | None, wanted: VolunteerInvited, now: int
) -> Sequence[CrewEvent]:
    """Invite somebody; without `by` the operator does it."""
    _coordinator(crew, by)
    if not 0 < wanted.until - now <= LONGEST_INVITED_MS:
        raise No(DeskCode.BAD_TIME)
    if sum(it.fate is Fate.OPEN for it in crew.invitations.values()) >= MOST_INVITED:
        raise No(DeskCode.TOO_MANY)
    return (wanted,)


def at_start(crew: Volunteers, wanted: VolunteerInvited) -> Sequence[CrewEvent]:
    """Void what earlier starts printed; invite a coordinator while there is none."""
    earlier = [it for it in crew.invitations.values() if it.by_start and it.fate is Fate.OPEN]
    voided = [InvitationVoided(it.digest) for it in earlier]
    return voided if crew.coordinators() else [*voided, wanted]


def void(crew: Volunteers, by: Volunteer, digest: str) -> Sequence[CrewEvent]:
    """Take an invitation back."""
    _coordinator(crew, by)
    invitation = crew.invitations.get(digest)
    if invitation is None or invitation.fate is not Fate.OPEN:
        raise No(DeskCode.NO_SUCH_INVITATION)
    return (InvitationVoided(digest, by.id),)


def opened(crew: Volunteers, digest: str, now: int) -> Invitation:
    """Return the invitation that a genuine link names, if it still opens the door."""
    invitation = crew.invitations.get(digest)
    if invitation is not None and invitation.fate is Fate.USED:
        raise No(DeskCode.INVITATION_USED)
    if invitation is None or invitation.fate is Fate.VOID:
        raise No(DeskCode.INVITATION_VOID)
    if invitation.until <= now:
        raise No(DeskCode.INVITATION_EXPIRED)
    return invitation


def join(crew: Volunteers, joined: VolunteerJoined, now: int) -> Sequence[CrewEvent]:
    """Take somebody in, with the role they were invited for."""
    invitation = opened(crew, joined.invitation, now)
    if joined.role is not invitation.role:
        raise No(DeskCode.NOT_ALLOWED)
    check_name(crew, joined.name)
    if crew.by_credential(joined.credential) is not None:
        raise No(DeskCode.PASSKEY_KNOWN)
    return (joined,)


def add_passkey(crew: Volunteers, by: Volunteer, passkey: Passkey) -> Sequence[CrewEvent]:
    """Let a volunteer sign in with one more passkey."""
    if len(crew.acting(by).passkeys) >= MOST_PASSKEYS:
        raise No(DeskCode.TOO_MANY)
    if crew.by_credential(passkey.credential) is not None:
        raise No(DeskCode.PASSKEY_KNOWN)
    return (PasskeyAdded(by.id, passkey.credential, passkey.key, passkey.count),)


def remove(crew: Volunteers, by: Volunteer, volunteer_id: str) -> Sequence[CrewEvent]:
    """End somebody's time in the crew, and void the links they gave out; one may leave oneself."""
    if by.id != volunteer_id:
        _coordinator(crew, by)
    _keep_one_coordinator(crew, _known(crew, volunteer_id))
    given = [it for it in crew.invitations.values() if it.by == volunteer_id]
    voided = [InvitationVoided(it.digest, by.id) for it in given if it.fate is Fate.OPEN]
    return (VolunteerRemoved(volunteer_id, by.id), *voided)


def change_role(
    crew: Volunteers, by: Volunteer, volunteer_id: str, role: Role
) -> Sequence[CrewEvent]:
    """Give somebody another role."""
    _coordinator(crew, by)
    volunteer = _known(crew, volunteer_id)
    if volunteer.role is role:
        return ()
    _keep_one_coordinator(crew, volunteer)
    return (RoleChanged(volunteer_id, role, by.id),)


def _coordinator(crew: Volunteers, by: Volunteer | None) -> None:
    if by is not None and crew.acting(by).role is not Role.COORDINATOR:
        raise No(DeskCode.NOT_ALLOWED)


def _known(crew: Volunteers, volunteer_id: str) -> Volunteer:
    volunteer = crew.people.get(volunteer_id)
    if volunteer is None:
        raise No(DeskCode.NO_SUCH_VOLUNTEER)
    return volunteer


def _keep_one_coordinator(crew: Volunteers, leaving: Volunteer) -> None:
    if crew.coordinators() == [leaving]:
        raise No(DeskCode.LAST_COORDINATOR)


def check_name(crew: Volunteers, name: str) -> None:
    """Refuse a name that others could not read, or could take for somebody else's."""
    letters = all(unicodedata.category(c)[0] in _NAME_KINDS or c in " -'" for c in name)
    if not letters or not 1 <= len(name) <= LONGEST_NAME or name != " ".join(name.split()):
        raise No(DeskCode.BAD_NAME)
    if _folded(name) in {_folded(one.name) for one in crew.people.values()}:
        raise No(DeskCode.NAME_TAKEN)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
