"""Greeters are told where somebody waits and nobody comes: seldom, and never of the young."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rooms import formats
from rooms.held_meetings import Occasion
from rooms.house import RoomCard
from server.backplane import Backplane
from server.backplane.sqlite import SqliteBackplane
from server.counters import Counters
from server.duty.duty import Duty
from server.fanout.hub import Hub
from server.presence.place import ANY, Place
from server.presence.places import Places
from server.timetable.greeters import AFTER_S, Greeters
from server.timetable.waiting import Waiting

if TYPE_CHECKING:
    from server.wire.desk import AloneItem

ROOMS = {
    "quiet": RoomCard("quiet", "grief", "self", "en", "Quiet", 12, "open_floor"),
    "home": RoomCard("home", "gambling", "relatives", "pl", "Us at home", 12, "open_floor"),
    "young": RoomCard("young", "youth", "young", "en", "Young", 12, "open_floor"),
}


class House:
    """A node with empty rooms, devices that ring, and a desk that shows what it is shown."""

    def __init__(self, store: Backplane) -> None:
        self.here: set[str] = set()
        self.short: list[str] = []
        self.on_roster = True
        self.rung: list[int] = []
        self.shown: list[list[AloneItem]] = []
        self.places = Places(store)
        here = lambda _room: self.here  # noqa: E731 - who is here changes
        self.waiting = Waiting(
            store, self, ROOMS.get, formats.load(), here, self.ask, self.is_young
        )
        self.greeters = Greeters(
            store,
            self.waiting,
            self.places,
            Hub(Counters()),
            Duty(),
            ROOMS.get,
            str,
            lambda: self.short,
            self,
            self.shown.append,
        )

    async def begin(self, _room: str, _occasion: Occasion) -> None:
        raise AssertionError("nobody begins a circle here")

    def ask(self, _room: str, _member: str) -> None:
        """Nobody answers."""

    async def is_young(self, _room: str, _member: str) -> bool:
        return False

    def reaches_greeter(self) -> bool:
        return self.on_roster

    async def greet(self, rooms: int) -> int:
        self.rung.append(rooms)
        return 1

    async def comes(self, room: str, *members: str) -> None:
        for member in members:
            self.here.add(member)
            await self.places.take(room, member, Place(member, 0), ANY)

    async def waits(self, room: str, member: str, for_s: float = AFTER_S) -> None:
        await self.comes(room, member)
        await self.waiting.wait(room, member, asyncio.get_running_loop().time() - for_s)

    @property
    def on_desk(self) -> list[tuple[str, int]]:
        return [(room.title, room.n) for room in self.shown[-1]] if self.shown else []


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    store = SqliteBackplane(tmp_path)
    await store.open()
    yield House(store)
    await store.close()


async def test_who_has_waited_two_minutes_is_shown_and_greeters_are_called_once(house: House):
    await house.waits("quiet", "ash")
    await house.waits("home", "elm", for_s=AFTER_S - 30)

    for _ in range(3):
        await house.greeters.turn()

    assert [("Quiet", 1)] == house.on_desk
    assert [1] == house.rung
    assert 1 == len(house.shown)


async def test_another_room_waits_until_it_is_time_to_call_again(house: House):
    await house.waits("quiet", "ash")
    await house.greeters.turn()
    await house.waits("home", "elm")

    await house.greeters.turn()

    assert [("Us at home", 1), ("Quiet", 1)] == house.on_desk
    assert [1] == house.rung


async def with_company(house: House) -> None:
    await house.waits("quiet", "ash")
    await house.comes("quiet", "oak")


async def gone_again(house: House) -> None:
    await house.waits("quiet", "ash")
    await house.waiting.stop("quiet", "ash")


async def hung_up(house: House) -> None:
    await house.waits("quiet", "ash")
    house.here.clear()
    await house.waiting.renew(0)


async def young(house: House) -> None:
    await house.waits("young", "ash")


async def closed(house: House) -> None:
    await house.waits("closed", "ash")


async def empty(house: House) -> None:
    house.short = ["quiet"]


NOBODY = [with_company, gone_again, hung_up, young, closed, empty]


@pytest.mark.parametrize("scene", NOBODY, ids=lambda scene: scene.__name__)
async def test_nobody_is_called(house: House, scene: Callable[[House], Awaitable[None]]):
    await scene(house)

    await house.greeters.turn()

    assert [] == house.rung == house.on_desk


async def test_without_hours_on_the_roster_the_desk_alone_knows(house: House):
    house.on_roster = False
    await house.waits("quiet", "ash")

    await house.greeters.turn()
    house.on_roster = True
    await house.greeters.turn()

    assert [("Quiet", 1)] == house.on_desk
    assert [1] == house.rung  # it was not spent on nobody


async def test_a_meeting_that_too_few_came_to_calls_for_company_too(house: House):
    await house.comes("quiet", "ash", "elm")
    house.short = ["quiet"]

    await house.greeters.turn()

    assert [("Quiet", 2)] == house.on_desk
    assert [1] == house.rung
