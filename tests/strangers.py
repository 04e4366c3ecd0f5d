"""People who do not know each other, each with a browser of their own, in one room."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kith_process import KITH, KithProcess
from patience import SOON_MS
from playwright.async_api import Browser, BrowserContext, Page, expect

LINES = "[role=log] li.said p[dir]"
UNSENT = "[role=log] li.unsent"
_numbers = itertools.count(1)


async def stranger(
    browser: Browser, *, width: int = 360, height: int = 640, dark: bool = False
) -> BrowserContext:
    """Return somebody with nothing stored, on a small phone unless said otherwise."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    context.set_default_timeout(SOON_MS)
    return context


async def open_room(kith: KithProcess, *, capacity: int = 12) -> str:
    """Open a room nobody has been in, and return its title."""
    n = next(_numbers)
    title = f"Quiet corner {n:03}"
    facts = ["--topic", "gambling", "--side", "self", "--language", "en", "--title", title]
    where = ["--capacity", str(capacity), "--data", str(kith.data)]
    await operate("room", "open", f"corner-{n}", *facts, *where)
    return title


async def operate(*command: str) -> None:
    """Run one of the operator's commands beside the running server."""
    process = await asyncio.create_subprocess_exec(KITH, *command)
    assert await process.wait() == 0


async def gate(page: Page, kith: KithProcess, title: str = "gambling") -> str:
    """Return the address of a room's gate today, read off the landing page."""
    await page.goto(kith.url)
    card = page.locator("li.card").filter(has_text=title)
    href = await card.locator("a.action").get_attribute("href")
    assert href is not None
    return kith.url + href


async def agree(page: Page) -> None:
    """Take the offered name, agree and go in."""
    await expect(page.locator("#another")).to_be_enabled()
    await page.check("#agree")
    await page.click("#go")


async def come_in(context: BrowserContext, kith: KithProcess, title: str = "gambling") -> Page:
    """Walk through the gate into a room, and be in."""
    page = await context.new_page()
    await page.goto(await gate(page, kith, title))
    await agree(page)
    await is_in(page)
    return page


@asynccontextmanager
async def alone(browser: Browser, kith: KithProcess) -> AsyncIterator[Page]:
    """Give somebody alone in a new room, with all of the page's parts."""
    context = await stranger(browser)
    page = await come_in(context, kith, await open_room(kith))
    await expect(page.locator("html[data-ready]")).to_have_count(1)
    yield page
    await context.close()


async def is_in(page: Page) -> None:
    """Wait until the room says that everything is here and the box sends."""
    await expect(page.locator("[role=log]")).to_have_attribute("aria-busy", "false")
    await expect(page.locator("#people")).to_be_visible()


async def say(page: Page, text: str) -> None:
    """Write into the box and press Send."""
    await page.fill("#text", text)
    await page.click("#send")


async def hears(page: Page, *texts: str) -> None:
    """Wait until exactly these lines stand in the log, once each, in this order."""
    await expect(page.locator(LINES)).to_have_text(list(texts))


async def lines(page: Page) -> list[str]:
    """Return the lines that stand in the log, also those out of sight."""
    return await page.locator(LINES).all_text_contents()
