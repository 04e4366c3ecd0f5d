"""Somebody whose browser runs no script, in either engine: keys go in, what stands there comes out.

A Firefox without scripts answers what can be answered at once. Whatever Playwright would wait
for inside the page (a click's steady target, `expect`, filling a box) never comes there, so these
few verbs use the keyboard, as many people do, and wait outside the page.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from patience import SOON_S
from playwright.async_api import Error, Locator

T = TypeVar("T")
LOOK_S = 0.05


async def follow(locator: Locator) -> None:
    """Go to a link or a button and press it."""
    await locator.press("Enter")


async def tick(locator: Locator) -> None:
    """Tick a box that is not ticked."""
    assert not await locator.is_checked()
    await locator.press("Space")


async def choose(locator: Locator, begins: str) -> None:
    """Choose from a list as one does by typing how the entry begins."""
    await locator.focus()
    await locator.page.keyboard.type(begins)


async def write(locator: Locator, text: str) -> None:
    """Write into a box, in place of what stands there."""
    await locator.press("Control+a")
    await locator.page.keyboard.insert_text(text)


async def until(
    look: Callable[[], Awaitable[T]], is_so: Callable[[T], object], at_most_s: float = SOON_S
) -> T:
    """Look again and again until it is so; a page that is just changing has nothing to show."""
    seen: T | None = None
    try:
        async with asyncio.timeout(at_most_s):
            while True:
                try:
                    seen = await look()
                except Error:
                    await asyncio.sleep(LOOK_S)
                    continue
                if is_so(seen):
                    return seen
                await asyncio.sleep(LOOK_S)
    except TimeoutError:
        raise AssertionError(f"it stayed {seen!r}") from None


async def reads(locator: Locator, *texts: str) -> None:
    """Wait until exactly these texts stand there, in this order."""
    wanted = list(texts)
    await until(locator.all_inner_texts, lambda seen: seen == wanted)


async def shows(locator: Locator, text: str) -> None:
    """Wait until what is found holds this text."""
    await until(locator.all_inner_texts, lambda seen: text in "\n".join(seen))
