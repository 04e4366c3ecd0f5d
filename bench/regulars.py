"""A crowd of regulars: they come, talk, fall out with the node, and come back."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bench.house import RoomPlan
from bench.regular import Regular
from bench.roll import Roll
from tests.kith_process import KithProcess

COMING_AT_ONCE = 200
LOOK_S = 0.05
WORDS = "Today was long, and it is good to be here; thank you."
GONE_S = 30.0
CATCH_UP = 1.0  # seconds of talk that are made good after we were held up ourselves


class Regulars:
    """Everybody who is here, and their roll."""

    def __init__(self, process: KithProcess, roll: Roll | None = None) -> None:
        self.roll = roll or Roll()
        self.people: list[Regular] = []
        self._process = process

    async def come(self, rooms: Sequence[RoomPlan], each: int, bound_s: float) -> None:
        """Bring so many into every room, a few at a time."""
        for number in range(each * len(rooms)):
            self._dial(number, rooms[number % len(rooms)].id)
            coming = len(self.people) - COMING_AT_ONCE
            await _until(lambda few=coming: len(self.roll.here) >= few, bound_s)
        await self.all_in(bound_s)

    async def all_in(self, bound_s: float) -> float:
        """Wait until everybody is in; return when the last one was."""
        here = self.roll.here
        await _until(lambda: all(person.number in here for person in self.people), bound_s)
        return max(self.roll.in_at[person.number] for person in self.people)

    @asynccontextmanager
    async def talking(self, per_s: float, words: str = WORDS) -> AsyncIterator[None]:
        """Have people who are in say something, so many lines a second in all."""
        talk = asyncio.create_task(self._talk(per_s, words))
        try:
            yield
        finally:
            talk.cancel()

    async def settled(self, bound_s: float) -> None:
        """Wait until everything is answered, and everybody who reads has seen all of it."""
        readers = [person for person in self.people if person.reads]
        heads = self.roll.head
        await _until(lambda: not any(p.unanswered or p.n < heads(p.room) for p in readers), bound_s)

    async def read_again(self, rooms: Sequence[RoomPlan], bound_s: float) -> None:
        """Read each room as a newcomer does: what is stored is held against what was shown."""
        newcomers = Regulars(self._process, self.roll)
        for number, room in enumerate(rooms, start=len(self.people)):
            newcomers._dial(number, room.id, n=0)
        await newcomers.all_in(bound_s)
        await newcomers.go()

    async def go(self) -> None:
        """End it for all, and wait until the sockets are gone."""
        for person in self.people:
            person.go()
        await _until(lambda: all(person.gone for person in self.people), GONE_S)

    def _dial(self, number: int, room: str, n: int = -1) -> None:
        person = Regular(number, room, lambda: self._process.port, self.roll, n=n)
        self.people.append(person)
        person.dial()

    async def _talk(self, per_s: float, words: str) -> None:
        due, line = time.monotonic(), 0
        while True:
            line += 1
            due = max(due + 1 / per_s, time.monotonic() - CATCH_UP)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            person = random.choice(self.people)  # noqa: S311 - anybody
            if person.reads and person.number in self.roll.here:
                person.say(f"This is line {line}. {words}")


async def _until(is_so: Callable[[], bool], bound_s: float) -> None:
    async with asyncio.timeout(bound_s):
        while not is_so():  # noqa: ASYNC110 - many make it so
            await asyncio.sleep(LOOK_S)
