"""Being in a room on a slow phone: keys while others talk, what scripts hold, and the way out."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle

from playwright.async_api import Browser

from bench.browser import Person, Request, person
from bench.crowd import come_in, go, hear_nothing
from bench.figures import percentile
from bench.house import Measured
from bench.member import ACK, Member
from bench.talking import LINE

TYPING_S = 8.0
KEY_PAUSE_S = 0.08
TOLD_LATER_S = 0.5
LEAST_TOLD_MS = 16  # the browser tells nothing of a key that was faster
WAY_OUT = "/out"
TRIES = 3

Told = dict[str, dict[str, float]]
ROWS = "kithSeen.rows()"
FORGET_KEYS = "kithSeen.keys.length = 0; kithSeen.keysPressed = 0"
TO_OLDEST = "document.querySelector('[role=log]').scrollTop = -1e9"


@dataclass(frozen=True, slots=True)
class Typing:
    """How long keys took to be seen, in ms, in how long a log, and what the page's thread did.

    `busy` is that thread's own processor time by the clock: whoever else runs does not raise it.
    """

    p50: float
    p95: float
    keys: int
    rows: int
    busy: float


class Talker:
    """Another member, who talks at a pace or as fast as the answers come."""

    def __init__(self) -> None:
        self.member: Member
        self._answered = asyncio.Semaphore(0)

    def heard(self, member: Member, frame: bytes) -> None:
        """Count answers."""
        if frame.startswith(ACK):
            self._answered.release()
        else:
            hear_nothing(member, frame)

    async def say(self, lines: int) -> None:
        """Say so many lines, a few at once."""
        for first in range(0, lines, 10):
            some = min(10, lines - first)
            for _ in range(some):
                self.member.say(LINE)
            for _ in range(some):
                await self._answered.acquire()

    async def keep_saying(self, per_s: int) -> None:
        """Say `per_s` lines a second until cancelled; none if it is 0."""
        while per_s:
            self.member.say(LINE)
            await asyncio.sleep(1 / per_s)


@asynccontextmanager
async def talker(house: Measured, room: str) -> AsyncIterator[Talker]:
    """Have another member in the room."""
    other = Talker()
    other.member = await come_in(house, room, other.heard)
    yield other
    await go(other.member)


async def typing_in_a_long_log(browser: Browser, house: Measured, room: str) -> Typing:
    """Type while somebody reads a thousand rows back and others say two lines a second."""
    async with talker(house, room) as other, person(browser) as visitor:
        await visitor.enter(house, room)
        while await visitor.page.evaluate(ROWS) < 1000:
            rows = await visitor.page.evaluate(ROWS)
            await visitor.page.evaluate(TO_OLDEST)
            await visitor.page.locator("[data-earlier]").tap()
            await visitor.page.evaluate(f"kithSeen.moreRowsThan({rows})")
        return await _type(visitor, other, 2)


async def typing_in_a_burst(browser: Browser, house: Measured, room: str) -> Typing:
    """Type while twenty lines a second come into a log that is as long as it gets."""
    async with talker(house, room) as other, person(browser) as visitor:
        await visitor.enter(house, room)
        await other.say(300)
        return await _type(visitor, other, 20)


async def typing_in_silence(browser: Browser, house: Measured, room: str) -> Typing:
    """Type while nobody talks: what the machine itself makes of a key, for comparison."""
    async with talker(house, room) as other, person(browser) as visitor:
        await visitor.enter(house, room)
        return await _type(visitor, other, 0)


async def _type(visitor: Person, other: Talker, per_s: int) -> Typing:
    await visitor.slow_processor()
    await visitor.page.locator("#text").focus()
    await visitor.page.evaluate(FORGET_KEYS)
    talking = asyncio.create_task(other.keep_saying(per_s))
    began, busy = time.monotonic(), await visitor.busy_s()
    try:
        await press_keys(visitor)
    finally:
        talking.cancel()
    busy = (await visitor.busy_s() - busy) / (time.monotonic() - began)
    keys = await keys_seen(visitor)
    rows = await visitor.page.evaluate(ROWS)
    return Typing(percentile(keys, 0.5), percentile(keys, 0.95), len(keys), rows, busy)


async def keys_seen(visitor: Person) -> list[float]:
    """Return how long each key took to be seen, in ms."""
    seen = await visitor.page.evaluate("({keys: kithSeen.keys, keysPressed: kithSeen.keysPressed})")
    faster = [LEAST_TOLD_MS] * (seen["keysPressed"] - len(seen["keys"]))
    return [*seen["keys"], *faster]


async def press_keys(visitor: Person) -> None:
    """Type for a while into whatever has the focus."""
    began = time.monotonic()
    for key in cycle("lamp "):
        await visitor.page.keyboard.press(key)
        await asyncio.sleep(KEY_PAUSE_S)
        if time.monotonic() - began > TYPING_S:
            break
    await asyncio.sleep(TOLD_LATER_S)  # the browser tells of a key some time after it


async def heap_after(browser: Browser, house: Measured, room: str, lines: int) -> float:
    """Return what scripts hold after so many lines have come, in MB."""
    async with talker(house, room) as other, person(browser) as visitor:
        await visitor.enter(house, room)
        shown = await visitor.page.evaluate(ROWS)
        await other.say(lines - shown)
        await visitor.page.locator("kith-log ol > li").last.wait_for()
        await asyncio.sleep(1)
        return await visitor.heap_mb()


@dataclass(frozen=True, slots=True)
class Left:
    """How the way out went: ms from the lifted finger, and what was sent before the page was blank.

    The room has gone from the screen when the blank page is painted, or the neutral page stands
    in its place, whichever comes first.
    """

    blank_ms: float
    gone_ms: float
    sent_before: int
    requests_after: int


async def leave(browser: Browser, house: Measured, room: str, *, line: str) -> Left:
    """Tap "Leave now" on a slow phone with a line that is fast, slow or gone."""
    for _ in range(TRIES):
        told, requests = await _tap_leave(browser, house, room, line=line)
        if "blank" in told:  # else the page was gone before it could tell
            return _left(told, requests)
    raise TimeoutError


async def _tap_leave(
    browser: Browser, house: Measured, room: str, *, line: str
) -> tuple[Told, list[Request]]:
    async with person(browser) as visitor:
        told: Told = {}
        gone = asyncio.Event()

        def hear(call: dict[str, str]) -> None:
            times = json.loads(call["payload"])
            told[times.pop("what")] = times
            if "painted" in told:
                gone.set()

        def replaced(_: object) -> None:
            told["replaced"] = {"at": time.time()}
            gone.set()

        # The browser's own binding: what is told is heard although the page is on its way out.
        visitor.cdp.on("Runtime.bindingCalled", hear)
        await visitor.cdp.send("Runtime.enable")
        await visitor.cdp.send("Runtime.addBinding", {"name": "kithTell"})
        await visitor.enter(house, room)
        visitor.page.on("framenavigated", replaced)
        await visitor.slow_processor()
        if line == "slow":
            await visitor.slow_line()
        await visitor.context.set_offline(line == "none")
        visitor.traffic.forget()
        await visitor.page.locator(".always [data-leave]").tap(no_wait_after=True)
        async with asyncio.timeout(10):
            await gone.wait()
        await asyncio.sleep(1)
        return told, list(visitor.traffic.requests.values())


def _gone_ms(told: Told) -> float:
    if "painted" in told:
        return told["painted"]["ms"]
    return told["blank"]["ms"] + 1000 * (told["replaced"]["at"] - told["blank"]["at"])


def _left(told: Told, requests: list[Request]) -> Left:
    blank = told["blank"]
    lifted_at = blank["at"] - blank["ms"] / 1000
    requests = [request for request in requests if request.at >= lifted_at]
    # What the browser asked for by itself; our own calls are counted where they are made.
    unasked = [r for r in requests if r.at < blank["at"] and not r.url.endswith(WAY_OUT)]
    return Left(
        blank_ms=blank["ms"],
        gone_ms=_gone_ms(told),
        sent_before=round(blank["sentBefore"]) + len(unasked),
        requests_after=len(requests) - len(unasked),
    )
