"""The room without script on a small phone: what matters stands in sight without a touch."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from kith_process import KithProcess
from layout import LARGE, SPILLED, USUAL
from meeting import Meeting, open_room
from plain_tab import EN, box_of, door, go_in, log_of, press, say
from playwright.async_api import Browser, Locator, Page, expect
from shift import CRISIS, Shift
from strangers import stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

SMALL = [(320, 568, LARGE), (360, 640, LARGE), (360, 340, USUAL)]
HEIGHT = "it => it.clientHeight / parseFloat(getComputedStyle(it).lineHeight)"
WITH_A_NUMBER = "Call me at +44 7911 123456"


@pytest_asyncio.fixture(loop_scope="session")
async def shift(house: KithProcess, title: str) -> AsyncIterator[Shift]:
    """Give a room that volunteers look after."""
    async with AsyncExitStack() as stack:
        room = open_room(house.data, title=title)
        yield Shift(Meeting(house, room, stack), stack)


@pytest_asyncio.fixture(loop_scope="session")
async def phone(
    browser: Browser, house: KithProcess, title: str, shift: Shift
) -> AsyncIterator[Page]:
    """Give the tab of somebody who is in the simple room."""
    context = await stranger(browser, width=360)
    page = await context.new_page()
    await page.goto(await door(page, house, title, "plain=1"))
    await go_in(page)
    assert shift.meeting.room
    yield page
    await context.close()


async def stands_in_sight(*buttons: Locator) -> None:
    """Each can be seen whole, and pressed."""
    for button in buttons:
        await expect(button).to_be_in_viewport(ratio=1)


async def test_who_is_in_distress_sees_numbers_to_call(phone: Page):
    await say(phone, CRISIS)

    card = log_of(phone).locator(".card.help")
    await expect(card).to_be_visible()
    await stands_in_sight(
        *await card.locator(".numbers a").all(), card.get_by_text(EN["room.act_lines"])
    )


async def test_what_looks_like_a_number_is_taken_out_with_one_press(phone: Page):
    await say(phone, WITH_A_NUMBER)

    button = box_of(phone).locator("button[value=blank]")
    await stands_in_sight(box_of(phone).locator("mark"), box_of(phone).locator("#text"), button)
    await button.click()
    await expect(log_of(phone).locator("li.mine .talk")).to_have_text("Call me at …")


async def test_in_a_private_talk_the_box_is_ready_and_says_what_became_of_the_words(
    phone: Page, shift: Shift
):
    vera = await shift.sit("Vera")
    await say(phone, CRISIS)
    await shift.claim(vera)
    await vera.hold("offer", text="Hello. I read what you wrote.")
    await log_of(phone).get_by_role("link", name=EN["room.act_line"]).click()
    await phone.locator("button[value=yes]").click()
    box = phone.locator("#text")
    await expect(box).to_be_focused()
    await box.fill("thank you")
    await stands_in_sight(box, phone.locator("button[value=say]"))

    await phone.locator("button[value=say]").click()

    await expect(phone.locator("#status")).to_have_text(EN["plain.saved"])
    await expect(box).to_be_focused()
    await expect(box).to_have_accessible_description(EN["plain.saved"])
    await expect(phone.frame_locator("#said").locator("li.mine .talk")).to_have_text("thank you")


@pytest.mark.parametrize(("width", "height", "letters"), SMALL)
async def test_the_talk_and_the_box_stay_usable_where_little_fits(
    phone: Page, width: int, height: int, letters: str
):
    await say(phone, "Hello to whoever comes.")
    await expect(log_of(phone).locator("li.mine")).to_have_count(1)
    await expect(box_of(phone).locator("#status")).to_be_visible()
    await phone.set_viewport_size({"width": width, "height": height})
    for frame in phone.frames:
        await frame.evaluate(letters)

    talk, leave = phone.locator("#messages"), phone.locator("header [data-leave]")
    for what in (talk, phone.locator(".menu summary"), phone.locator("header [data-help]")):
        await what.click(trial=True)
    assert 4 < await talk.evaluate(HEIGHT)
    await phone.locator(".menu summary").click()
    await (
        phone.locator(".menu-sheet")
        .get_by_role("button", name=EN["roompage.leave"])
        .click(trial=True)
    )
    await expect(leave).to_be_in_viewport(ratio=1)
    await phone.locator(".menu summary").click()
    await press(phone, "say")
    await expect(box_of(phone).locator("#wrong")).to_be_visible()
    await leave.click(trial=True)
    assert [] == [cut for frame in phone.frames for cut in await frame.evaluate(SPILLED)]
