"""A slower door on two nodes: both agree, whoever is on duty, and it is free again after a calm."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from reading import Room, a_room

from rooms.door import CALM_MS
from rooms.events import DoorFreed, DoorSlowed, MemberKnown, MessagePosted
from server.counters import Counters
from server.doors.doorkeeper import Doorkeeper
from server.duty.duty import Duty
from server.duty.watching import StoredNow
from server.group.newcomers import Newcomers
from server.presence.attending import Attending
from server.streams.care import StoredCare
from server.streams.envelope import Draft
from server.streams.kinds import MEMBERS, ROOM
from server.streams.names import members_stream, room_stream
from server.tasks import Tasks

GAMBLING = "gambling"


class Door:
    """A room's doorkeepers, one for each of two nodes on one store."""

    def __init__(self, room: Room, group: asyncio.TaskGroup) -> None:
        self.room, self.duty, self.attending = room, Duty(), Attending(90.0)
        stored, tasks = StoredCare(room.streams, b"k" * 32, room.store.now), Tasks(group)
        newcomers, now = (
            Newcomers(self.attending, limited=True),
            StoredNow(room.store.now, self.duty),
        )
        self.one, self.two = (
            Doorkeeper(stored, newcomers, now, lambda _room: False, Counters(), tasks)
            for _ in range(2)
        )
        self.one.listen(room.streams)

    async def holds(self, keeper: Doorkeeper, by: str, text: str) -> bool:
        return await keeper.holds(GAMBLING, MessagePosted(by, f"the {by}", text, "id"))

    async def come(self, count: int, room: str = GAMBLING) -> None:
        """Let so many come whose keys are new."""
        members = await self.room.streams.log(MEMBERS, members_stream(room))
        last = await self.known(count, room)
        await members.reached(last)
        await self.settled()

    async def known(self, count: int, room: str = GAMBLING) -> int:
        """Write down so many new keys, whoever follows; return the last one's number."""
        for number in range(count):
            known = Draft(members_stream(room), MemberKnown(f"new {number}", 0, 1))
            (position,) = await self.room.streams.append(known)
        return position.n

    async def settled(self) -> None:
        """Wait until all that was begun has ended."""
        while tasks := self.one._tasks.running():  # noqa: SLF001 - what was begun has to end
            await asyncio.wait(tasks)

    async def events(self) -> list[object]:
        log = self.room.channel.log
        return [e.event for e in await self.room.streams.page(log, 0)]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_room(tmp_path) as room, asyncio.TaskGroup() as group:
        yield Door(room, group)


async def test_many_new_keys_in_a_minute_slow_the_door_on_every_node_until_it_was_calm(door: Door):
    door.duty.counted(1)
    await door.come(12)
    assert not await door.holds(door.two, "new 1", "may I")

    await door.come(30)
    for keeper in (door.one, door.two):
        assert await door.holds(keeper, "new 1", "may I")
    door.room.elapsed[0] += CALM_MS
    assert not await door.holds(door.two, "new 1", "may I")
    for keeper in (door.one, door.two, door.one):
        await keeper.free([GAMBLING])

    begun, *freed = [type(event) for event in await door.events()]
    assert (DoorSlowed, [DoorFreed]) == (begun, freed)
    assert door.room.channel.log.state.door is None


async def test_an_empty_desk_silences_nobody_but_the_same_words_again(door: Door):
    spam = "buy followers now, best prices"
    held = [await door.holds(door.one, by, spam) for by in ("ada", "ben", "cem", "ada", "dan")]

    assert [False, False, True, True, True] == held
    assert not await door.holds(door.one, "cem", "something else")
    door.duty.counted(1)
    assert await door.holds(door.two, "cem", "something else")


async def test_who_is_here_for_ten_minutes_notices_nothing(door: Door):
    door.duty.counted(1)
    door.attending.arrive(GAMBLING, "ada", asyncio.get_running_loop().time() - 601)
    await door.come(30)

    assert not await door.holds(door.one, "ada", "we go on")


async def test_keys_that_a_room_knew_before_it_was_looked_at_are_no_raid(door: Door):
    await door.known(30)

    await door.room.streams.log(MEMBERS, members_stream(GAMBLING))
    await door.settled()

    assert [] == await door.events()


async def test_a_circle_that_comes_to_its_side_room_at_once_is_no_raid(door: Door):
    await door.come(30, "aside-1")

    log = await door.room.streams.log(ROOM, room_stream("aside-1"))
    assert (None, 0) == (log.state.door, log.head)


async def test_after_a_restart_the_door_is_as_slow_and_nobody_who_is_known_counts(door: Door):
    door.duty.counted(1)
    await door.come(30)
    for stream in (door.room.channel.log.stream, members_stream(GAMBLING)):
        door.room.streams.unload(stream)

    await door.room.streams.log(MEMBERS, members_stream(GAMBLING))
    room = (await door.room.streams.log(ROOM, door.room.channel.log.stream)).state

    assert room.door is not None
    assert await door.holds(door.two, "new 1", "may I")
    assert [DoorSlowed] == [type(event) for event in await door.events()]
