"""What somebody sees of care, in a real browser: cards, a private talk, sanctions, asking again."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from accessible import axe
from desk_wire import Volunteer
from kith_process import KithProcess
from playwright.async_api import Browser, Page, expect
from strangers import come_in, hears, open_room, say, stranger

from server.commands.control import ask

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
ASKED = "A volunteer would like to write with you alone."
OPENING = "Hello. I read what you wrote. I am glad you told us."


class Two:
    """A member who wrote what worries, on a page of their own, and the volunteer who has it."""

    def __init__(self, page: Page, vera: Volunteer, kith: KithProcess) -> None:
        self.page = page
        self.vera = vera
        self.kith = kith

    async def open_talk(self) -> None:
        """Have the private talk open."""
        await self.vera.hold("offer", text=OPENING)
        await self.page.locator("#ours [name='room.act_yes']").click()
        await expect(self.lines).to_have_text([OPENING])

    @property
    def lines(self):
        return self.page.locator("dialog.private-talk li.said p[dir]")


@pytest_asyncio.fixture(loop_scope="session")
async def two(browser: Browser, kith: KithProcess) -> AsyncIterator[Two]:
    async with AsyncExitStack() as stack:
        vera = await Volunteer.sit(kith, "Vera")
        stack.push_async_callback(vera.close)
        context = await stranger(browser)
        stack.push_async_callback(context.close)
        title = await open_room(kith)
        page = await come_in(context, kith, title)
        await say(page, WORRYING)
        await hears(page, WORRYING)
        told = await vera.find(lambda f: f["t"] == "case" and f["case"]["title"] == title)
        await vera.claim(told["case"]["id"])
        yield Two(page, vera, kith)


async def test_the_card_tells_how_many_are_there_and_takes_an_answer(two: Two):
    card = two.page.locator(".card.help")
    await expect(card).to_contain_text("Only you see this")
    await expect(card).to_contain_text("1 volunteer is on duty now.")

    await card.get_by_role("button", name="That is not what I meant").click()

    await expect(two.page.locator("#status")).to_contain_text("you said so")
    assert (await two.vera.look())["case"]["not_meant"]


async def test_a_private_talk_from_the_question_to_its_end(two: Two):
    page, vera = two.page, two.vera
    await two.open_talk()
    dialog = page.locator("dialog.private-talk")
    await expect(dialog.locator("li.said b").first).to_have_text(f"{vera.name}, volunteer")

    await dialog.locator("textarea").fill("thank you")
    await dialog.get_by_role("button", name="Send").click()
    await vera.find(lambda f: f["t"] == "talk" and f.get("line", {}).get("text") == "thank you")
    await vera.hold("write", text="Is somebody with you?")
    await expect(two.lines).to_have_text([OPENING, "thank you", "Is somebody with you?"])
    assert [] == await axe(page)
    await page.keyboard.press("Escape")
    await vera.hold("write", text="I am still here.")
    await expect(page.locator("#status")).to_have_text("The volunteer wrote to you.")
    await page.locator("#ours [name='room.act_line']").click()
    await dialog.get_by_role("button", name="End this talk").click()

    await vera.expect("talk", state="ended")
    await expect(dialog.locator(".card.talk_ended")).to_be_visible()
    await dialog.get_by_role("button", name="Back to the room").click()
    await expect(dialog).to_have_count(0)
    await hears(page, WORRYING)


@pytest.mark.chromium_only
async def test_what_was_said_earlier_in_a_long_talk_can_be_read(two: Two):
    page, dialog = two.page, two.page.locator("dialog.private-talk")
    earlier = dialog.get_by_role("button", name="Earlier messages")
    await two.open_talk()
    await expect(dialog.locator("[data-earlier]")).to_be_hidden()
    for n in range(60):
        await two.vera.hold("write", text=f"Line {n}.")
    await page.reload()
    await page.locator("#ours [name='room.act_yes']").click()
    await expect(two.lines.last).to_have_text("Line 59.")

    await earlier.click()

    await expect(two.lines.first).to_have_text(OPENING)
    await expect(earlier).to_be_hidden()
    await expect(dialog.get_by_role("status")).to_have_text(
        "There is nothing earlier to read here."
    )


async def test_an_offer_is_seen_and_heard_while_a_long_card_is_read(two: Two):
    page, log = two.page, two.page.get_by_role("log")
    await expect(page.locator(".card.help .private")).to_be_in_viewport()
    await expect(page.locator("[data-end]")).not_to_be_in_viewport()

    await two.vera.hold("offer", text=OPENING)

    await expect(page.locator("#status")).to_have_text(ASKED)
    await expect(page.locator("#status")).to_have_css("opacity", "0")  # it is seen once
    await expect(page.locator("#ours [name='room.act_yes']")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#ours")).to_contain_text(ASKED)
    await expect(page.locator(".card.help .private")).to_be_in_viewport()
    await expect(log).to_have_attribute("aria-live", "polite")
    assert [] == await axe(page)


async def test_what_comes_under_a_long_card_is_heard_and_shown(two: Two):
    await expect(two.page.locator("[data-end]")).not_to_be_in_viewport()

    await two.vera.hold("sanction", what="slow", minutes=60, reason="attack")

    await expect(two.page.locator("[data-newer]")).to_have_text("1 new message")
    await expect(two.page.get_by_role("log")).to_have_attribute("aria-live", "polite")


async def test_help_numbers_stand_before_what_else_a_card_says(two: Two):
    for number in ("112", "911"):
        link = two.page.locator(f".card.help a[href='tel:{number}']")
        await expect(link).to_be_in_viewport(ratio=1)


async def test_not_now_is_an_answer(two: Two):
    await two.vera.hold("offer", text=OPENING)

    await two.page.locator("#ours [name='room.act_not_now']").click()

    await two.vera.expect("talk", state="ended")
    await expect(two.page.locator("#ours")).to_be_hidden()


async def test_who_gives_the_case_back_is_not_silent_on_the_line(two: Two):
    await two.open_talk()

    await two.vera.hold("back")

    card = two.page.locator("dialog.private-talk .card.handed_on")
    await expect(card).to_contain_text("You are not being left.")
    await expect(card).to_contain_text("Someone else is being called.")


async def test_leaving_in_a_hurry_wipes_the_private_talk_too(two: Two):
    await two.open_talk()

    for _ in range(3):
        await two.page.keyboard.press("Shift")

    await expect(two.page.locator("body")).not_to_contain_text(OPENING)


async def test_a_sanction_says_what_until_when_why_and_leads_to_another_volunteer(two: Two):
    page = two.page
    await two.vera.hold("sanction", what="ban", minutes=60, reason="attack")
    card = page.locator(".card.sanction")
    await expect(card).to_contain_text("For now you cannot be in this room.")
    await expect(card).to_contain_text("words that hurt somebody")
    found = re.search(r"Your code: ([a-z2-7]{16})", await card.inner_text())
    assert found
    await expect(page.locator(".card.removed")).to_be_visible()

    await page.reload()
    await expect(page.locator(".card.removed")).to_contain_text(found[1])
    assert [] == await axe(page)
    await page.locator(".card.removed [data-act=appeal]").click()
    await page.fill("#code", found[1])
    await page.fill("#words", "I was upset. I am sorry.")
    await page.get_by_role("button", name="Send").click()

    await expect(page.locator("#said")).to_contain_text("Thank you.")
    assert "code" not in page.url
    assert [] == await axe(page)
    assert "I was upset. I am sorry." == (await two.vera.look())["sanctions"][0]["appeal"]


async def test_held_words_show_their_part_and_go_without_it_or_stay(two: Two):
    page = two.page
    await say(page, "you should just kill yourself")
    row = page.locator("li.unsent")
    await expect(row.locator("mark")).to_have_text("kill yourself")
    assert [] == await axe(page)

    await row.get_by_role("button", name="Leave it with a volunteer").click()
    await expect(row.get_by_role("button")).to_have_count(0)
    await say(page, "all of you, go kill yourself")
    await page.locator("li.unsent").last.get_by_role("button", name="Take that part out").click()

    await expect(page.locator("[role=log] li.said p[dir]").last).to_contain_text("…")
    await expect(page.locator("li.unsent")).to_have_count(1)


async def test_numbers_a_meeting_and_an_offer_find_room_on_a_small_phone(two: Two):
    page, case = two.page, (await two.vera.look())["case"]
    ask(two.kith.data, {"do": "begin", "room": case["room"], "format": "sharing_circle"})
    await expect(page.locator("#meeting .speaks")).to_be_visible()

    await two.vera.hold("offer", text=OPENING)

    await expect(page.locator("#ours [name='room.act_yes']")).to_be_visible()
    await expect(page.locator(".card .numbers a").first).to_be_in_viewport(ratio=1)
    await page.set_viewport_size({"width": 320, "height": 568})
    for what in (".speaks", "[name='room.act_yes']", "[name='room.act_not_now']", "#need", "#send"):
        await expect(page.locator(what)).to_be_in_viewport(ratio=1)
