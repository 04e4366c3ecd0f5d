"""Our group on the room's page: roles, a pause, guests, and lines between two."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import SPILLED
from playwright.async_api import Browser, Page, expect
from strangers import come_in, is_in, open_room, operate, say, stranger
from ways_out import within_reach
from wire import Wire

pytestmark = pytest.mark.slow

OURS = "#ours"
GROUP = ".our-group"
TALK = ".private-talk"


@pytest_asyncio.fixture(loop_scope="session")
async def pair(browser: Browser, house: KithProcess) -> AsyncIterator[tuple[Page, Page]]:
    """Give two people in one room, by day and by night."""
    title = await open_room(house)
    contexts = [await stranger(browser), await stranger(browser, dark=True)]
    ash, birch = [await come_in(context, house, title) for context in contexts]
    yield ash, birch
    for context in contexts:
        await context.close()


async def open_group(page: Page) -> None:
    """Open the group as whoever uses keys does."""
    await page.focus(".menu > summary")
    await page.keyboard.press("Enter")
    await page.focus("#group")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{GROUP} h2")).to_be_visible()


async def is_sound(*pages: Page) -> None:
    """Nothing spills on a small phone, and axe finds nothing."""
    for page in pages:
        assert [] == await page.evaluate(SPILLED)
        assert [] == await axe(page)


async def close(page: Page) -> None:
    await page.keyboard.press("Escape")
    await expect(page.locator(GROUP)).to_have_count(0)


async def test_roles_and_a_pause_in_what_comes_only_when_it_is_opened(pair: tuple[Page, Page]):
    ash, _ = pair
    asked: list[str] = []
    ash.on("request", lambda request: asked.append(request.url))

    await ash.reload()
    await is_in(ash)
    await expect(ash.locator("html")).to_have_attribute("data-ready", "")
    before = [url for url in asked if "group" in url or "ours" in url or "seldom" in url]
    await open_group(ash)

    assert [] == before
    assert [url for url in asked if "parts/group.js" in url]
    await a_role_is_taken_offered_and_given_back(*pair)
    await a_pause_is_seen_by_all_and_ends_by_whoever_began_it(*pair)


async def a_role_is_taken_offered_and_given_back(ash: Page, birch: Page) -> None:
    await open_group(birch)

    await ash.click("[name='take opener']")
    await expect(ash.locator(".told")).to_have_text("Thank you. It is yours for four weeks.")
    await expect(birch.locator(GROUP)).to_contain_text("Until ")
    await expect(birch.locator("[name='take opener']")).to_have_count(0)
    await is_sound(ash, birch)
    await ash.click("[name='offer opener']")
    await birch.focus("[name='take opener']")
    await birch.keyboard.press("Enter")
    await expect(ash.locator("[name='take opener']")).to_have_count(0)
    await birch.click("[name='down opener']")

    await expect(ash.locator("[name='take opener']")).to_be_visible()
    await close(ash)
    await expect(ash.locator(".menu > summary")).to_be_focused()


async def a_pause_is_seen_by_all_and_ends_by_whoever_began_it(ash: Page, birch: Page) -> None:
    await close(birch)
    await open_group(ash)
    await ash.click("[name='take opener']")

    await ash.click("[name=halt]")

    await expect(birch.locator(OURS)).to_contain_text("The room is paused for everybody, until")
    await expect(birch.locator("#status")).to_contain_text("The room is paused for everybody")
    await is_sound(ash, birch)
    await say(birch, "may I")
    await expect(birch.locator("#alert")).to_contain_text("The room is paused for a moment")
    await birch.click("#need")
    await expect(birch.locator("[role=log] .card.help")).to_be_visible()
    await birch.reload()
    await expect(birch.locator(OURS)).to_contain_text("paused")
    await close(ash)
    await ash.locator(OURS).get_by_role("button", name="Go on now").click()
    for page in (ash, birch):
        await expect(page.locator(OURS)).to_be_hidden()
    await expect(birch.locator("#status")).to_contain_text("The room goes on.")


async def test_a_guest_whom_one_no_ends_and_a_line_of_two(pair: tuple[Page, Page]):
    ash, birch = pair
    await open_group(ash)
    await open_group(birch)
    await ash.click(f"{GROUP} summary")
    await ash.select_option("#invite-profession", "psychologist")
    await is_sound(ash)

    await ash.click(f"{GROUP} form .action")

    await expect(birch.locator("#ours")).to_contain_text("The group is asked about a guest.")
    guests = birch.locator("[data-part=guests]")
    await expect(guests).to_contain_text("can say no until")
    await guests.locator("[name^='checked ']").click()
    await expect(birch.locator(".told")).to_have_text("Noted. Two members are needed.")
    await guests.locator("[name^='checked ']").click()
    await expect(birch.locator(".told")).to_contain_text("You have checked already.")
    await ash.locator("[name^='checked ']").click()
    await expect(guests).to_contain_text("Checked by two members or a coordinator.")
    await is_sound(birch)
    await guests.locator("[name^='object ']").click()
    await guests.locator("[name^='back ']").click()
    await guests.locator("[name^='object ']").click()
    await guests.locator("[name^='yes ']").click()
    await expect(ash.locator("[data-part=guests]")).to_contain_text("the group can be asked again")
    await expect(guests.locator("button")).to_have_count(0)

    await a_line_that_both_want_and_either_ends(ash, birch)


async def a_line_that_both_want_and_either_ends(ash: Page, birch: Page) -> None:
    await birch.click("[name=mine]")
    await close(birch)

    await ash.locator("[name^='ask ']").click()
    await close(ash)
    await expect(birch.locator(OURS)).to_contain_text("asks if you would stand by them.")
    await is_sound(birch)
    await birch.get_by_role("button", name="Yes, open the line").click()
    await birch.fill(f"{TALK} textarea", "I am here.")
    await birch.keyboard.press("Control+Enter")
    await ash.get_by_role("button", name="Open the line").click()
    await expect(ash.locator(TALK)).to_contain_text("I am here.")
    await expect(ash.locator("kith-log").first).not_to_contain_text("I am here.")
    await within_reach(ash.locator(TALK))
    await is_sound(ash, birch)
    await ash.get_by_role("button", name="End this line").click()

    for page in (ash, birch):
        await expect(page.locator(TALK)).to_contain_text("We keep nothing that was said there.")
        await expect(page.locator(f"{TALK} textarea")).to_be_hidden()


async def test_who_the_trained_adults_are_is_seen_where_young_people_meet(
    browser: Browser, house: KithProcess
):
    facts = ["--topic", "grief", "--side", "young", "--language", "en", "--title", "Young ones"]
    where = ["--data", str(house.data)]
    await operate("room", "open", "young-ones", *facts, "--format", "young_relatives", *where)
    oak = await Wire.dial(house.ws)
    await oak.enter("young-ones")
    context = await stranger(browser)
    ash = await come_in(context, house, "Young ones")
    await open_group(ash)

    await operate("adult", "young-ones", *oak.alias.split(), *where)

    await expect(ash.locator(GROUP)).to_contain_text(f"Trained adult: {oak.alias}")
    await is_sound(ash)
    await operate("adult", "young-ones", *oak.alias.split(), "--take-back", *where)
    await expect(ash.locator(GROUP)).not_to_contain_text("Trained adult")
    await ash.click("[name='take opener']")
    await expect(ash.locator("[data-part=pause]")).to_contain_text("has no side room")
    await expect(ash.locator("[name=aside]")).to_have_count(0)
    await context.close()
    await oak.close()
