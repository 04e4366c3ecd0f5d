"""Keys at the desk with five hundred open cases in the queue, on a slow computer."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Browser

from bench.browser import PROBE, Person, Traffic
from bench.figures import Row, percentile
from bench.house import Measured, house, many
from bench.page_room import FORGET_KEYS, keys_seen, press_keys
from tests.desk_crew import joined, on_shift, volunteer
from tests.wire import Wire

ROOMS = many("room", 10, 80)
CASES = 500
PER_S = 2
AGAIN_S = 45  # after the first alarm the clock calls a second time, for every case
SHOWN = "(n) => document.querySelectorAll('.case').length >= n"
GATE = "120"

Crowd = Callable[[], Awaitable[None]]


async def keys(browser: Browser, rounds: int) -> list[Row]:
    """Type into the private line's box while nothing comes, cases come, and the clock calls."""
    quiet, coming, calling = [], [], []
    for _ in range(rounds):
        async with _desk() as (kith, one_more):
            began = time.monotonic()
            for _ in range(CASES):
                await one_more()
            async with _volunteer(browser, kith) as seat:
                quiet.append(await _typed(seat))
                coming.append(await _typed(seat, one_more))
                await asyncio.sleep(max(0.0, began + AGAIN_S - time.monotonic()))
                calling.append(await _typed(seat))
    return [
        *_rows("nothing comes", quiet),
        *_rows(f"{PER_S} new cases a second", coming),
        *_rows("the clock calls again for all of them", calling),
    ]


@asynccontextmanager
async def _desk() -> AsyncIterator[tuple[Measured, Crowd]]:
    """Run a server; what is given has one more member ask for somebody."""
    with house(ROOMS) as kith:
        async with AsyncExitStack() as stack:
            asked = 0

            async def one_more() -> None:
                nonlocal asked
                wire = await Wire.dial(kith.process.ws)
                stack.push_async_callback(wire.close)
                await wire.enter(ROOMS[asked % len(ROOMS)].id)
                await wire.ask("need")
                asked += 1

            yield kith, one_more


@asynccontextmanager
async def _volunteer(browser: Browser, kith: Measured) -> AsyncIterator[Person]:
    """Have a volunteer on shift with a case of their own, at a quarter of the speed."""
    context = await volunteer(browser)
    await context.add_init_script(PROBE)
    page = await on_shift(await joined(context, kith.process))
    seat = Person(context, page, await context.new_cdp_session(page), Traffic())
    await seat.cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.wait_for_function(SHOWN, arg=CASES)
    await page.locator(".case").first.click()
    await page.click("[data-claim]")
    await page.locator(".yours").wait_for()
    await page.locator(".part textarea").first.focus()
    await seat.slow_processor()
    yield seat
    await context.close()


async def _typed(seat: Person, come: Crowd | None = None) -> tuple[list[float], float]:
    """Type for a while; return how long each key took, and how busy the page's thread was."""
    await seat.page.evaluate(FORGET_KEYS)
    coming = asyncio.create_task(_keep_coming(come))
    began, busy = time.monotonic(), await seat.busy_s()
    try:
        await press_keys(seat)
    finally:
        coming.cancel()
    busy = (await seat.busy_s() - busy) / (time.monotonic() - began)
    return await keys_seen(seat), busy


async def _keep_coming(come: Crowd | None) -> None:
    while come is not None:
        await come()
        await asyncio.sleep(1 / PER_S)


def _rows(while_what: str, typed: list[tuple[list[float], float]]) -> list[Row]:
    return [
        Row(f"{while_what}: p50", "ms", [percentile(keys, 0.5) for keys, _ in typed]),
        Row(f"{while_what}: p95", "ms", [percentile(keys, 0.95) for keys, _ in typed], gate=GATE),
        Row("the page's thread", "% of a core", [100 * busy for _, busy in typed]),
    ]
