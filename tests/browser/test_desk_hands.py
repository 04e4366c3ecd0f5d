"""What a volunteer does by hand at the desk: hold to read, let in, answer, advise, rest."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from desk_crew import claims, cry, goes_home, joined, name_of, on_shift, opens, part, volunteer
from kith_process import KithProcess
from meeting import open_room
from playwright.async_api import Browser, Locator, Page, expect
from wire import Wire

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
INSULT = "you are such a pathetic loser"
ATTACK = "you should just kill yourself"
FROM_HERE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
HELD_LONG = "() => new Promise((done) => setTimeout(done, 700))"  # what is measured is a time
EARLIER = """(ms) => {
  const kept = JSON.parse(localStorage.getItem("k.desk"));
  kept.shift.since -= ms;
  kept.shift.quietUntil -= ms;
  localStorage.setItem("k.desk", JSON.stringify(kept));
}"""
SEVERE = "() => JSON.parse(localStorage.getItem('k.desk')).shift.severe"
# Keeps what the page was given to stay awake by, or takes the power away.
AWAKE = """
  const ask = WakeLock.prototype.request;
  WakeLock.prototype.request = async function (kind) {
    return (window.lock = await ask.call(this, kind));
  };
"""
ASLEEP = "delete Navigator.prototype.wakeLock;"
LATER = "(ms) => { const now = Date.now; Date.now = () => now() + ms; }"
TWENTY_MINUTES_MS = 20 * 60 * 1000
TWO_HOURS_MS = 2 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Cries:
    """Rooms that are opened for a test, each with one member who writes there."""

    house: KithProcess
    stack: AsyncExitStack

    async def out(self, title: str, *lines: str) -> Wire:
        return await cry(self.stack, self.house, title, *lines)

    async def raided(self, title: str, many: int) -> Wire:
        """Have so many strangers insult a room; return who was there before."""
        room = open_room(self.house.data, title=title)
        crowd = [await Wire.dial(self.house.ws) for _ in range(many + 1)]
        for wire in crowd:
            self.stack.push_async_callback(wire.close)
            await wire.enter(room)
        for wire in crowd[1:]:
            assert "attack" == (await wire.say(INSULT))["code"]
        return crowd[0]


@pytest_asyncio.fixture(loop_scope="session")
async def cries(house: KithProcess) -> AsyncIterator[Cries]:
    async with AsyncExitStack() as stack:
        yield Cries(house, stack)


async def held(page: Page, button: Locator) -> None:
    """Press a button and keep it down for a while."""
    await button.hover()
    await page.mouse.down()
    await page.evaluate(HELD_LONG)


async def test_a_text_is_shown_for_as_long_as_the_button_is_held(ash: Page, cries: Cries):
    await cries.out("Held down", "hello", WORRYING)
    await opens(ash, "Held down")
    show = ash.get_by_role("button", name="Show message")

    await held(ash, show)
    await expect(ash.locator("#detail blockquote")).to_have_text(WORRYING)
    await ash.mouse.up()

    await expect(show).to_be_visible()
    assert WORRYING not in await ash.content()


async def test_a_finger_that_begins_to_scroll_shows_nothing_for_long(ash: Page, cries: Cries):
    await cries.out("A finger", "hello", WORRYING)
    await opens(ash, "A finger")
    show = ash.get_by_role("button", name="Show message")

    await show.dispatch_event("pointerdown", {"bubbles": True})
    await expect(ash.locator("#detail blockquote")).to_have_text(WORRYING)
    await ash.locator("#detail").dispatch_event("pointercancel", {"bubbles": True})

    await expect(ash.locator("#detail blockquote")).to_have_count(0)


async def test_a_short_press_shows_it_until_the_next(ash: Page, cries: Cries):
    await cries.out("Pressed once", "hello", WORRYING)
    await opens(ash, "Pressed once")

    await ash.get_by_role("button", name="Show message").click()
    await expect(ash.locator("#detail blockquote")).to_have_text(WORRYING)
    await ash.get_by_role("button", name="Cover message").click()

    await expect(ash.locator("#detail blockquote")).to_have_count(0)


async def test_more_lines_are_shown_for_a_reason(ash: Page, cries: Cries):
    await cries.out("A long talk", *(f"line {n}" for n in range(1, 9)), WORRYING)
    await opens(ash, "A long talk")
    around = part(ash, "Lines around it")
    await around.get_by_role("button", name="Show the lines around it").click()
    await expect(around.locator(".around li")).to_have_count(6)

    await around.get_by_label("Why do you need more?").select_option("safety")
    await around.get_by_role("button", name="Show more lines").click()

    await expect(around.locator(".around li")).to_have_count(9)


async def test_a_held_message_is_let_into_the_room(ash: Page, cries: Cries):
    wire = await cries.out("Held back", "hello", ATTACK)
    await claims(ash, "Held back")
    await expect(ash.locator(".messages")).to_contain_text("Nobody in the room has seen it.")

    await ash.get_by_role("button", name="Let it into the room").click()
    await expect(ash.locator(".asking")).to_contain_text("Everybody in the room will read it")
    await ash.locator(".asking .leave").click()

    await wire.until_said(ATTACK)
    await expect(ash.locator(".messages")).to_contain_text("Let into the room.")


async def test_a_held_message_is_kept_out(ash: Page, cries: Cries):
    wire = await cries.out("Kept out", "hello", ATTACK)
    await claims(ash, "Kept out")
    await expect(ash.locator(".facts")).to_contain_text("nobody in the room has seen it")

    await ash.get_by_role("button", name="Keep it out").click()
    await expect(ash.locator(".asking")).to_be_focused()
    await ash.locator(".asking .leave").click()

    await expect(ash.locator(".messages")).to_contain_text("Kept out of the room.")
    await expect(ash.locator("#status")).to_have_text("Kept out of the room.")
    await expect(ash.get_by_role("button", name="Show message")).to_be_focused()
    assert ATTACK not in [frame.get("text") for frame in await wire.so_far()]


async def test_what_a_raid_left_is_kept_out_with_one_press(ash: Page, cries: Cries):
    room = await cries.raided("Overrun", 3)
    row = ash.locator(".case").filter(has_text="Overrun")
    await expect(row).to_contain_text("messages held back: 3")
    await expect(row).to_have_count(1)
    await row.click()
    await expect(ash.locator("#detail .messages li")).to_have_count(3)
    assert INSULT not in await ash.content()

    await ash.get_by_role("button", name="Show message").first.click()
    await expect(ash.locator("#detail blockquote")).to_have_text([INSULT])
    await expect(ash.locator("#detail")).to_contain_text("Those are let in one by one.")
    await ash.get_by_role("button", name="Keep all of these out: 3").click()

    await expect(ash.locator("#status")).to_have_text("Kept out of the room: 3.")
    await expect(row).to_have_count(0)
    await expect(ash.locator("#detail .messages li")).to_have_count(0)
    assert INSULT not in [frame.get("text") for frame in await room.so_far()]


async def test_who_goes_while_one_has_their_case_is_told_of(ash: Page, cries: Cries):
    wire = await cries.out("Gone in the middle", WORRYING)
    await claims(ash, "Gone in the middle")

    await wire.send("leave")
    await wire.close()

    status = ash.locator("#status")
    await expect(status).to_contain_text("The person in Gone in the middle is not connected now.")


async def test_somebody_else_gives_a_second_opinion(ash: Page, elm: Page, cries: Cries):
    await cries.out("Two heads", WORRYING)
    await claims(ash, "Two heads")
    await ash.get_by_role("button", name="Ask for a second opinion").click()
    await expect(ash.locator("#status")).to_have_text("The others see that you ask.")
    row = elm.locator(".case").filter(has_text="Two heads")
    await expect(row).to_contain_text("asks for a second opinion")

    await opens(elm, "Two heads")
    await elm.get_by_label("What do you think of this case?").fill("Ask about tonight first.")
    await elm.get_by_role("button", name="Give your opinion").click()

    await expect(part(ash, "Notes")).to_contain_text("Ask about tonight first.")
    await expect(part(ash, "Notes")).to_contain_text("second opinion")
    await expect(row).not_to_contain_text("asks for a second opinion")


async def test_an_appeal_is_answered_by_somebody_else(ash: Page, elm: Page, cries: Cries):
    wire = await cries.out("Sent away", WORRYING)
    await claims(ash, "Sent away")
    await _bans(ash)
    code = (await wire.expect("card", kind="sanction"))["code"]
    await _appeals(cries.house, code, "I was upset. I am sorry.")
    mine = part(ash, "Limits")
    await expect(mine).to_contain_text("You set this limit, so somebody else answers.")

    await opens(elm, "Sent away")
    limits = part(elm, "Limits")
    await expect(limits.locator("blockquote")).to_have_text("I was upset. I am sorry.")
    await expect(limits).to_contain_text(f"Set by {await name_of(ash)}")
    await limits.get_by_role("button", name="End the limit").click()

    await expect(limits).to_be_hidden()
    assert "It is lifted." in await _appeals(cries.house, code, "")


async def _bans(page: Page) -> None:
    limits = part(page, "Limits")
    await limits.get_by_text("Set a limit", exact=True).click()
    await limits.get_by_label("What", exact=True).select_option("ban")
    await limits.get_by_role("button", name="Set this limit").click()
    await limits.get_by_role("button", name="Yes, set it").click()


async def _appeals(house: KithProcess, code: str, words: str) -> str:
    form = {"code": code, "words": words}
    url = f"{house.url}/appeal"
    async with ClientSession() as anybody, anybody.post(url, data=form, headers=FROM_HERE) as said:
        return await said.text()


async def test_a_second_stands_beside_and_is_asked_first(ash: Page, elm: Page, cries: Cries):
    await cries.out("Side by side", WORRYING)
    await claims(ash, "Side by side")
    await opens(elm, "Side by side")

    await elm.get_by_role("button", name=f"Stand beside {await name_of(ash)}").click()
    row = elm.locator(".case").filter(has_text="Side by side")
    await expect(row).to_contain_text(f"{await name_of(elm)} beside")
    await expect(ash.locator(".claim")).to_contain_text("stands beside you and reads along.")
    await ash.get_by_role("button", name="Give back").click()

    await expect(elm.locator("#alert")).to_contain_text("The case you stood beside is free")
    await expect(elm.locator(".claim")).to_contain_text("You stood beside this case")
    await elm.locator("[data-claim]").click()
    await expect(elm.locator("#alert")).to_be_empty()
    await elm.get_by_role("button", name="Give back").click()


async def test_twenty_minutes_without_a_note_are_seen_by_the_coordinator_and_the_holder(
    ash: Page, browser: Browser, house: KithProcess, cries: Cries
):
    context = await volunteer(browser)
    boss = await joined(context, house, "coordinator")
    await cries.out("No word yet", WORRYING)
    await claims(ash, "No word yet")
    row = boss.locator(".case").filter(has_text="No word yet")
    await expect(row).not_to_contain_text("20 minutes without a note")

    for page in (boss, ash):
        await page.evaluate(LATER, TWENTY_MINUTES_MS)
    await opens(boss, "No word yet")

    await expect(row).to_contain_text("20 minutes without a note")
    await expect(ash.locator(".claim")).to_contain_text("20 minutes without a note.")
    for page in (boss, ash):
        await page.evaluate(LATER, -TWENTY_MINUTES_MS)
    await context.close()


async def test_a_shift_keeps_the_screen_awake(browser: Browser, house: KithProcess):
    context = await volunteer(browser)
    await context.add_init_script(AWAKE)
    page = await on_shift(await joined(context, house))

    await page.wait_for_function("() => window.lock?.released === false")
    await goes_home(page)

    await page.wait_for_function("() => window.lock.released")
    await context.close()


async def test_a_browser_that_cannot_stay_awake_is_told_nothing(
    browser: Browser, house: KithProcess
):
    context = await volunteer(browser)
    await context.add_init_script(ASLEEP)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    page = await on_shift(await joined(context, house))

    await expect(page.locator("#status")).to_contain_text("Your shift has begun.")
    await goes_home(page)

    assert [] == faults
    await context.close()


async def test_after_two_hours_an_end_is_offered_also_to_a_page_loaded_anew(elm: Page):
    rest = elm.locator("#rest")
    await expect(rest).to_be_hidden()

    await elm.evaluate(EARLIER, TWO_HOURS_MS)
    await elm.reload()
    await expect(rest).to_contain_text("You have carried a lot")
    await rest.get_by_role("button", name="A little longer").click()
    await expect(rest).to_be_hidden()
    await elm.evaluate(EARLIER, TWO_HOURS_MS)
    await elm.reload()
    await expect(rest.get_by_role("button", name="End my shift")).to_be_visible()

    await goes_home(elm)


async def test_who_took_five_that_could_not_wait_is_offered_an_end(ash: Page, cries: Cries):
    took = int(await ash.evaluate(SEVERE))
    for n in range(took, 5):
        await expect(ash.locator("#rest")).to_be_hidden()
        await cries.out(f"Number {n}", WORRYING)
        await claims(ash, f"Number {n}")

    await expect(ash.locator("#rest")).to_be_visible()
