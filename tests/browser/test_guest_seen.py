"""A guest as others see them, how a guest is told that it is over, and a coordinator's answer."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from accessible import axe
from desk_crew import joined, volunteer
from guest_walk import DAY_S, HOUR_MS, Circle, invited, on_the_evening, pass_for, told
from kith_process import KithProcess
from later_house import LaterHouse
from layout import SPILLED
from meeting import Meeting, StartKith, open_room
from playwright.async_api import Browser, Page, Route, expect
from strangers import LINES, agree, come_in, is_in, say, stranger
from wire import Wire, fresh_key

from server.commands.control import ask

pytestmark = pytest.mark.slow

LOG = "[role=log]"
GUESTS = "[data-part=guests]"
ROOM = "A room with a guest"


@pytest_asyncio.fixture(loop_scope="session")
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Give what ends with the test."""
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path, stack: AsyncExitStack) -> LaterHouse:
    """Give a server whose days pass when we say so."""
    opened = LaterHouse(tmp_path, KITH_LIMITS="off")
    opened.start()
    stack.callback(opened.stop)
    return opened


async def is_sound(page: Page) -> None:
    assert [] == await axe(page)
    assert [] == await page.evaluate(SPILLED)


async def test_a_guest_s_badge_is_at_their_words_and_the_end_of_the_pass_is_told(
    browser: Browser, house: LaterHouse, stack: AsyncExitStack
):
    meeting = Meeting(house, open_room(house.data, title=ROOM), stack)
    circle = Circle(meeting, (fresh_key(), fresh_key()))
    guest, starts = await invited(circle, house)
    code = await pass_for(circle, guest)
    on_the_evening(house, starts)
    ada, _ben = await circle.both()
    await ada.ask("serve", role="opener", what="take")
    ask(house.data, {"do": "begin", "room": meeting.room, "format": "guest_hour"})
    await ada.ask("next", step="welcome")
    member, nurse = await stranger(browser), await stranger(browser)
    for context in (member, nurse):
        stack.push_async_callback(context.close)
    birch = await come_in(member, house, ROOM)
    nora = await with_pass(await nurse.new_page(), house, code)

    await say(nora, "thank you for having me")

    line = birch.locator(f"{LOG} li.said").filter(has_text="thank you for having me")
    await expect(line.locator(".badge")).to_have_text("Guest: nurse")
    await ada.say("not a guest")
    await is_sound(birch)
    await ada.ask("next", step="talk")
    await expect(birch.locator("[data-meet=ask]")).to_be_visible()
    await expect(nora.locator("#status")).to_contain_text("Part 3 of")
    await expect(nora.locator("[data-meet=ask]")).to_be_hidden()
    await steps_out_while_somebody_speaks(birch, nora)
    await ada.ask("next", step="questions")
    await expect(nora.locator(LOG)).to_contain_text("Your time as a guest is over")
    await is_sound(nora)
    await told(ada, left=True)
    await birch.reload()
    await is_in(birch)
    await expect(line.locator(".badge")).to_have_text("Guest: nurse")


async def steps_out_while_somebody_speaks(birch: Page, nora: Page) -> None:
    await birch.click(".menu > summary")
    await birch.click("#group")
    await birch.click("[name=alone]")
    await expect(birch.locator(".told")).to_contain_text("nobody is told who asked")
    await expect(birch.locator("[name=alone]")).to_have_text("The guest may stay while I speak")
    await birch.keyboard.press("Escape")
    await birch.reload()
    await is_in(birch)
    await birch.click(".menu > summary")
    await birch.click("#group")
    await expect(birch.locator(GUESTS)).to_contain_text("You asked that the guest steps out")
    await birch.keyboard.press("Escape")
    await birch.click("[data-meet=ask]")

    await expect(nora.locator(LOG)).to_contain_text("Somebody would like to share without a guest.")
    await expect(birch.locator(LOG)).to_contain_text("The guest has stepped out while you speak")
    await say(birch, "this is for us alone")
    await hears_last(birch, "this is for us alone")
    await is_sound(birch)
    await birch.click("[data-meet=pass]")
    await say(nora, "here again")
    await hears_last(birch, "here again")
    await expect(nora.locator(LOG)).not_to_contain_text("for us alone")


async def hears_last(page: Page, text: str) -> None:
    await expect(page.locator(LINES).last).to_have_text(text)


async def with_pass(page: Page, house: LaterHouse, code: str) -> Page:
    """Come in as a guest does, by the link."""
    await page.goto(f"{house.url}/guest#{code}")
    await page.click("#go")
    await agree(page)
    await is_in(page)
    return page


async def test_a_pass_is_asked_about_again_when_the_line_was_lost_and_is_not_lost_with_it(
    page: Page, kith: KithProcess
):
    async def lost(route: Route) -> None:
        await (route.abort() if route.request.method == "POST" else route.continue_())

    await page.route("**/guest*", lost)
    await page.goto(f"{kith.url}/guest#no-pass-of-ours")
    await expect(page.locator("#pass")).to_contain_text("We try again by ourselves")
    await page.reload()
    await expect(page.locator("#pass")).to_contain_text("We try again by ourselves")

    await page.unroute("**/guest*")

    await expect(page.locator("#pass")).to_contain_text("This link opens nothing.")


async def test_a_coordinator_says_no_and_yes_and_the_group_sees_which(
    browser: Browser, start_kith: StartKith, stack: AsyncExitStack
):
    kith = start_kith(KITH_LIMITS="off")  # who asks has not been here for ten minutes
    meeting = Meeting(kith, open_room(kith.data, title="Young and worried", side="young"), stack)
    ada = await meeting.join()
    await wishes_for(ada, "doctor", "lawyer")
    context, member = await volunteer(browser), await stranger(browser)
    for one in (context, member):
        stack.push_async_callback(one.close)
    ash = await joined(context, kith, "coordinator")
    await ash.get_by_role("link", name="A group would like to invite a guest").click()
    birch = await come_in(member, kith, "Young and worried")
    await birch.click(".menu > summary")
    await birch.click("#group")
    await expect(birch.locator(GUESTS)).to_contain_text("A coordinator has to say yes as well.")

    waiting = ash.locator("#guests")
    await expect(waiting).to_contain_text("Nobody has checked this guest yet.")
    await is_sound(ash)
    await waiting.get_by_role("button", name="No: doctor, Young and worried").click()
    await waiting.get_by_role("button", name="Yes, say no for good").click()
    await expect(birch.locator(GUESTS)).to_contain_text("A coordinator said no.")
    await is_sound(birch)
    await waiting.get_by_role("button", name="Yes: lawyer, Young and worried").click()
    await expect(birch.locator(GUESTS)).to_contain_text("Not checked yet.")
    await waiting.get_by_role("button", name="I asked at the institution: lawyer").click()
    await expect(birch.locator(GUESTS)).to_contain_text("Checked by two members or a coordinator.")

    await expect(waiting).to_contain_text("No guest waits for you.")
    await expect(birch.locator(GUESTS)).not_to_contain_text("A coordinator has to say yes")


async def wishes_for(wire: Wire, *professions: str) -> None:
    """Ask the group for guests in some days, one a day."""
    for number, profession in enumerate(professions, 4):
        starts = int((time.time() + number * DAY_S) * 1000)
        asked = await wire.ask(
            "invite", profession=profession, starts=starts, ends=starts + HOUR_MS
        )
        assert "ack" == asked["t"]
