"""The picture in the README is a real page: two people who do not know each other talk.

`KITH_PICTURE=1 make test ARGS=tests/browser/test_picture.py` takes it anew; without it this
shows that the picture could be taken.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kith_process import KithProcess
from patience import SOON_MS
from playwright.async_api import Browser, Page, expect

PICTURE = Path(__file__).resolve().parents[2] / "docs/picture.png"
SCREEN = {"width": 1024, "height": 768}
MOST_BYTES = 400_000

TALK = [
    "Hello. It is my first time here. I am not sure what to say.",
    "Hello, good that you came in. There is nothing you have to say.",
    "I have not placed a bet for eight days. The evenings are hard.",
    "They were for me too. I walk at seven now, whatever the weather.",
    "A walk. I could try that tonight.",
    "I am here again at eight, if you want to say how it went.",
]


@asynccontextmanager
async def somebody(browser: Browser) -> AsyncIterator[Page]:
    """Somebody at a desk, with a browser of their own."""
    context = await browser.new_context(viewport=SCREEN, color_scheme="light")
    context.set_default_timeout(SOON_MS)
    yield await context.new_page()
    await context.close()


async def come_in(page: Page, kith: KithProcess) -> None:
    """Go the way a person goes: pick a room, agree, go in."""
    await page.goto(kith.url)
    room = page.get_by_role("listitem").filter(has_text="Stepping away from gambling")
    await room.get_by_role("link", name="Join").click()
    await expect(page.locator("#another")).to_be_enabled()  # until then nobody has a name
    await page.locator("#agree").check()
    await page.locator("#go").click()
    await expect(page.locator("#text")).to_be_editable()


async def say(page: Page, text: str) -> None:
    """Write something and press the button."""
    await page.locator("#text").fill(text)
    await page.locator("#send").click()


@pytest.mark.slow
async def test_two_people_talking_make_a_picture(kith: KithProcess, browser: Browser):
    async with somebody(browser) as one, somebody(browser) as other:
        await come_in(one, kith)
        await come_in(other, kith)

        for number, text in enumerate(TALK):
            await say((one, other)[number % 2], text)
            for page in (one, other):
                await expect(page.get_by_role("log").get_by_text(text)).to_be_visible()
        await expect(one.get_by_role("log").get_by_text("Sending")).to_have_count(0)
        await one.mouse.move(0, 0)
        taken = await one.screenshot()

    assert taken.startswith(b"\x89PNG")
    assert len(taken) < MOST_BYTES

    if os.environ.get("KITH_PICTURE") == "1":
        PICTURE.write_bytes(taken)
    assert PICTURE.exists(), "take it with KITH_PICTURE=1"
