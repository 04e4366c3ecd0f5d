"""The room without script on a small phone: what comes in, and when one's own words stand there."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from playwright.async_api import Browser, Error, Locator, Page

from bench.browser import SLOW_3G
from bench.figures import Row
from bench.house import Measured

LOOK_S = 0.01
PATIENCE_S = 60.0
POSTS = 5
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

Seen = dict[str, float]


async def room(browser: Browser, house: Measured, room_id: str, lang: str) -> Seen:
    """Go in on a slow line, cold; then say a few words on a fast one."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False
    )
    page = await context.new_page()
    await _to_gate(page, house, room_id, lang)
    cdp = await context.new_cdp_session(page)
    await cdp.send("Network.enable")
    await cdp.send("Network.emulateNetworkConditions", SLOW_3G)
    asked: list[object] = []
    cdp.on("Network.requestWillBeSent", lambda told: asked.append(told))  # noqa: PLW0108 - Playwright marks the function
    pressed = time.monotonic()
    await page.locator("button[name=in]").press("Enter", no_wait_after=True)
    box = page.frame_locator("#write").locator("#text")
    log = page.frame_locator("#messages").locator("[role=log]")
    typeable, live = await asyncio.gather(_until_there(box), _until_there(log))
    seen = {"typeable": typeable - pressed, "live": live - pressed}
    seen["requests"] = len(asked)
    await cdp.send("Network.emulateNetworkConditions", FAST)
    seen["own"] = max([await _say(page, n) for n in range(POSTS)])
    await context.close()
    return seen


def rows(seen: list[Seen]) -> list[Row]:
    """Return the figures of the room without script."""

    def row(what: str, unit: str, name: str, gate: str = "") -> Row:
        return Row(f"plain room: {what}", unit, [one[name] for one in seen], gate)

    return [
        row("requests", "", "requests"),
        row("box can be typed in, Slow 3G", "s", "typeable"),
        row("list is live, Slow 3G", "s", "live"),
        row(f"own words stand in the list, loopback, slowest of {POSTS}", "s", "own", "1"),
    ]


async def _to_gate(page: Page, house: Measured, room_id: str, lang: str) -> None:
    here = house.url.replace("127.0.0.1", "localhost")  # cookies are kept for a name
    await page.goto(f"{here}/?lang={lang}")
    card = page.locator("li.card").filter(has=page.get_by_text(room_id, exact=True))
    href = await card.locator("a.action").get_attribute("href")
    await page.goto(f"{here}{href}{'&' if '?' in str(href) else '?'}plain=1")
    await page.locator("#agree").press("Space")


async def _say(page: Page, n: int) -> float:
    """Say a line and return how long it took until it stood in the list, in seconds."""
    box = page.frame_locator("#write")
    await box.locator("#text").fill(f"line {n}, by {time.time()}")
    mine = page.frame_locator("#messages").locator("li.mine")
    before, pressed = await mine.count(), time.monotonic()
    await box.locator("button[value=say]").press("Enter", no_wait_after=True)
    there = await _until(lambda: _more_than(mine, before))
    await _until_there(box.locator("#status"))
    return there - pressed


async def _until_there(locator: Locator) -> float:
    return await _until(lambda: _more_than(locator, 0))


async def _more_than(locator: Locator, few: int) -> bool:
    return await locator.count() > few


async def _until(look: Callable[[], Awaitable[bool]]) -> float:
    """Look again and again, from outside the page, and return when it was so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(Error):  # a page that is just changing has nothing to show
                if await look():
                    return time.monotonic()
            await asyncio.sleep(LOOK_S)
