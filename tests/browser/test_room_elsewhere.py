"""Other pages, opened from a room: what stands half written in the box is not lost by it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import SPILLED
from playwright.async_api import Browser, Page, expect
from strangers import alone
from ways_out import within_reach

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

HALF = "I do not know how to say"
KEPT = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


@pytest_asyncio.fixture(loop_scope="session")
async def ash(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give somebody in a room who has begun to write."""
    async with alone(browser, house) as page:
        await page.fill("#text", HALF)
        yield page


async def open_from_menu(page: Page, name: str) -> None:
    await page.click(".menu > summary")
    await page.locator(".menu").get_by_role("link", name=name).click()


async def test_what_is_to_be_read_comes_over_the_room(ash: Page):
    for name, part in (
        ("How we keep this place safe", "Who can read"),
        ("Readings", "Beside the group"),
    ):
        at = ash.url
        await open_from_menu(ash, name)
        dialog = ash.locator("dialog[open]")
        await expect(dialog).to_contain_text(part)
        await within_reach(dialog)
        assert [] == await ash.evaluate(SPILLED)
        assert [] == await axe(ash)
        await dialog.get_by_role("button", name="Close", exact=True).click()

        assert at == ash.url
        await expect(ash.locator("#text")).to_have_value(HALF)
        await expect(ash.locator(".menu > summary")).to_be_focused()
    assert HALF not in await ash.evaluate(KEPT)


async def test_before_the_words_would_be_lost_one_is_asked(ash: Page):
    await open_from_menu(ash, "Your data")
    dialog = ash.locator("dialog[open]")
    await expect(dialog).to_contain_text("Your words are still in the box.")
    assert [] == await axe(ash)
    await dialog.get_by_role("button", name="Stay").click()
    await expect(ash.locator("#text")).to_have_value(HALF)

    await open_from_menu(ash, "Your data")
    await dialog.get_by_role("link", name="Your data").click()

    await ash.wait_for_url("**/data")
    assert HALF not in await ash.evaluate(KEPT)


async def test_with_nothing_in_the_box_the_way_is_open(ash: Page):
    await ash.fill("#text", "")

    await open_from_menu(ash, "Your data")

    await ash.wait_for_url("**/data")
