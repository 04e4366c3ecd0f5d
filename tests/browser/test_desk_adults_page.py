"""A coordinator names the trained adults of a young room on the crew's page."""

import pytest
from accessible import axe
from desk_crew import joined, volunteer
from kith_process import KithProcess
from layout import SPILLED
from meeting import open_room
from playwright.async_api import Browser, expect
from wire import Wire

pytestmark = pytest.mark.slow


async def test_a_coordinator_names_an_adult_by_keyboard_and_takes_it_back(
    browser: Browser, house: KithProcess
):
    room = open_room(house.data, title="Young ones", side="young", format="young_relatives")
    oak = await Wire.dial(house.ws)
    await oak.enter(room)
    context = await volunteer(browser, width=320)
    page = await joined(context, house, "coordinator")
    await page.goto(page.url.partition("?")[0] + "/roster")
    adults = page.locator("#adults")
    words = adults.get_by_label("Their two words")
    await expect(adults).to_contain_text("Nobody is named here yet.")

    await words.fill("Nobody Here")
    await words.press("Enter")
    await expect(page.locator("#status")).to_contain_text("Nobody in this room has these two words")
    await expect(words).to_be_focused()
    await words.fill(oak.alias.lower())
    await words.press("Enter")

    await expect(adults.locator("li li")).to_contain_text(oak.alias)
    await expect(page.locator("#status")).to_contain_text("Done.")
    await expect(words).to_have_value("")
    await adults.get_by_role("button", name=f"Take it back from {oak.alias}").press("Enter")
    await expect(adults.get_by_role("group")).to_contain_text("After 90 seconds it is over")
    assert [] == await axe(page)
    assert [] == await page.evaluate(SPILLED)
    await adults.get_by_role("button", name="Yes, take it back").press("Enter")

    await expect(adults).to_contain_text("Nobody is named here yet.")
    await expect(adults.get_by_role("heading", level=2)).to_be_focused()
    await context.close()
    await oak.close()
