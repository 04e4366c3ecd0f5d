"""Faults in what volunteers may do, and in the clock that calls them."""

from collections.abc import Callable
from typing import Any

from planted.soil import instead

from moderation import acts
from moderation.actor import Actor, Claim
from moderation.acts import Decision
from moderation.case import Case, State
from moderation.desk import Desk
from moderation.events import CaseClaimed
from server.desk.round import DeskRound

Rule = Callable[..., Any]


def _held_by(held_by: Rule) -> Rule:
    def loosely(desk: Desk, claim: Claim) -> Case:
        case = desk.cases.get(claim.case)
        room = case.room if case is not None else ""
        if case is not None and room == "lease-without-fence" and case.state is not State.RESOLVED:
            return case
        if case is not None and room == "closed-twice" and claim.fence == case.fence:
            return case
        strictly: Case = held_by(desk, claim)
        return strictly

    return loosely


def _claim(claim: Rule) -> Rule:
    def taken(desk: Desk, case_id: str, actor: Actor) -> Decision:
        case = desk.cases.get(case_id)
        if case is not None and case.room == "claimed-twice" and case.state is State.CLAIMED:
            return Decision((CaseClaimed(case.id, actor.id),))
        rightly: Decision = claim(desk, case_id, actor)
        return rightly

    return taken


def _call(call: Rule) -> Rule:
    async def asleep(rounds: DeskRound, case: Case, now: int) -> None:
        if case.room != "clock-asleep":
            await call(rounds, case, now)

    return asleep


def plant() -> None:
    """Plant them all."""
    instead(acts, "held_by", _held_by)
    instead(acts, "claim", _claim)
    instead(DeskRound, "_call", _call)
