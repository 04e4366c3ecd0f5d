"""A room where little fits: letters twice as large, and a phone whose keyboard is open."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
import pytest_asyncio
from kith_process import KithProcess
from layout import LARGE, SPILLED, USUAL
from meeting import open_room
from playwright.async_api import Browser, Page, expect
from strangers import come_in, say, stranger

from server.commands.control import ask

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

# Four lines of the talk stand there, and nothing reaches over an edge.
FITS = f"""() => {{
  const line = parseFloat(getComputedStyle(document.querySelector("li.said p")).lineHeight);
  const log = document.querySelector("[role=log]").clientHeight;
  return log > 4 * line - 1 && ({SPILLED})().length === 0;
}}"""
SMALL = [(320, 568, LARGE), (360, 640, LARGE), (360, 340, USUAL)]


class Corner(NamedTuple):
    """Somebody's page of a room, and the room."""

    page: Page
    room: str

    async def greet(self) -> None:
        """Say something, so that there is a talk."""
        await say(self.page, "Hello to whoever comes.")
        await expect(self.page.locator("li.said")).to_have_count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def corner(browser: Browser, house: KithProcess, title: str) -> AsyncIterator[Corner]:
    room = open_room(house.data, title=title)
    context = await stranger(browser)
    yield Corner(await come_in(context, house, title), room)
    await context.close()


async def is_usable(page: Page) -> None:
    """The talk has some lines, each button can be pressed, and the way out stays while one does."""
    await page.wait_for_function(FITS)
    for what in ("header [data-help]", "#people > summary", ".menu > summary", "#need", "#text"):
        await page.locator(what).click(trial=True)
    await page.locator("#send").click(trial=True)
    await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    await expect(page.locator("header [data-leave]")).to_be_in_viewport(ratio=1)
    await page.locator("header [data-leave]").click(trial=True)


async def test_the_talk_and_the_box_stay_usable_in_a_meeting_too(
    corner: Corner, house: KithProcess
):
    page, room = corner
    await corner.greet()

    for meets in (False, True):
        if meets:
            ask(house.data, {"do": "begin", "room": room, "format": "sharing_circle"})
            await expect(page.locator("#meeting .speaks")).to_be_visible()
        for width, height, large in SMALL:
            await page.set_viewport_size({"width": width, "height": height})
            await page.evaluate(large)
            await is_usable(page)


async def test_a_phone_in_a_meeting_shows_the_talk_and_the_box_without_scrolling(
    corner: Corner, house: KithProcess
):
    page, room = corner
    await corner.greet()

    ask(house.data, {"do": "begin", "room": room, "format": "sharing_circle"})
    await expect(page.locator("#meeting .reading")).to_be_visible()
    await say(page, "It is not the time to write this.")
    await expect(page.locator("#returned blockquote")).to_be_visible()

    await page.wait_for_function(FITS)
    for what in ("header [data-help]", "header [data-leave]", "#text", "#send"):
        await expect(page.locator(what)).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.body.scrollHeight <= innerHeight")
    await page.click("#need")
    for what in (".card .numbers a >> nth=0", "#returned .button >> nth=0", "#send"):
        await expect(page.locator(what)).to_be_in_viewport(ratio=1)


async def test_whoever_s_turn_begins_sees_how_to_pass_it_on(corner: Corner, house: KithProcess):
    page, room = corner
    ask(house.data, {"do": "begin", "room": room, "format": "sharing_circle"})
    await page.click("[data-meet=lead]")
    for part in (2, 3):
        await page.click("[data-meet=next]")
        await expect(page.locator("#meeting summary")).to_contain_text(f"Part {part} of")

    await page.click("[data-meet=ask]")

    await expect(page.locator("[data-meet=pass]")).to_be_in_viewport(ratio=1)


async def test_a_keyboard_that_opens_leaves_the_box_and_send_in_sight(corner: Corner):
    page = corner.page
    await page.focus("#text")

    await page.set_viewport_size({"width": 360, "height": 340})

    for what in ("#text", "#send", "header [data-leave]"):
        await expect(page.locator(what)).to_be_in_viewport(ratio=1)
    await page.fill("#text", "i want to kill myself tonight")
    await page.click("#send")
    await expect(page.locator(".card .numbers a").first).to_be_in_viewport(ratio=1)
