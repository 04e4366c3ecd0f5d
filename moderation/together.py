"""Held messages that may be decided together: what a raid leaves, in one press for a room.

Each is decided as if its case had been claimed, settled and closed alone, in one append with its
audit; nothing that may be somebody in need is ever among them.
"""

from collections.abc import Collection

from moderation import acts
from moderation.actor import Actor, Claim
from moderation.acts import Decision
from moderation.case import NO_DANGER, Case, Flagged, Outcome, State, Talk
from moderation.desk import Desk
from moderation.events import CaseClosed
from moderation.refusal import DeskCode, No
from moderation.verdicts import Hold

MOST_OF_ONE = 10  # whoever has more held back is looked at alone
HELD_FOR_ALL = frozenset({Hold.SLOW_DOOR.value, Hold.ATTACK.value})


def stands_together(case: Case) -> bool:
    """Whether a case is nothing but held messages in which nobody seems to be in danger.

    One somebody has, or has left words about, is looked at alone.
    """
    return (
        case.state is State.OPEN
        and not (case.level.is_now or case.notes)
        and case.family in NO_DANGER
        and case.talk is Talk.NONE
        and all(f.kind == "held" and f.rule in HELD_FOR_ALL for f in case.flagged)
        and 0 < len(waiting(case)) <= MOST_OF_ONE
    )


def waiting(case: Case) -> list[Flagged]:
    """Return the messages of a case that are still held back."""
    return [flagged for flagged in case.flagged if flagged.held == "held"]


def settle(
    desk: Desk, case_id: str, actor: Actor, seen: Collection[str], *, release: bool
) -> Decision:
    """Claim a case, decide each message of it as those of the others, and close it.

    Only if the volunteer has `seen` all there is in it. What may be aimed at a member is let in by
    itself alone.
    """
    case = acts.case_of(desk, case_id)
    taken = acts.claim(desk, case_id, actor)
    held = waiting(case)
    if not stands_together(case) or not {it.id for it in held} <= set(seen):
        raise No(DeskCode.NO_SUCH_MESSAGE)
    if release and any(it.rule == Hold.ATTACK for it in held):
        raise No(DeskCode.NO_SUCH_MESSAGE)
    fence = desk.head + 1  # of the claim, the first of what is appended
    claim = Claim(case_id, fence, actor)
    decided = [acts.decided(case, claim, message, release=release) for message in held]
    closed = CaseClosed(case_id, fence, actor.id, Outcome.NOT_A_CRISIS.value)
    return Decision(
        (*taken.desk, *(event for it in decided for event in it.desk), closed),
        [said for it in decided for said in it.room],
    )
