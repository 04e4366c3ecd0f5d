"""Volunteers at the desk, in real browsers, over a real server: flags, claims, acts."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio
from desk_crew import claims, cry, name_of, opens, part
from kith_process import KithProcess
from layout import LARGE, USUAL
from meeting import open_room
from playwright.async_api import Page, expect
from wire import Wire

pytestmark = pytest.mark.slow

# Whoever writes has the last words before their eyes, and not a fold of openings in between.
LINE_BY_ITS_BOX = """(part) => {
  const top = (which) => part.querySelector(which).getBoundingClientRect().top;
  return top(".openings") < top("[role=log]") && top("[role=log]") < top("textarea");
}"""
ASKED_BEFORE_IT_CLOSES = """() => {
  const closes = new Event("beforeunload", {cancelable: true});
  return !dispatchEvent(closes);
}"""
WORRYING = "i want to kill myself tonight"


@dataclass(frozen=True, slots=True)
class Room:
    """A room nobody else is in, and the one member who writes there."""

    house: KithProcess
    title: str
    wire: Wire


@pytest_asyncio.fixture(loop_scope="session")
async def room(house: KithProcess, request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    """Give a room of its own for the test, whose member has written one worrying line."""
    title = " ".join(re.findall(r"[a-z]+", str(request.node.originalname))[1:])[:60]
    async with AsyncExitStack() as stack:
        yield Room(house, title, await cry(stack, house, title, "hello", WORRYING))


async def test_a_flag_is_on_the_list_without_a_word_of_it(ash: Page, room: Room):
    row = ash.locator(".case").filter(has_text=room.title)

    await expect(row).to_be_visible()

    assert "Thoughts of suicide" in await row.inner_text()
    assert WORRYING not in await ash.locator("html").inner_text()


async def test_an_urgent_flag_is_said_rung_and_counted_in_the_tab(ash: Page, room: Room):
    await expect(ash.locator("#alert")).to_have_text(f"New urgent flag in {room.title}")
    await expect(ash).to_have_title(re.compile(r"^\(\d+\) Kith$"))
    icon = await ash.locator("link[rel=icon]").get_attribute("href")
    assert icon is not None
    assert icon.endswith("badge.svg")


async def test_a_text_is_not_in_the_page_before_somebody_asks(ash: Page, room: Room):
    await opens(ash, room.title)

    assert WORRYING not in await ash.content()
    await ash.get_by_role("button", name="Show message").click()

    await expect(ash.locator("#detail blockquote")).to_have_text(WORRYING)
    assert "kill myself" in await ash.locator("#detail mark").first.inner_text()
    await ash.get_by_role("button", name="Cover message").press("Enter")
    assert WORRYING not in await ash.content()


async def test_a_claim_shows_the_others_whose_it_is(ash: Page, elm: Page, room: Room):
    await claims(ash, room.title)
    await expect(ash.locator("h2#d")).to_be_focused()  # and not "Give back", for who presses twice

    row = elm.locator(".case").filter(has_text=room.title)
    await expect(row).to_contain_text(f"with {await name_of(ash)}")
    await opens(elm, room.title)
    await expect(elm.locator(".claim")).to_contain_text("You can write a note for the team.")


async def test_a_hidden_line_can_be_brought_back_at_once(ash: Page, room: Room):
    await claims(ash, room.title)
    await ash.get_by_role("button", name="Hide this line").first.click()
    await ash.locator(".asking .leave").click()

    await room.wire.expect("hidden")
    await ash.get_by_role("button", name="Show this line again").click()

    await room.wire.expect("shown")


async def hands_over(page: Page) -> None:
    """Offer the open case to the others."""
    leaving = part(page, "Pass on or close")
    await leaving.get_by_text("Hand over", exact=True).click()
    for label, words in {
        "What is known": "a hard night",
        "What was said or promised": "I said I am here until ten",
        "What comes next": "ask again at ten",
    }.items():
        await leaving.get_by_label(label).fill(words)
    await leaving.get_by_role("button", name="Offer it to the others").click()


async def takes_over(page: Page, title: str) -> None:
    """Read what was handed over, and take the case."""
    await opens(page, title)
    await expect(page.locator(".handover")).to_contain_text("ask again at ten")
    await page.get_by_role("button", name="I have read this. I take it over").click()
    await expect(page.locator(".yours")).to_be_visible()
    await expect(page.locator(".handover")).to_contain_text("I said I am here until ten")


async def test_a_case_is_handed_over_by_reading_and_the_words_typed_stay(
    ash: Page, elm: Page, room: Room
):
    await claims(ash, room.title)
    box = part(ash, "Write privately").get_by_label("Your words")
    await box.fill("half a sentence")
    await hands_over(ash)

    await takes_over(elm, room.title)

    await expect(ash.locator(".claim .note")).to_contain_text(f"{await name_of(elm)} has this case")
    await expect(box).to_have_value("half a sentence")
    await expect(box).not_to_be_editable()
    assert await ash.evaluate(ASKED_BEFORE_IT_CLOSES), "for the words"
    assert await elm.evaluate(ASKED_BEFORE_IT_CLOSES), "for the case"


async def test_before_a_shift_ends_own_cases_are_to_be_handed_over(ash: Page, room: Room):
    await claims(ash, room.title)
    await ash.click("#shift-end")
    going = ash.locator("#going")
    await expect(going).to_contain_text("Please hand them over first")
    await expect(going.get_by_role("button", name="Set my cases free")).to_be_visible()

    await going.get_by_role("button", name=room.title).click()

    await expect(going).to_be_hidden()
    await expect(part(ash, "Pass on or close").get_by_label("What is known")).to_be_visible()
    await ash.get_by_role("button", name="Give back").click()


async def test_a_place_in_brackets_does_not_leave(ash: Page, room: Room):
    await claims(ash, room.title)
    writing = part(ash, "Write privately")
    await writing.get_by_text("Openings to begin with").click()
    await writing.get_by_role("button", name="Say hello").click()

    await writing.get_by_role("button", name="Ask to talk").click()

    await expect(ash.locator("#status")).to_contain_text("still a place in brackets")
    assert "[" in await writing.get_by_label("Your words").input_value()


async def test_a_private_line_opens_when_the_person_comes(ash: Page, room: Room):
    await claims(ash, room.title)
    writing = part(ash, "Write privately")
    await writing.get_by_label("Your words").fill("Hello. Would you like to talk?")
    await writing.get_by_role("button", name="Ask to talk").click()
    offered = await room.wire.expect("card", kind="talk")
    await expect(writing).to_contain_text("The person has not answered yet.")

    person = await Wire.dial(room.house.ws, room.wire.key)
    await person.enter(offered["line"])
    await person.say("yes please")

    await expect(writing.get_by_role("log")).to_contain_text("yes please")
    await expect(ash.locator("#status")).to_contain_text("The line is open.")
    assert await writing.evaluate(LINE_BY_ITS_BOX)
    await writing.get_by_label("Your words").fill("I am here.")
    await writing.get_by_role("button", name="Send").click()
    await person.until_said("I am here.")
    await writing.get_by_role("button", name="End the private line").click()
    await writing.locator(".asking .leave").click()

    await expect(writing).to_contain_text("The private line has ended.")
    await expect(writing.get_by_role("log")).to_be_hidden()
    await person.close()


async def test_a_severe_case_is_closed_by_one_and_signed_by_another(
    ash: Page, elm: Page, room: Room
):
    await claims(ash, room.title)
    await part(ash, "Pass on or close").get_by_text("Close", exact=True).click()
    await ash.get_by_label("Left with help lines").check()
    await ash.get_by_role("button", name="Close the case").click()

    await expect(ash.locator("#d")).to_have_text("The case is closed")
    await opens(elm, room.title)
    await elm.get_by_role("button", name="I agree with how it was closed").click()

    await expect(elm.locator(".case").filter(has_text=room.title)).to_have_count(0)
    await expect(elm.locator(".claim")).to_have_text("This case has left the desk.")


async def test_a_limit_is_set_after_asking_and_undone(ash: Page, room: Room):
    await claims(ash, room.title)
    limits = part(ash, "Limits")
    await limits.get_by_text("Set a limit", exact=True).click()
    await limits.get_by_label("What", exact=True).select_option("pause")
    await limits.get_by_role("button", name="Set this limit").click()
    await limits.get_by_role("button", name="Yes, set it").click()
    await expect(limits.locator(".sanctions")).to_contain_text("No posting, until")

    await limits.get_by_role("button", name="Undo").click()

    await expect(limits.locator(".sanctions li")).to_have_count(0)


async def test_a_room_is_paused_after_telling_what_members_see(ash: Page, room: Room):
    await claims(ash, room.title)
    limits = part(ash, "Limits")
    await limits.get_by_text("Set a limit", exact=True).click()
    await limits.get_by_label("For how long").select_option("30")
    await limits.get_by_role("button", name="Pause the room").click()
    await expect(limits).to_contain_text("Everybody is told that it is a pause, and until when.")

    await limits.locator(".asking .leave").click()
    pause = await room.wire.expect("pause")
    told = ash.locator(".case-view .note").filter(has_text="This room is paused until")
    await told.get_by_role("button", name="Let the room go on").click()
    await expect(told).to_have_count(0)

    lasts = pause["until"] - pause["at"]  # it was decided just before it stood
    assert 10 * 60_000 < lasts <= 30 * 60_000
    await room.wire.expect("resume")


async def test_while_focus_is_inside_the_list_stands_still(ash: Page, room: Room):
    await expect(ash.locator(".case").filter(has_text=room.title)).to_be_visible()
    await ash.keyboard.press("Alt+Shift+Q")
    rows = await ash.locator(".case").count()
    other = await Wire.dial(room.house.ws)
    await other.enter(open_room(room.house.data, title="Comes later"))
    await other.say(WORRYING)

    newer = ash.get_by_role("button", name="1 new. Update list")
    await expect(newer).to_be_visible()
    assert rows == await ash.locator(".case").count()
    await newer.press("Enter")

    await expect(ash.locator(".case:focus")).to_contain_text("Comes later")
    await other.close()


async def test_the_crew_s_page_opens_beside_a_desk_in_a_shift(ash: Page):
    async with ash.context.expect_page() as opened:
        await ash.get_by_role("link", name="Crew and roster").click()

    crew = await opened.value
    await expect(crew.locator("#crew-page")).to_be_visible()
    await expect(ash.locator("#shift-end")).to_be_visible()
    await crew.close()


async def test_with_large_letters_only_what_is_said_stays_on_top_of_a_phone(elm: Page, room: Room):
    await opens(elm, room.title)
    await elm.evaluate(LARGE)

    await elm.evaluate("scrollTo(0, document.body.scrollHeight)")
    top = await elm.locator(".voices").evaluate("(voices) => voices.getBoundingClientRect().top")
    await elm.evaluate(USUAL)

    assert top < 68, "the buttons are one scroll away"


async def test_the_screen_can_be_covered(ash: Page):
    await ash.get_by_role("button", name="Cover the screen").click()

    await expect(ash.locator("main")).to_be_hidden()
    await ash.get_by_role("button", name="Show the desk").click()
    await expect(ash.locator("main")).to_be_visible()
