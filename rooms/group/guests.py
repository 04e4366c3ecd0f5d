"""The invited professional: proposed, agreed to, checked, let in once, and gone with the step.

What is decided about a guest is decided by members whom the group has met: where `new_for` is
asked for, it is for how many seconds more it has not met this one.
The group agrees by not objecting for 72 hours; nobody is named for an objection, and one is
enough, of somebody the group has met. It ends this invitation, not the thought: once the 72 hours
are over the group may be asked again. A closed group decides by a vote, so nobody is invited there
until it can hold one.
"""

from rooms.group.events import (
    GuestApproved,
    GuestChecked,
    GuestEnd,
    GuestEnded,
    GuestProposed,
    PassMade,
    PassUsed,
    Profession,
    Role,
)
from rooms.group.newcomers import refuse_newcomer
from rooms.group.roles import refuse_guest
from rooms.group.state import CHECKS, OBJECTING_MS, Group, Guest
from rooms.refusal import Code, Refusal

LONGEST_MS = 4 * 3600 * 1000
SOONEST_DAYS = 4  # three for anybody to say no, and the day of asking
EARLY_MS = 15 * 60 * 1000  # somebody who is new here needs a moment before it begins
FURTHEST_MS = 90 * 24 * 3600 * 1000
MOST_WAITING = 5


def propose(  # noqa: PLR0913 - what a proposal is held against, each once
    group: Group, by: str, proposed: GuestProposed, now: int, *, is_open: bool, new_for: int = 0
) -> GuestProposed:
    """Ask the group to have a guest."""
    _refuse_others(group, by, now, new_for)
    if not is_open:
        raise Refusal(Code.NEEDS_VOTE)
    if proposed.starts < now + OBJECTING_MS:
        raise Refusal(Code.TOO_SOON, after_s=OBJECTING_MS // 1000)
    if not 0 < proposed.ends - proposed.starts <= LONGEST_MS:
        raise Refusal(Code.TOO_LONG)
    _refuse_while_a_no_stands(group, proposed.profession, now)
    waiting = [guest for guest in group.guests.values() if guest.ended is None and now < guest.ends]
    if len(waiting) >= MOST_WAITING or proposed.starts > now + FURTHEST_MS:
        raise Refusal(Code.TOO_MANY_GUESTS)
    return proposed


def object_to(group: Group, guest_id: str, by: str, now: int, new_for: int = 0) -> GuestEnded:
    """Say no. One is enough, while there is time to; who it was is told to nobody."""
    _refuse_others(group, by, now, new_for)
    if now >= _open(group, guest_id, now).agreed_at:
        raise Refusal(Code.TOO_LATE)
    return GuestEnded(guest_id, GuestEnd.OBJECTED)


def check(  # noqa: PLR0913, PLR0917 - what a check is held against, each once
    group: Group, guest_id: str, by: str, mark: str, now: int, new_for: int = 0
) -> GuestChecked | None:
    """Note that a member asked at the institution, by its public number; None if two did."""
    _refuse_others(group, by, now, new_for)
    guest = _open(group, guest_id, now)
    if mark in guest.marks:
        raise Refusal(Code.CHECKED_ALREADY)
    return None if guest.is_checked else GuestChecked(guest_id, mark)


def check_as_coordinator(group: Group, guest_id: str, now: int) -> GuestChecked | None:
    """Note that the coordinator asked at the institution: instead of two members."""
    return None if _open(group, guest_id, now).is_checked else GuestChecked(guest_id)


def approve(group: Group, guest_id: str, now: int) -> GuestApproved | None:
    """Say yes as the coordinator; None where it is not needed, or said."""
    return GuestApproved(guest_id) if _open(group, guest_id, now).needs_coordinator else None


def decline(group: Group, guest_id: str, now: int) -> GuestEnded:
    """Say no as the coordinator, while the yes is waited for."""
    if not _open(group, guest_id, now).needs_coordinator:
        raise Refusal(Code.TOO_LATE)
    return GuestEnded(guest_id, GuestEnd.DECLINED)


def waiting(group: Group, now: int) -> dict[str, Guest]:
    """Return the guests about whom a coordinator may say or check something."""
    return {
        name: guest
        for name, guest in group.guests.items()
        if guest.ended is None
        and now < guest.ends
        and (guest.needs_coordinator or not guest.is_checked)
    }


def checks(guest: Guest) -> int:
    """Return how many members asked at the guest's institution."""
    return CHECKS if guest.is_checked else len(guest.marks)


def make_pass(  # noqa: PLR0913, PLR0917 - what a pass is held against, each once
    group: Group, guest_id: str, by: str, digest: str, now: int, new_for: int = 0
) -> PassMade:
    """Make the pass that a member hands to the guest, once the group agreed and two checked."""
    _refuse_others(group, by, now, new_for)
    guest = _open(group, guest_id, now)
    if guest.member:
        raise Refusal(Code.PASS_USED)
    if now < guest.agreed_at or guest.needs_coordinator:
        wait_s = max(0, guest.agreed_at - now) // 1000
        raise Refusal(Code.NOT_AGREED, after_s=wait_s or None)
    if not guest.is_checked:
        raise Refusal(Code.NOT_CHECKED)
    return PassMade(guest_id, digest)


def come_in(group: Group, digest: str, member: str, now: int) -> PassUsed | None:
    """Let the guest in with their pass: once, under one key; None for the same one again."""
    found = next((one for one in group.guests.items() if digest and one[1].digest == digest), None)
    if found is None:
        raise Refusal(Code.PASS_UNKNOWN)
    guest_id, guest = found
    if guest.ended is not None or now >= guest.ends:
        raise Refusal(Code.PASS_OVER)
    if guest.member not in {"", member}:
        raise Refusal(Code.PASS_USED)
    if now < guest.starts - EARLY_MS:
        raise Refusal(Code.PASS_EARLY, after_s=(guest.starts - EARLY_MS - now) // 1000 + 1)
    return None if guest.member else PassUsed(guest_id, member)


def come_back(group: Group, member: str, now: int) -> Guest | None:
    """Return the guest under this key, who may come back while they are here; None for members."""
    found = group.guest_with(member)
    if found is None:
        return None
    if not found[1].is_here(now):
        raise Refusal(Code.PASS_OVER)
    return found[1]


def revoke(group: Group, guest_id: str, by: str, now: int, chair: str = "") -> GuestEnded:
    """Send a guest away, as whoever leads just now: the chair of the meeting, or the opener."""
    _open(group, guest_id, now)
    leads = {chair, *(h.member for r in (Role.OPENER, Role.RESERVE) if (h := group.holder(r, now)))}
    if not by or by not in leads:
        raise Refusal(Code.NOT_THE_CHAIR)
    return GuestEnded(guest_id, GuestEnd.REVOKED)


def step_over(group: Group, now: int) -> list[GuestEnded]:
    """Return what follows when the step that guests are here for ends: they leave."""
    here = [name for name, guest in group.guests.items() if guest.is_here(now)]
    return [GuestEnded(name, GuestEnd.STEP_OVER) for name in here]


def _refuse_others(group: Group, by: str, now: int, new_for: int) -> None:
    """Refuse who is a guest here, or a stranger still."""
    refuse_guest(group, by, now)
    refuse_newcomer(new_for)


def _refuse_while_a_no_stands(group: Group, profession: Profession, now: int) -> None:
    """Ask nobody for the same again as long as they could have said no the first time."""
    said_no = [
        guest.agreed_at
        for guest in group.guests.values()
        if guest.profession is profession and guest.no_stands(now)
    ]
    if said_no:
        raise Refusal(Code.SAID_NO, after_s=-(-(max(said_no) - now) // 1000))


def _open(group: Group, guest_id: str, now: int) -> Guest:
    guest = group.guests.get(guest_id)
    if guest is None or guest.ended is not None or now >= guest.ends:
        raise Refusal(Code.NO_SUCH_GUEST)
    return guest
