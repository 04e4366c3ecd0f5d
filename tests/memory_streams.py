"""The rooms' and the desk's ports in memory: what a store does, without one."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Any, TypeVar

from moderation import desk
from moderation.desk import Desk
from moderation.events import DeskEvent
from moderation.private_line import home_of
from rooms import house, mail, state
from rooms.events import MailEvent, MessageErased, MessagePosted, RoomClosed, RoomEvent, RoomOpened
from rooms.house import House, RoomCard
from rooms.mail import Mail
from rooms.meeting.events import MeetingEvent
from rooms.meeting.here import Here
from rooms.ports import AlreadyThere, Line, Once, Stale
from rooms.standing import Standing
from rooms.state import Room

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run what never waits for anything."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    raise AssertionError("something waited")


class MemoryStreams:
    """One room and its desk. `meanwhile` is done once, just before the next append."""

    def __init__(self, room_id: str = "gambling", capacity: int = 12) -> None:
        self.room_id = room_id
        self.opened = RoomOpened(
            room_id, "gambling", "self", "en", "A room", capacity, "open_floor"
        )
        self.house = House()
        house.evolve(self.house, self.opened)
        self.entries: list[tuple[int, int, RoomEvent | None]] = []  # at, rule, event
        self.folded = Room()
        self.cases: list[DeskEvent] = []
        self.folded_desk = Desk()
        self.mailed: list[MailEvent] = []
        self.folded_mail = Mail()
        self.now = 0
        self.paused_s = 0
        self.meanwhile: Callable[[], object] = lambda: None
        self._rule = 0
        self._known: dict[tuple[str, str], tuple[int, bytes]] = {}

    def happen(self, event: RoomEvent, *, raises_rule: bool = False) -> int:
        """Append to the room without asking anybody."""
        self._rule += raises_rule
        self.entries.append((self.now, self._rule, event))
        n = len(self.entries)
        state.evolve(self.folded, n, self.now, self._rule, event)
        if isinstance(event, MessageErased):
            at, rule, _ = self.entries[event.of - 1]
            self.entries[event.of - 1] = (at, rule, None)
        return n

    def close(self) -> None:
        house.evolve(self.house, RoomClosed(self.room_id))
        self._rule += 1
        self.folded.rule = self._rule

    def reopen(self) -> None:
        house.evolve(self.house, self.opened)

    def replayed(self) -> Room:
        """Fold the stream again from its beginning."""
        room = Room()
        for n, (at, rule, event) in enumerate(self.entries, 1):
            state.evolve(room, n, at, rule, event)
        state.settle(room, len(self.entries), self._rule)
        return room

    async def room(self, room_id: str) -> Room:
        assert home_of(room_id) == self.room_id
        return self.folded

    async def is_open(self, room_id: str) -> bool:
        return home_of(room_id) in self.house.rooms

    async def line(self, room_id: str, n: int) -> Line | None:
        assert home_of(room_id) == self.room_id
        event = self.entries[n - 1][2] if 0 < n <= len(self.entries) else None
        if not isinstance(event, MessagePosted):
            return None
        return Line(n, event, hidden=n in self.folded.hidden)

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        assert home_of(room_id) == self.room_id
        known = self._known.get((once.member, once.id))
        return AlreadyThere(known[0], same=known[1] == once.body) if known else None

    async def post(self, room_id: str, event: RoomEvent, once: Once, rule: int) -> int:
        await self._only_once(room_id, once)
        if rule != self._rule:
            raise Stale
        raises_rule = state.raises_rule(self.folded, event)
        return self._remember(once, self.happen(event, raises_rule=raises_rule))

    async def move(self, room_id: str, event: MeetingEvent, once: Once | None, rule: int) -> int:
        await self._only_once(room_id, once)
        if rule != self._rule:
            raise Stale
        n = self.happen(event, raises_rule=True)
        return n if once is None else self._remember(once, n)

    async def mail(self, room_id: str, event: MailEvent, once: Once) -> int:
        await self._only_once(room_id, once)
        self.mailed.append(event)
        mail.evolve(self.folded_mail, len(self.mailed), self.now, event)
        return self._remember(once, len(self.mailed))

    def raising(self, room_id: str) -> AbstractAsyncContextManager[object]:
        assert home_of(room_id) == self.room_id
        return nullcontext()

    async def desk(self, room_id: str) -> Desk:
        assert home_of(room_id) == self.room_id
        return self.folded_desk

    async def raise_case(
        self,
        room_id: str,
        case: DeskEvent,
        once: Once | None,
        also: Sequence[RoomEvent],
        *,
        head: int | None,
    ) -> None:
        await self._only_once(room_id, once)
        if head not in {None, self.folded_desk.head}:
            raise Stale
        self.raise_unasked(case)
        for event in also:
            self.happen(event)
        if once is not None:
            self._remember(once, len(self.cases))

    def raise_unasked(self, case: DeskEvent) -> None:
        """Append to the desk without asking anybody."""
        self.cases.append(case)
        desk.evolve(self.folded_desk, self.folded_desk.head + 1, self.now, case)

    async def is_young(self, room_id: str, member: str) -> bool:
        assert home_of(room_id) == self.room_id
        return self.folded_mail.is_young(member)

    async def card(self, room_id: str) -> RoomCard | None:
        return self.house.rooms.get(room_id)

    async def standing(self, room_id: str, member: str) -> Standing:
        standing = self.folded_desk.sanctions.standing(room_id, member, self.now)
        return replace(standing, paused_s=self.paused_s)

    async def post_with_case(
        self,
        room_id: str,
        event: RoomEvent,
        once: Once,
        case: DeskEvent,
        *,
        rule: int,
        head: int,
    ) -> int:
        await self._only_once(room_id, once)
        if rule != self._rule or head != self.folded_desk.head:
            raise Stale
        self.raise_unasked(case)
        raises_rule = state.raises_rule(self.folded, event)
        return self._remember(once, self.happen(event, raises_rule=raises_rule))

    async def _only_once(self, room_id: str, once: Once | None) -> None:
        act, self.meanwhile = self.meanwhile, lambda: None
        act()
        there = await self.seen(room_id, once) if once is not None else None
        if there is not None:
            raise there

    def _remember(self, once: Once, n: int) -> int:
        self._known[once.member, once.id] = (n, once.body)
        return n


class Clock:
    """The store's time, who is on duty, and how long a look takes, in our hands."""

    def __init__(self) -> None:
        self.at = 0
        self.volunteers = 0
        self.spent = 0.0

    def now(self) -> int:
        return self.at

    def on_duty(self) -> int:
        return self.volunteers

    def spent_s(self) -> float:
        return self.spent


class Company:
    """Everybody who has a line in the room, in our hands, and the time."""

    def __init__(self, clock: MemoryStreams, *people: str) -> None:
        self._clock = clock
        self.people = list(people)

    async def here(self, _room_id: str) -> Here:
        return Here(self._clock.now, {name: f"the {name}" for name in self.people})


class Names:
    """Case ids in order, and marks that tell reporters of one line apart."""

    def __init__(self) -> None:
        self.count = 0

    def case_id(self, _room_id: str) -> str:
        self.count += 1
        return f"case {self.count}"

    def reporter(self, _room_id: str, member: str, n: int) -> str:
        return f"mark of {member} on {n}"


class Pace:
    """A purse and a disk in our hands."""

    def __init__(self) -> None:
        self.wait_s = 0.0
        self.spent = 0
        self.slow = False
        self.full = False

    async def spend(self, _room_id: str, _member: str, *, slow: bool = False) -> float:
        self.spent += 1
        self.slow = slow
        return self.wait_s

    def low(self) -> bool:
        return self.full
