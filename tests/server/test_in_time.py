"""A bound on many at once: whoever is over it gets `TimeoutError`, and nobody else does."""

import asyncio

import pytest
from patience import SOON_S

from server.in_time import InTime

SHORT_S = 0.01


async def test_what_is_done_in_time_is_let_be():
    bounds = InTime(SOON_S)

    with bounds.bound():
        await asyncio.sleep(0)

    assert 0 == asyncio.current_task().cancelling()  # type: ignore[union-attr] - a test is one


async def test_whoever_takes_too_long_is_ended():
    with pytest.raises(TimeoutError), InTime(SHORT_S).bound():
        await asyncio.sleep(SOON_S)

    await asyncio.sleep(0)  # nothing of the end is left in the task


async def test_one_that_goes_on_holds_up_nobody_who_began_later():
    bounds, release = InTime(SHORT_S), asyncio.Event()
    ended = 0

    async def wait() -> None:
        nonlocal ended
        try:
            with bounds.bound():
                await release.wait()
        except TimeoutError:
            ended += 1

    async with asyncio.timeout(SOON_S), asyncio.TaskGroup() as group:
        group.create_task(wait())
        with bounds.bound():
            pass
        group.create_task(wait())

    assert 2 == ended


async def test_the_inner_of_two_bounds_ends_first_and_the_outer_stays():
    outer, inner = InTime(SOON_S), InTime(SHORT_S)

    with outer.bound():
        with pytest.raises(TimeoutError), inner.bound():
            await asyncio.sleep(SOON_S)
        await asyncio.sleep(0)


async def test_a_cancellation_by_somebody_else_stays_one():
    bounds = InTime(SOON_S)

    async def wait() -> None:
        with bounds.bound():
            await asyncio.sleep(SOON_S)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_inside_goes_on_as_it_is():
    with pytest.raises(KeyError), InTime(SOON_S).bound():
        raise KeyError
