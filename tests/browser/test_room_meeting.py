"""A meeting in the room: whoever has the piece speaks, and everybody sees the same."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import SPILLED
from playwright.async_api import Browser, Page, expect
from strangers import come_in, hears, open_room, operate, say, stranger

pytestmark = pytest.mark.slow

ASK = "[data-meet=ask]"
ON = "[data-meet=pass]"


@pytest_asyncio.fixture(loop_scope="session")
async def circle(browser: Browser, house: KithProcess) -> AsyncIterator[tuple[Page, Page]]:
    """Give two people in a sharing circle that the first of them has led to its round."""
    title = await open_room(house)
    room = f"corner-{int(title.split()[-1])}"
    contexts = [await stranger(browser), await stranger(browser, dark=True)]
    ash, birch = [await come_in(context, house, title) for context in contexts]
    await operate("meeting", "begin", room, "--format", "sharing_circle", "--data", str(house.data))
    await ash.click("[data-meet=lead]")  # the reading stands there, so the rest does, too
    for part in ("Part 2 of 4", "Part 3 of 4"):
        await ash.click("[data-meet=next]")
        await expect(birch.locator("#meeting summary")).to_contain_text(part)
    yield ash, birch
    for context in contexts:
        await context.close()


async def test_the_piece_goes_from_one_to_the_other(circle: tuple[Page, Page]):
    ash, birch = circle
    speaks = "#meeting .speaks"

    await birch.click(ASK)
    await expect(birch.locator("#alert")).to_have_text(
        "It is your turn. Take your time. You can pass."
    )
    await expect(ash.locator(speaks)).to_contain_text("is speaking. We others listen.")
    await expect(ash.locator("#who-reads")).to_contain_text("is speaking. We others listen.")
    await ash.click(ASK)
    await expect(ash.locator("#meeting ol li")).to_have_count(2)
    await say(birch, "This week was long.")
    await hears(ash, "This week was long.")
    await birch.select_option("#meeting .wish select", "welcome")
    await expect(birch.locator("#status")).to_contain_text("Noted.")
    await birch.click(ON)
    await expect(ash.locator(speaks)).to_contain_text("You can answer")
    await say(ash, "Thank you for saying that.")
    await hears(birch, "This week was long.", "Thank you for saying that.")
    await expect(ash.locator(speaks)).to_contain_text("You have answered")
    await expect(ash.locator("#send")).not_to_have_class("button action")
    await say(ash, "One thing more.")
    await expect(ash.locator("#alert")).to_contain_text("You have answered already.")
    await ash.get_by_role("button", name="Delete").click()
    await birch.click("[data-meet=enough]")
    await expect(ash.locator("#alert")).to_contain_text("It is your turn.")
    await expect(birch.locator("#meeting .wish")).to_be_hidden()
    await ash.get_by_role("button", name="Give", exact=True).click()

    await expect(birch.locator("#alert")).to_contain_text("It is your turn.")


async def test_what_is_not_ones_turn_comes_back_and_a_lost_line_goes_on(circle: tuple[Page, Page]):
    ash, birch = circle
    await say(ash, "Nobody else does.")
    await expect(ash.locator("#alert")).to_contain_text("Not sent. Nobody is speaking now.")
    await ash.get_by_role("button", name="Delete").click()
    await birch.focus(ASK)
    await birch.keyboard.press("Enter")
    await expect(birch.locator(ON)).to_be_visible()

    await say(ash, "I want to say something too.")
    await expect(ash.locator("#returned")).to_contain_text("I want to say something too.")
    await expect(ash.locator("#alert")).to_have_text("Not sent. It is somebody else's turn now.")
    for page in (ash, birch):
        assert [] == await page.evaluate(SPILLED)
        assert [] == await axe(page)

    address = birch.url
    await birch.goto("about:blank")
    await expect(ash.locator("#meeting .speaks")).to_contain_text("lost the connection")
    await birch.goto(address)
    await expect(birch.locator(ON)).to_be_visible()
    await expect(ash.locator("#meeting .speaks")).to_contain_text("is speaking")
    await birch.focus(ON)
    await birch.keyboard.press("Enter")

    await expect(ash.locator("#meeting .speaks")).to_have_text(
        "Nobody is speaking now. Ask for a turn when you are ready."
    )


async def test_who_speaks_and_loses_the_line_reads_that_the_place_is_kept(
    circle: tuple[Page, Page],
):
    _, birch = circle
    alert, left = birch.locator("#alert"), birch.locator("#meeting").get_by_text("left.")
    await birch.click(ASK)
    await expect(left).to_be_visible()

    await birch.context.set_offline(True)
    await expect(alert).to_contain_text("We keep your turn")
    await expect(left).to_be_hidden()
    await birch.context.set_offline(False)

    await expect(alert).to_contain_text("It is your turn.")
    await expect(left).to_be_visible()
