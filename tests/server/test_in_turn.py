"""One at a time, in the order of asking; who gives up keeps nobody waiting."""

import asyncio
from contextlib import suppress

from server.streams.in_turn import InTurn

WAIT_S = 30.0


async def test_one_at_a_time_and_in_order():
    turns, seen = InTurn(), []

    async def one(number: int) -> None:
        async with turns.of("room"):
            seen.append(number)
            await asyncio.sleep(0)
            seen.append(number)

    async with asyncio.timeout(WAIT_S):
        await asyncio.gather(*map(one, range(4)))

    assert [0, 0, 1, 1, 2, 2, 3, 3] == seen
    assert "room" not in turns


async def test_a_turn_that_is_ended_early_is_ended_once():
    turns = InTurn()
    first, second = turns.of("room"), turns.of("room")

    end = await first.__aenter__()
    end()
    await second.__aenter__()
    end()
    await first.__aexit__(None, None, None)

    assert "room" in turns  # the second one's, still
    await second.__aexit__(None, None, None)
    assert "room" not in turns


async def test_who_gives_up_waiting_is_passed_over():
    turns, here = InTurn(), asyncio.Event()

    async def third() -> None:
        async with turns.of("room"):
            here.set()

    async with turns.of("room"):
        second = asyncio.create_task(turns.of("room").__aenter__())
        last = asyncio.create_task(third())
        await asyncio.sleep(0)
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second
    async with asyncio.timeout(WAIT_S):
        await here.wait()
        await last

    assert "room" not in turns


async def test_other_keys_do_not_wait():
    turns = InTurn()

    async with turns.of("one"), asyncio.timeout(WAIT_S), turns.of("two"):
        assert "one" in turns
        assert "two" in turns


async def test_who_gives_up_in_the_moment_of_being_let_through_lets_the_next_one_go():
    turns, here = InTurn(), asyncio.Event()

    async def third() -> None:
        async with turns.of("room"):
            here.set()

    async with turns.of("room") as end:
        second = asyncio.create_task(turns.of("room").__aenter__())
        last = asyncio.create_task(third())
        await asyncio.sleep(0)
        end()
        second.cancel()  # it has the key already, and does not know it
        with suppress(asyncio.CancelledError):
            await second
    async with asyncio.timeout(WAIT_S):
        await here.wait()
        await last

    assert second.cancelled()
    assert "room" not in turns
