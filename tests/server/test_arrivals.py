"""What is told of coming back: as fast as this node lets people in, and not before it is there."""

import asyncio
import time

import pytest

from server.connection.arrivals import LONGEST_AWAY_S, LONGEST_S, Arrivals, Timed

BUSY_S = 0.02


async def entering(busy_s: float, waiting: asyncio.Event | None = None) -> None:
    """Come in: hold the loop so long, then wait for the store."""
    ends = time.perf_counter() + busy_s
    while time.perf_counter() < ends:
        pass
    if waiting is not None:
        await waiting.wait()


async def measured(busy_s: float, times: int) -> Arrivals:
    arrivals = Arrivals()
    for _ in range(times):
        await arrivals.measure(entering(busy_s))
    return arrivals


async def test_a_node_that_takes_long_lets_fewer_come_in_a_second():
    usual, slow = Arrivals(), await measured(BUSY_S, 30)

    assert slow.per_s < usual.per_s / 2


async def test_the_wait_for_the_store_holds_nobody_up():
    store, began = asyncio.Event(), time.perf_counter()
    work = Timed(entering(0, store))
    asyncio.get_running_loop().call_later(1, store.set)

    await work

    assert work.used_s < (time.perf_counter() - began) / 2


async def test_work_that_is_measured_answers_fails_and_is_cancelled_as_without():
    async def answer() -> int:
        await asyncio.sleep(0)
        return 7

    async def fail() -> None:
        await asyncio.sleep(0)
        raise LookupError

    never = asyncio.create_task(Arrivals().measure(entering(0, asyncio.Event())))
    await asyncio.sleep(0)
    never.cancel()

    assert 7 == await Timed(answer())
    with pytest.raises(LookupError):
        await Timed(fail())
    with pytest.raises(asyncio.CancelledError):
        await never


@pytest.mark.parametrize("sockets", [1, 12, 10_000])
def test_everybody_comes_back_at_a_time_of_their_own_and_in_time(sockets: int):
    arrivals = Arrivals()

    after = arrivals.back_after(sockets, away_s=3)

    assert sockets == len(after)
    assert sorted(after) == list(after)
    assert 4 <= after[0]
    at_once = max(after.count(second) for second in set(after))
    assert at_once <= arrivals.per_s + 1
    assert after[-1] < 60


def test_where_other_nodes_are_the_first_come_back_at_once():
    assert 1 == Arrivals().back_after(1_000, away_s=0)[0]


async def test_nobody_is_sent_away_for_an_hour():
    arrivals = await measured(BUSY_S, 10)

    assert max(arrivals.back_after(1_000_000, away_s=0)) <= LONGEST_S + 2


def test_a_start_that_was_slow_once_keeps_nobody_away_for_as_long():
    assert LONGEST_AWAY_S + 1 <= max(Arrivals().back_after(1, away_s=300.0)) <= LONGEST_AWAY_S + 2


def test_a_node_with_nobody_tells_nobody():
    assert [] == list(Arrivals().back_after(0, away_s=3))
