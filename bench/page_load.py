"""First loads on a slow phone: bytes, requests, and when a person can do what."""

import asyncio
import time
from collections.abc import Mapping

from playwright.async_api import Browser

from bench.browser import QUIET_S, Person, Request, person
from bench.crowd import come_in, go
from bench.figures import Row
from bench.house import Measured
from bench.member import SAID, Member
from bench.page_bytes import scripts_inside

PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
ORIGIN = "performance.timeOrigin"
KB = 1000

Load = Mapping[str, float]


async def landing(browser: Browser, house: Measured, lang: str = "en") -> Load:
    """Load the landing page cold."""
    async with person(browser) as visitor:
        await visitor.slow_line()
        await visitor.slow_processor()
        await visitor.page.goto(f"{house.url}/?lang={lang}")
        await _until_quiet(visitor)
        paint = await visitor.page.evaluate(PAINT)
        requests = list(visitor.traffic.requests.values())
        return {
            "bytes": _kb(requests),
            "requests": len(requests),
            "paint": paint / 1000,
        }


async def room(browser: Browser, house: Measured, room_id: str, lang: str = "en") -> Load:
    """Load a room cold, from the press at its gate."""
    async with person(browser) as visitor:
        await visitor.to_gate(house, room_id, lang)
        await visitor.slow_line()
        await visitor.slow_processor()
        visitor.traffic.forget()
        await visitor.go_in()
        live = await visitor.moment("live")
        typeable = await visitor.moment("typeable")
        origin = float(await visitor.page.evaluate(ORIGIN))
        paint = float(await visitor.page.evaluate(PAINT))
        before = visitor.traffic.before((origin + live) / 1000)
        before_live = [request for request in before if request.done]
        await _until_quiet(visitor)
        everything = list(visitor.traffic.requests.values())
        inside = scripts_inside(await visitor.document()) / KB
        return {
            "paint": paint / 1000,
            "typeable": max(paint, typeable) / 1000,
            "live": live / 1000,
            "requests_before_live": len(before_live),
            "bytes_before_live": _kb(before_live),
            "requests": len(everything),
            "bytes": _kb(everything),
            "headers": sum(request.header_bytes for request in everything) / KB,
            "scripts": _kb([request for request in everything if request.is_script]) + inside,
            "shown": _kb([request for request in everything if not request.is_script]) - inside,
            "sockets": len(visitor.traffic.sockets),
            "foreign": sum(not request.url.startswith(house.url) for request in everything),
        }


async def early_words(browser: Browser, house: Measured, room_id: str, lang: str = "en") -> float:
    """Write and send as soon as the page can be seen; seconds until somebody else has it."""
    words = f"Written before anything had loaded, at {time.time()}"
    arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def heard(_member: Member, frame: bytes) -> None:
        if frame.startswith(SAID) and words.encode() in frame and not arrived.done():
            arrived.set_result(time.time())

    other = await come_in(house, room_id, heard)
    async with person(browser) as visitor:
        await visitor.to_gate(house, room_id, lang)
        await visitor.slow_line()
        await visitor.slow_processor()
        await visitor.go_in()
        await visitor.page.locator("#text").fill(words)
        await visitor.page.locator("#send").tap(no_wait_after=True)
        async with asyncio.timeout(60):
            at = await arrived
        origin = float(await visitor.page.evaluate(ORIGIN))
    await go(other)
    return at - origin / 1000


def landing_rows(seen: list[Load]) -> list[Row]:
    """Return the landing page's figures."""
    return [
        Row("landing: bytes", "KB", [load["bytes"] for load in seen], "15"),
        Row("landing: requests", "", [load["requests"] for load in seen], "1"),
        Row("landing: first paint", "s", [load["paint"] for load in seen]),
    ]


def room_rows(seen: list[Load], early: list[float]) -> list[Row]:
    """Return the room's figures."""

    def row(what: str, unit: str, name: str, gate: str = "") -> Row:
        return Row(f"room: {what}", unit, [load[name] for load in seen], gate)

    return [
        row("bytes before live", "KB", "bytes_before_live"),
        row("bytes in all", "KB", "bytes", "45"),
        row("of these HTML, CSS, words", "KB", "shown", "10"),
        row("of these scripts, with those inside the page", "KB", "scripts", "35"),
        row("of these headers of answers (HTTP/1.1)", "KB", "headers"),
        row("requests answered before live", "", "requests_before_live", "4"),
        row("requests in all", "", "requests"),
        row("sockets", "", "sockets", "1"),
        row("requests to others", "", "foreign", "0"),
        row("first paint", "s", "paint", "3.0"),
        row("composer can be typed in", "s", "typeable", "3.0"),
        row("live", "s", "live", "6.0"),
        Row("room: words sent at once are on another's screen", "s", early),
    ]


def _kb(requests: list[Request]) -> float:
    return sum(request.bytes for request in requests) / KB


async def _until_quiet(visitor: Person) -> None:
    """Wait until everything came and nothing more was asked for, for a while."""
    async with asyncio.timeout(60):
        # No event says that nothing more will be asked for.
        while visitor.traffic.waiting or time.time() - visitor.traffic.last_at < QUIET_S:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
