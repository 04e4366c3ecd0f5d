"""The door of a room: one at a time, also when somebody is refused there."""

import asyncio

import pytest
from patience import SOON_S

from server.streams.kinds import DESK
from server.streams.names import desk_stream
from server.streams.streams import Streams


async def test_people_pass_one_at_a_time_however_many_wait(streams: Streams):
    inside = most = 0

    async def pass_by() -> None:
        nonlocal inside, most
        async with streams.coming_in("gambling"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(pass_by())
            await asyncio.sleep(0)
            group.create_task(pass_by())

    assert most == 1
    assert not streams.is_coming_in("gambling")


async def test_rooms_do_not_wait_for_each_other(streams: Streams):
    async with (
        streams.coming_in("gambling"),
        asyncio.timeout(SOON_S),
        streams.coming_in("families"),
    ):
        assert streams.is_coming_in("families")


async def test_somebody_refused_leaves_the_door_free(streams: Streams):
    with pytest.raises(LookupError):
        async with streams.coming_in("gambling"):
            raise LookupError

    assert not streams.is_coming_in("gambling")


async def test_nobody_waits_for_a_log_that_was_let_go(streams: Streams):
    stream = desk_stream("gambling")
    log = await streams.log(DESK, stream)
    waiting = asyncio.create_task(log.reached(5))
    await asyncio.sleep(0)

    streams.unload(stream)

    async with asyncio.timeout(SOON_S):
        await waiting
        await log.reached(6)


async def test_a_log_is_read_again_after_it_was_let_go(streams: Streams):
    stream = desk_stream("gambling")
    before = await streams.log(DESK, stream)
    streams.unload(stream)

    after = await streams.log(DESK, stream)

    assert after is not before
    assert streams.holds(stream)
    assert not await streams.page(after, 0)
