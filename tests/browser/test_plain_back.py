"""The Back button in the room without script: nobody who comes after finds which room it was."""

import pytest
from kith_process import KithProcess
from plain_tab import EN, box_of, door, go_in, log_of, say
from playwright.async_api import Page
from unscripted import follow, reads, until
from wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

WORDS = "Words nobody at home should see."


async def goes_back(page: Page) -> None:
    """Press Back, and wait until something stands there."""
    before = page.url
    await page.go_back(wait_until="commit")
    await until(page.locator("h1").count, lambda found: found > 0 and page.url != before)


async def everything(page: Page) -> str:
    """Return all that stands in the tab, in every frame of it."""
    return "\n".join([await frame.content() for frame in page.frames])


async def test_back_after_leaving_now_names_no_room(
    without_script: Page, house: KithProcess, title: str, other: Wire
):
    page = without_script
    await page.goto(await door(page, house, title, "plain=1"))
    await go_in(page)
    await say(page, WORDS)
    await reads(log_of(page).locator("li.mine .talk"), WORDS)
    await reads(box_of(page).locator("#status"), EN["plain.saved"])
    await follow(page.locator("header [data-leave]"))
    await page.wait_for_url("**/weather")

    await goes_back(page)
    await reads(page.locator("h1"), EN["landing.heading"])

    assert WORDS not in await everything(page)
    assert other.hello
