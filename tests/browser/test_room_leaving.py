"""Leaving fast out of the room: from behind whatever stands open, and with nothing left behind."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from kith_process import KithProcess
from playwright.async_api import Browser, Page, expect
from strangers import agree, alone, is_in, say
from ways_out import within_reach

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

# Two pictures of the screen later, whatever waited for the next one has been done.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# The blank page stays, as it does without a network.
OFFLINE = "Object.defineProperty(navigator, 'onLine', {value: false})"


@pytest_asyncio.fixture(loop_scope="session")
async def ash(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give somebody alone in a room, with all of its parts."""
    async with alone(browser, house) as page:
        yield page


@pytest.fixture
def faults(ash: Page) -> list[str]:
    """Give what goes wrong in the page's scripts."""
    found: list[str] = []
    ash.on("pageerror", lambda fault: found.append(str(fault)))
    return found


async def from_menu(page: Page, what: str) -> None:
    await page.locator(".menu summary").click()
    await page.click(what)


async def test_no_dialog_stands_in_the_way_out(ash: Page):
    await say(ash, "Hello to whoever comes.")
    dialog = ash.locator("dialog[open]")

    await ash.locator("header [data-help]").click()
    await within_reach(dialog, "data-leave")
    await ash.keyboard.press("Escape")
    await ash.locator("li.said [data-act=about]").click()
    await within_reach(dialog)
    await ash.keyboard.press("Escape")
    await from_menu(ash, "#forget")
    await within_reach(dialog)
    await ash.keyboard.press("Escape")
    await from_menu(ash, "#group")
    await within_reach(dialog)
    await dialog.locator("[data-help]").click()
    await expect(ash.get_by_role("dialog", name="Help now")).to_be_visible()
    await ash.locator("#help [data-leave]").click()

    await ash.wait_for_url("**/weather")


async def test_asking_for_someone_from_a_dialog_shows_the_card(ash: Page):
    await from_menu(ash, "#group")
    await ash.locator(".our-group [data-help]").click()

    await ash.locator("#help [data-need]").click()

    await expect(ash.locator("dialog[open]")).to_have_count(0)
    await expect(ash.locator(".card.help")).to_be_visible()


async def test_what_was_left_is_drawn_no_more(ash: Page, faults: list[str]):
    await say(ash, "Words nobody at home should see.")
    await expect(ash.locator("li.said")).to_have_count(1)
    await ash.evaluate(OFFLINE)

    await ash.evaluate("window.log = document.querySelector('kith-log')")
    await ash.locator("header [data-leave]").click()
    await ash.evaluate(DRAWN)

    assert "" == await ash.evaluate("log.list.textContent")
    assert [] == faults


KEY = "JSON.parse(sessionStorage['k.' + document.documentElement.dataset.handle]).key"


async def test_who_was_forgotten_is_somebody_new_in_the_same_tab(ash: Page):
    before, room = await ash.evaluate(KEY), ash.url
    await from_menu(ash, "#forget")
    await ash.get_by_role("button", name="Forget me and leave").click()
    await ash.get_by_role("link", name="See all rooms").click()
    await expect(ash.locator("h1")).to_have_text("Talk with people who know what it is like")
    await ash.go_back()
    assert "/" == urlsplit(ash.url).path

    await ash.goto(room.partition("?")[0])
    await agree(ash)
    await is_in(ash)

    assert before != await ash.evaluate(KEY)
