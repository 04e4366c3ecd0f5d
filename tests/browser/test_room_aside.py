"""A circle moves to a side room with one press, and goes on there, also after a reload."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import SPILLED
from playwright.async_api import Browser, Page, expect
from strangers import come_in, hears, is_in, open_room, say, stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

CARD = "[role=log] .card.side_room"
LISTEN = """() => {
  const status = document.getElementById("status");
  window.told = [];
  const heard = new MutationObserver(() => window.told.push(status.textContent));
  heard.observe(status, {childList: true});
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def pair(browser: Browser, house: KithProcess) -> AsyncIterator[tuple[Page, Page]]:
    """Give two people in one room."""
    title = await open_room(house)
    contexts = [await stranger(browser), await stranger(browser)]
    ash, birch = [await come_in(context, house, title) for context in contexts]
    yield ash, birch
    for context in contexts:
        await context.close()


async def go_aside(page: Page) -> None:
    """Take the way that the card tells, and be in."""
    await page.locator(CARD).get_by_role("button", name="Go to the side room").click()
    await expect(page.locator("#title")).to_contain_text("(+)")
    await is_in(page)


async def test_a_circle_moves_with_one_press_and_talks_on(pair: tuple[Page, Page]):
    ash, birch = pair
    await say(birch, "who are these people")
    await hears(ash, "who are these people")
    await ash.click(".menu > summary")
    await ash.click("#group")
    await ash.click("[name='take opener']")

    await ash.click("[name=aside]")
    await expect(ash.locator(".told")).to_contain_text("This room is paused")
    await ash.keyboard.press("Escape")
    await expect(birch.locator(CARD)).to_contain_text("goes on in a side room")
    for page in (ash, birch):
        assert [] == await page.evaluate(SPILLED)
        assert [] == await axe(page)
        await page.evaluate(LISTEN)
        await go_aside(page)

    await say(ash, "here we are")
    await hears(birch, "here we are")
    assert "The room goes on." not in await birch.evaluate("window.told")  # it is another one
    await birch.reload()
    await is_in(birch)
    await hears(birch, "here we are")
    await ash.click(".menu > summary")
    await ash.click("#group")
    await expect(ash.locator("[name=halt]")).to_be_visible()
    await expect(ash.locator("[name=aside]")).to_have_count(0)
