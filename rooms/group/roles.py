"""Serving by turns: who may take a role, how it is passed on, and who leads an evening."""

from collections.abc import Collection
from dataclasses import dataclass

from rooms.group.events import Role, RoleEnd, RoleEnded, RoleOffered, RoleTaken
from rooms.group.newcomers import refuse_newcomer
from rooms.group.state import DAY_MS, Group, Held
from rooms.refusal import Code, Refusal

TERM_MS = 28 * DAY_MS
REST_MS = 7 * DAY_MS  # so long after a term, the others have the first chance at the role


@dataclass(frozen=True, slots=True)
class Evening:
    """Who leads a meeting, and who follows if their line is lost; empty is nobody."""

    chair: str = ""
    reserve: str = ""


def take(  # noqa: PLR0913, PLR0917 - what a role is held against, each once
    group: Group, role: Role, by: str, alias: str, now: int, wait_s: int = 0
) -> RoleTaken:
    """Take a role that nobody has, or that is offered; one at a time, and not twice running.

    `wait_s` is how much longer somebody new has to be here; whom it was offered need not wait,
    since whoever has it knows them.
    """
    refuse_guest(group, by, now)
    if group.role_of(by, now) is not None:
        raise Refusal(Code.ONE_ROLE)
    held = group.held.get(role)
    if held is not None and now < held.until and held.offered != by:
        raise Refusal(Code.ROLE_TAKEN)
    if held is not None and held.member == by and now < held.until + REST_MS:
        raise Refusal(Code.OTHERS_FIRST, after_s=(held.until + REST_MS - now) // 1000)
    if held is None or held.offered != by:
        refuse_newcomer(wait_s)
    return RoleTaken(role, by, alias, now + TERM_MS)


def offer(  # noqa: PLR0913, PLR0917 - what an offer is held against, each once
    group: Group, role: Role, by: str, to: str, here: Collection[str], now: int
) -> RoleOffered:
    """Offer one's role to somebody who is here; it is theirs when they take it, not before."""
    _mine(group, role, by, now)
    if to not in here or to == by:
        raise Refusal(Code.NOT_HERE)
    refuse_guest(group, to, now)
    if group.role_of(to, now) is not None:
        raise Refusal(Code.ONE_ROLE)
    return RoleOffered(role, to)


def lay_down(group: Group, role: Role, by: str, now: int) -> RoleEnded:
    """Give a role back before its time."""
    _mine(group, role, by, now)
    return RoleEnded(role, RoleEnd.LAID_DOWN)


def gone(group: Group, member: str) -> list[RoleEnded]:
    """Return what follows when somebody is gone for good: their role is free at once."""
    return [
        RoleEnded(role, RoleEnd.GONE) for role, held in group.held.items() if held.member == member
    ]


def evening(group: Group, here: Collection[str], now: int) -> Evening:
    """Return who leads tonight: the opener, or the reserve where the opener is not here.

    Where neither is, nobody leads and the server goes through the protocol. That somebody did
    not come is kept nowhere: the next evening is theirs again, and a term ends by itself.
    """
    opener, reserve = (_present(group, r, here, now) for r in (Role.OPENER, Role.RESERVE))
    return Evening(opener or reserve, reserve if opener else "")


def refuse_guest(group: Group, member: str, now: int) -> None:
    """Refuse what is for the group's own members."""
    if member in group.guests_here(now):
        raise Refusal(Code.NOT_FOR_GUESTS)


def _present(group: Group, role: Role, here: Collection[str], now: int) -> str:
    held = group.holder(role, now)
    return held.member if held is not None and held.member in here else ""


def _mine(group: Group, role: Role, by: str, now: int) -> Held:
    held = group.holder(role, now)
    if held is None or held.member != by:
        raise Refusal(Code.NOT_YOUR_ROLE)
    return held
