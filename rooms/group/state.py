"""A group as its events tell it. Times are the store's milliseconds."""

from dataclasses import dataclass, field
from typing import assert_never

from msgspec import Struct, structs

from rooms.group.events import (
    AdultEnded,
    AdultNamed,
    GroupEvent,
    GuestApproved,
    GuestChecked,
    GuestEnd,
    GuestEnded,
    GuestProposed,
    PassMade,
    PassUsed,
    Profession,
    Role,
    RoleEnd,
    RoleEnded,
    RoleOffered,
    RoleTaken,
    SponsorOffered,
    SponsorWithdrew,
)

DAY_MS = 24 * 3600 * 1000
OBJECTING_MS = 3 * DAY_MS
CHECKS = 2
KEPT_MS = 7 * DAY_MS  # so long after their time, nothing is known of a guest


class Held(Struct, frozen=True, omit_defaults=True):
    """Who has a role, or had it last: the term ends at `until`, and with it the right to it."""

    member: str
    alias: str
    until: int
    offered: str = ""


class Guest(Struct, frozen=True, omit_defaults=True):
    """Somebody the group thinks of inviting, invited, or has with it.

    `digest` is of the pass, `member` whose key came in with it.
    """

    profession: Profession
    starts: int
    ends: int
    agreed_at: int
    marks: tuple[str, ...] = ()
    checked_at: int = 0
    needs_coordinator: bool = False
    digest: str = ""
    member: str = ""
    ended: GuestEnd | None = None

    @property
    def is_checked(self) -> bool:
        """Whether two members, or the coordinator, asked at the institution."""
        return self.checked_at > 0

    def no_stands(self, now: int) -> bool:
        """Return whether a member said no, and the time for that is not over yet."""
        return self.ended is GuestEnd.OBJECTED and now < self.agreed_at

    def is_here(self, now: int) -> bool:
        """Return whether the guest came in and may stay."""
        return bool(self.member) and self.ended is None and now < self.ends


class Adult(Struct, frozen=True):
    """Who is known to a coordinator as a trained adult, until then (ms)."""

    member: str
    alias: str
    until: int


@dataclass(slots=True)
class Group:
    """Who serves, who is invited, who would stand by somebody, and who is a trained adult."""

    head: int = 0
    held: dict[Role, Held] = field(default_factory=dict)
    guests: dict[str, Guest] = field(default_factory=dict)
    sponsors: dict[str, str] = field(default_factory=dict)
    adults: dict[str, Adult] = field(default_factory=dict)

    def holder(self, role: Role, now: int) -> Held | None:
        """Return who has a role just now."""
        held = self.held.get(role)
        return held if held is not None and now < held.until else None

    def role_of(self, member: str, now: int) -> Role | None:
        """Return which role a member has."""
        return next((r for r in Role if (h := self.holder(r, now)) and h.member == member), None)

    def guest_with(self, member: str) -> tuple[str, Guest] | None:
        """Return the guest who came in under this key, also when they have left."""
        mine = [(name, guest) for name, guest in self.guests.items() if guest.member == member]
        return max(mine, key=lambda one: one[1].starts, default=None)

    def guests_here(self, now: int) -> dict[str, Guest]:
        """Return the guests who are with the group now, by their keys."""
        return {guest.member: guest for guest in self.guests.values() if guest.is_here(now)}


def evolve(group: Group, n: int, at: int, event: GroupEvent | None) -> None:
    """Fold one entry of time `at`; None is one that can no longer be read."""
    group.head = n
    match event:
        case None:
            pass
        case RoleTaken():
            group.held[event.role] = Held(event.member, event.alias, event.until)
        case RoleOffered():
            _change_role(group, event.role, offered=event.to)
        case RoleEnded():
            _end_role(group, at, event)
        case AdultNamed():
            group.adults[event.adult] = Adult(event.member, event.alias, event.until)
        case AdultEnded():
            group.adults.pop(event.adult, None)
        case SponsorOffered():
            group.sponsors[event.member] = event.alias
        case SponsorWithdrew():
            group.sponsors.pop(event.member, None)
        case _:
            _evolve_guest(group, at, event)
    expire(group, at)


def _evolve_guest(
    group: Group,
    at: int,
    event: GuestProposed | GuestChecked | GuestApproved | PassMade | PassUsed | GuestEnded,
) -> None:
    if isinstance(event, GuestProposed):
        group.guests[event.guest] = Guest(
            event.profession,
            event.starts,
            event.ends,
            at + OBJECTING_MS,
            needs_coordinator=event.for_young,
        )
        return
    guest = group.guests.get(event.guest)
    if guest is None:
        return
    match event:
        case GuestChecked():
            guest = _checked(guest, event.mark, at)
        case GuestApproved():
            guest = structs.replace(guest, needs_coordinator=False)
        case PassMade():
            guest = structs.replace(guest, digest=event.digest)
        case PassUsed():
            guest = structs.replace(guest, member=event.member)
        case GuestEnded():
            guest = structs.replace(guest, ended=event.why)
        case _:
            assert_never(event)
    group.guests[event.guest] = guest


def expire(group: Group, now: int) -> None:
    """Let go of guests whose time is long over, and of adults whose term is."""
    group.adults = {name: one for name, one in group.adults.items() if now < one.until}
    over = [name for name, guest in group.guests.items() if guest.ends + KEPT_MS <= now]
    for name in over:
        del group.guests[name]


def forget(group: Group, member: str) -> None:
    """Leave nothing that was under a member's key."""
    group.held = {role: held for role, held in group.held.items() if held.member != member}
    group.adults = {name: one for name, one in group.adults.items() if one.member != member}
    group.sponsors.pop(member, None)


def _checked(guest: Guest, mark: str, at: int) -> Guest:
    """Count a check; two are enough, or the coordinator's, and who made them is of no more use."""
    marks = (*guest.marks, mark)
    if mark and len(marks) < CHECKS:
        return structs.replace(guest, marks=marks)
    return structs.replace(guest, marks=(), checked_at=at)


def _change_role(group: Group, role: Role, *, offered: str) -> None:
    if role in group.held:
        group.held[role] = structs.replace(group.held[role], offered=offered)


def _end_role(group: Group, at: int, event: RoleEnded) -> None:
    """Keep who laid a role down, as after a term: it goes by turns. Who is gone is forgotten."""
    held = group.held.get(event.role)
    if held is None:
        return
    if event.why is RoleEnd.GONE:
        del group.held[event.role]
    else:
        group.held[event.role] = Held(held.member, held.alias, min(at, held.until))
