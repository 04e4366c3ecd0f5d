"""The clock's round on one node: what is due is appended once, then sent, then noted as sent.

Every node goes round; the store's dedupe lets each step happen once. What is due and
not sent is sent by whichever node comes round first, one step at most once a minute with a
count, and at once for what is more urgent than what was sent. Should it die between sending
and noting, another sends again: at least once, never none.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Protocol

from moderation.actor import Actor, Claim
from moderation.acts import Decision, delivered, held_by
from moderation.case import Case, State
from moderation.clock import OUTSIDE, Step, due
from moderation.desk import Desk
from moderation.events import AlarmDue, AlarmSent, CaseDropped
from moderation.refusal import No
from moderation.work import Work
from rooms.house import House
from rooms.ports import AlreadyThere
from server.backplane import Backplane
from server.counters import Counters
from server.desk.claims import LOST_MS, StoredClaims
from server.desk.feed import Feed
from server.desk.shifts import Shifts
from server.desk.stored import StoredDesk
from server.duty.duty import Duty
from server.streams.names import HOUSE_SHARD

ROUND_S = 0.5
COUNT_S = 1.0
NOTICE_MS = 60_000  # on-call notices of what is as urgent, at most; with a count
SENDING_S = 10.0  # so long another node leaves it to the one that is sending
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Notice:
    """A case as it may be told outside: no text, no person, no room's name."""

    case: str
    level: str
    topic: str
    language: str


class Outside(Protocol):
    """The ways to somebody who is not at the desk."""

    async def send(self, step: str, notices: Sequence[Notice]) -> None:
        """Send by every way there is; raise if nothing at all could be sent."""

    async def test(self, volunteer: str) -> int:
        """Ring a volunteer's own devices; return how many took it."""

    def reaches(self) -> bool:
        """Return whether there is any way to call somebody at all."""


class DeskRound:
    """Goes round the cases of all desks."""

    def __init__(  # noqa: PLR0913, PLR0917 - the clock touches every part of the desk
        self,
        desks: StoredDesk,
        work: Work,
        claims: StoredClaims,
        shifts: Shifts,
        feed: Feed,
        duty: Duty,
        backplane: Backplane,
        outside: Outside,
        counters: Counters,
        house: Callable[[], House],
        may_hold: Callable[[str], bool],
    ) -> None:
        self._desks = desks
        self._work = work
        self._claims = claims
        self._shifts = shifts
        self._feed = feed
        self._duty = duty
        self._backplane = backplane
        self._outside = outside
        self._counters = counters
        self._house = house
        self._may_hold = may_hold
        self._started = backplane.now()

    def turns(self) -> Sequence[tuple[float, Callable[[], Awaitable[None]]]]:
        """Return what is to be done how often, in seconds."""
        return ((ROUND_S, self.tick), (ROUND_S, self.send), (COUNT_S, self.count))

    async def tick(self) -> None:
        """Do what is due now, on every desk."""
        now = self._backplane.now()
        for desk in self._desks.desks():
            for case in list(desk.cases.values()):
                if case.state is State.CLAIMED:
                    await self._drop_if_lost(case, now)
                    if not case.grew:
                        continue
                if case.state is not State.RESOLVED:
                    await self._call(case, now)

    async def count(self) -> None:
        """Count who is on duty, and the cases by their state."""
        if await self._shifts.count():
            self._feed.tell_duty()
        totals: dict[str, int] = {"raised": 0}
        for desk in self._desks.desks():
            totals["raised"] += desk.raised
            for state, many in desk.counts().items():
                totals[state.value] = totals.get(state.value, 0) + many
        self._counters.count_cases(totals)

    async def _drop_if_lost(self, case: Case, now: int) -> None:
        """Free a case whose holder was not heard of, or may have none any more."""
        # As it is now: while the store is asked, another node may drop it, and somebody claim it.
        held = Claim(case.id, case.fence, Actor(case.holder))
        if self._may_hold(case.holder) and not await self._is_lost(case, now):
            return

        def decide(desk: Desk) -> Decision:
            return Decision((CaseDropped(held_by(desk, held).id, held.fence, held.actor.id),))

        with suppress(No):  # they gave it back at this moment, or closed it
            await self._work.do(case.id, CLOCK, decide)
            await self._claims.release(case.id, held.actor.id)
            await self._claims.release_severe(held.actor.id, case.id)

    async def _is_lost(self, case: Case, now: int) -> bool:
        """Whether the holder was not heard of; the store remembers nobody after a start."""
        if now - max(case.claimed_at, self._started) < LOST_MS:
            return False
        return await self._claims.is_lost(case.id, case.holder)

    async def _call(self, case: Case, now: int) -> None:
        staffed = self._duty.on > 0
        for step in list(due(case, now, staffed=staffed, delivered=delivered(case))):
            events: list[AlarmDue | AlarmSent] = [AlarmDue(case.id, step)]
            if step not in OUTSIDE:  # the stream itself brings it to every node's sockets
                events.append(AlarmSent(case.id, step))
            with suppress(AlreadyThere):  # another node was first
                await self._desks.tell(case.id, f"{step}|{case.since}", events)

    async def send(self) -> None:
        """Send what is due; a turn of its own, since a pager that hangs must not stop the clock."""
        now = self._backplane.now()
        for step in OUTSIDE:
            waiting = [c for c in self._feed.cases() if _waits(c, step)]
            if waiting and await self._may_send(step, max(c.level.rank for c in waiting), now):
                await self._notify(step, waiting)

    async def _may_send(self, step: Step, urgency: int, now: int) -> bool:
        """Whether it is this node's turn: nobody was called for as much in the last minute."""
        as_urgent = (case for case in self._feed.cases() if case.level.rank >= urgency)
        last = max((case.sent.get(step.value, 0) for case in as_urgent), default=0)
        if last and now - last < NOTICE_MS:
            return False
        # A new holder each time: what could not be sent is not tried again before the lease ends.
        name = f"{HOUSE_SHARD}sending:{step}:{urgency}"
        return (await self._backplane.lease(name, token_hex(8), "", SENDING_S, 1)).held

    async def _notify(self, step: Step, waiting: Sequence[Case]) -> None:
        try:
            await self._outside.send(step.value, [self._notice(case) for case in waiting])
        except OSError:
            self._counters.unsent.inc()
            return  # it stays due, and is tried again in a few seconds, by whichever node
        for case in waiting:
            with suppress(AlreadyThere):
                once = f"sent|{step}|{case.since}"
                await self._desks.tell(case.id, once, [AlarmSent(case.id, step.value)])

    def _notice(self, case: Case) -> Notice:
        card = self._house().find(case.room)
        topic, language = (card.topic, card.language) if card else ("", "")
        return Notice(case.id, case.level.value, topic, language)


def _waits(case: Case, step: Step) -> bool:
    """Whether a step is due, was not sent, and nobody has the case meanwhile."""
    due_unsent = step.value in case.alarms and step.value not in case.sent
    return due_unsent and case.state in {State.OPEN, State.ESCALATED}
