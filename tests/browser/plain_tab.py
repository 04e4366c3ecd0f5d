"""Somebody in the room without script: the pages and frames of one tab, and what one does there."""

import json
from importlib.resources import files

from kith_process import KithProcess
from playwright.async_api import FrameLocator, Page
from unscripted import follow, tick, until, write

EN = json.loads(files("client").joinpath("web/locales/en.json").read_text("utf-8"))


async def door(page: Page, kith: KithProcess, title: str, *asked: str) -> str:
    """Return the address of a room's gate, read off the first page, with more asked of it."""
    # Browsers keep the cookie of such a room for a name, not for a bare number.
    here = kith.url.replace("127.0.0.1", "localhost")
    await page.goto(here)
    card = page.locator("li.card").filter(has_text=title)
    href = await card.locator("a.action").get_attribute("href")
    return f"{here}{href}{'?' if asked else ''}{'&'.join(asked)}"


def box_of(page: Page) -> FrameLocator:
    """Return the frame one writes in."""
    return page.frame_locator("#write")


def log_of(page: Page) -> FrameLocator:
    """Return the frame one reads in."""
    return page.frame_locator("#messages")


async def go_in(page: Page) -> None:
    """Agree at the gate without script and go in, until the list is live."""
    await tick(page.locator("#agree"))
    await follow(page.locator("button[name=in]"))
    await until(log_of(page).locator("[role=log]").count, lambda found: found == 1)
    await until(box_of(page).locator("#text").count, lambda found: found == 1)


async def press(page: Page, do: str) -> None:
    """Press one of the two buttons under the box."""
    await follow(box_of(page).locator(f"button[value={do}]"))


async def say(page: Page, text: str) -> None:
    """Write into the box, in place of what stands there, and send it."""
    await write(box_of(page).locator("#text"), text)
    await press(page, "say")


async def boxed(page: Page) -> str:
    """Return what the server put into the box."""
    return await box_of(page).locator("#text").text_content() or ""
