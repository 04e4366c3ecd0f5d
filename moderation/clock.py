"""The clock of a case: who is called when, while nobody has it (CARE, "The clock").

Nothing is ever closed by it. Times are ms of the store's clock since the case was last free.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from moderation.case import Case, State
from moderation.levels import Level

S = 1000
UPDATE_MS = 300 * S


class Step(StrEnum):
    """What happens at a point of the clock."""

    ALERT = "alert"  # everybody on shift: sound and screen
    AGAIN = "again"  # the same with another sound
    BACKUP = "backup"  # the back-up and the shift lead
    ON_CALL = "on_call"  # out of band: webhook and push, no text
    ON_CALL_2 = "on_call_2"
    COORDINATOR = "coordinator"
    HELPER = "helper"  # the others in the room are told how to listen; names nobody
    UPDATE = "update"  # the author is told the truth: nobody had time yet


OUTSIDE = frozenset({Step.ON_CALL, Step.ON_CALL_2, Step.COORDINATOR})

Table = Sequence[tuple[int, Step]]
STAFFED: Table = (
    (2 * S, Step.ALERT),
    (45 * S, Step.AGAIN),
    (90 * S, Step.BACKUP),
    (180 * S, Step.ON_CALL),
    (300 * S, Step.UPDATE),
)
UNSTAFFED: Table = (
    (2 * S, Step.ON_CALL),
    (45 * S, Step.HELPER),
    (90 * S, Step.ON_CALL_2),
    (180 * S, Step.COORDINATOR),
    (300 * S, Step.UPDATE),
)
SLOW_STAFFED: Table = (
    (10 * S, Step.ALERT),
    (300 * S, Step.AGAIN),
    (900 * S, Step.BACKUP),
)
SLOW_UNSTAFFED: Table = (
    (10 * S, Step.ON_CALL),
    (300 * S, Step.ON_CALL_2),
    (900 * S, Step.COORDINATOR),
)
# A volunteer's line was lost, or they called the lead: nobody waits for the second alert.
URGENT: Table = ((0, Step.ALERT), (0, Step.BACKUP))


def due(case: Case, now: int, *, staffed: bool, delivered: bool) -> Iterator[str]:
    """Yield the names of the steps that have come and were not yet begun, in their order.

    `delivered`: somebody in the room can have read it; else nobody there is told anything.
    """
    if case.grew and Step.ALERT.value not in case.alarms:
        yield Step.ALERT.value
    if case.state in {State.CLAIMED, State.RESOLVED}:
        return
    waited = now - case.since
    for after, step in table(case, staffed=staffed):
        if waited >= after and step.value not in case.alarms:
            if step is Step.HELPER and not delivered:
                continue
            yield step.value
    yield from _updates(case, waited)


def table(case: Case, *, staffed: bool) -> Table:
    """Return the steps of a case, with their times."""
    slow = case.level is Level.S3
    steps = (SLOW_STAFFED if slow else STAFFED) if staffed else _unstaffed(slow)
    urgent = case.dropped or case.state is State.ESCALATED
    if not urgent:
        return steps
    sooner = {step for _, step in URGENT}
    return (*URGENT, *(row for row in steps if row[1] not in sooner))


def _unstaffed(slow: bool) -> Table:  # noqa: FBT001 - one of two tables
    return SLOW_UNSTAFFED if slow else UNSTAFFED


def _updates(case: Case, waited: int) -> Iterator[str]:
    """Yield further updates, every five minutes until a human being has the case."""
    if case.level is Level.S3:
        return
    number = waited // UPDATE_MS
    if number >= 2 and f"{Step.UPDATE}_{number}" not in case.alarms:  # noqa: PLR2004 - the first is in the table
        yield f"{Step.UPDATE}_{number}"
