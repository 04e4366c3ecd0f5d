"""How a volunteer hears of somebody: sound, alert, tab, calls; and what one need not hear today."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from accessible import axe
from desk_crew import claims, cry, joined, name_of, on_shift, opens, part, volunteer
from kith_process import KithProcess
from meeting import StartKith, open_room
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from server.commands.control import ask

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
IMMINENT = "i want to kill myself, i took all the pills just now"
SIGN_OUT = """async () => (await fetch("/desk/api/signout", {
  method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status"""
# Counts the notes a page plays.
LISTENING = """
  window.notes = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.notes += 1;
    start.apply(this, when);
  };
"""


@pytest.fixture
def kith(start_kith: StartKith) -> KithProcess:
    """Give a server with nobody at its desk."""
    return start_kith(KITH_LIMITS="off")


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give a volunteer's browser that counts the notes it plays."""
    context = await volunteer(browser)
    await context.add_init_script(LISTENING)
    yield context
    await context.close()


async def half_a_sentence(stack: AsyncExitStack, kith: KithProcess, page: Page) -> Locator:
    """Have the volunteer claim a case and begin to write; return the box it stands in."""
    await cry(stack, kith, "A quiet corner", WORRYING)
    await claims(page, "A quiet corner")
    box: Locator = part(page, "Write privately").get_by_label("Your words")
    await box.fill("half a sentence")
    return box


async def notes(page: Page) -> int:
    played: int = await page.evaluate("window.notes")
    return played


async def test_an_alarm_sounds_on_a_page_whose_test_was_heard(
    tab: BrowserContext, kith: KithProcess
):
    page = await on_shift(await joined(tab, kith))
    before = await notes(page)
    async with AsyncExitStack() as stack:
        await cry(stack, kith, "A quiet corner", WORRYING)

        await page.wait_for_function("before => window.notes > before", arg=before)

        await expect(page.locator("#alert")).to_have_text("New urgent flag in A quiet corner")
        await expect(page).to_have_title("(1) Kith")
        await claims(page, "A quiet corner")
        await expect(page).to_have_title("Kith")
        await expect(page.locator("#alert")).to_be_empty()


async def test_what_one_asked_to_be_spared_is_on_the_list_and_does_not_call(
    tab: BrowserContext, browser: Browser, kith: KithProcess
):
    other = await volunteer(browser)
    await on_shift(await joined(other, kith))
    page = await joined(tab, kith)
    await page.get_by_label("No flag that is about danger right now, please").check()
    await on_shift(page)
    await expect(page.locator("[data-health]")).to_contain_text("On shift: 2")
    async with AsyncExitStack() as stack:
        await cry(stack, kith, "Right now", IMMINENT)

        await expect(page.locator(".case").filter(has_text="Right now")).to_contain_text("Now")

        await expect(page.locator("#alert")).to_be_empty()
        assert await page.evaluate("JSON.parse(localStorage.getItem('k.desk')).noS1") is True
    await other.close()


async def test_a_page_loaded_anew_in_a_shift_asks_for_its_sound(
    tab: BrowserContext, kith: KithProcess
):
    page = await on_shift(await joined(tab, kith))

    await page.reload()
    await page.get_by_role("button", name="Turn the sound on").click()

    await expect(page.locator("#sound")).to_be_hidden()
    await expect(page.locator("#shift-end")).to_be_visible()
    assert await notes(page) > 0


async def test_a_lost_line_says_so_keeps_what_was_typed_and_comes_back_to_the_claim(
    tab: BrowserContext, kith: KithProcess
):
    page = await on_shift(await joined(tab, kith))
    async with AsyncExitStack() as stack:
        box = await half_a_sentence(stack, kith, page)

        kith.kill()
        await expect(page.locator("#status")).to_contain_text("Not connected.")
        kith.start()

        await expect(page.locator("#status")).to_be_empty()
        await expect(page.locator(".yours")).to_be_visible()
        await expect(box).to_have_value("half a sentence")
        await part(page, "Notes").get_by_label("Your note").fill("still here")
        await part(page, "Notes").get_by_role("button", name="Add the note").click()
        await expect(page.locator(".notes")).to_contain_text("still here")


async def test_who_was_signed_out_signs_in_at_the_same_page_and_goes_on(
    tab: BrowserContext, kith: KithProcess
):
    page = await on_shift(await joined(tab, kith))
    async with AsyncExitStack() as stack:
        box = await half_a_sentence(stack, kith, page)

        await page.evaluate(SIGN_OUT)
        await expect(page.locator("#status")).to_have_text("You are no longer signed in here.")
        await page.get_by_role("button", name="Sign in with a passkey").click()

        await expect(page.locator("#door")).to_be_hidden()
        await expect(page.locator("#shift-end")).to_be_visible()
        await expect(page.locator(".yours")).to_be_visible()
        await expect(box).to_have_value("half a sentence")


async def test_who_ends_the_shift_with_a_case_is_told_and_sets_it_free(
    tab: BrowserContext, kith: KithProcess
):
    page = await on_shift(await joined(tab, kith))
    async with AsyncExitStack() as stack:
        await cry(stack, kith, "A quiet corner", WORRYING)
        await claims(page, "A quiet corner")
        await page.get_by_role("button", name="End my shift").click()
        await expect(page.locator("#going")).to_contain_text("These are in your hands.")

        await page.get_by_role("button", name="Set my cases free").press("Enter")

        await expect(page.get_by_role("heading", name="How was it?")).to_be_focused()
        await expect(page.locator("#status")).to_have_text("Your shift has ended. Thank you.")
        await expect(page.locator(".case")).to_contain_text("free")  # and nobody is said to lead


async def test_a_long_ban_waits_for_somebody_else_s_signature(
    tab: BrowserContext, browser: Browser, kith: KithProcess
):
    other = await volunteer(browser)
    elm = await on_shift(await joined(other, kith))
    page = await on_shift(await joined(tab, kith))
    async with AsyncExitStack() as stack:
        await cry(stack, kith, "A quiet corner", WORRYING)
        await claims(page, "A quiet corner")
        limits = part(page, "Limits")
        await limits.get_by_text("Set a limit", exact=True).click()
        await limits.get_by_label("What", exact=True).select_option("ban")
        await limits.get_by_label("How long", exact=True).select_option("4320")
        await limits.get_by_role("button", name="Set this limit").click()
        await expect(limits.locator(".asking")).to_contain_text("ends after one day")
        await limits.get_by_role("button", name="Yes, set it").click()

        await opens(elm, "A quiet corner")
        mine = part(elm, "Limits")
        await expect(mine).to_contain_text(f"Set by {await name_of(page)}")
        await mine.get_by_role("button", name="I agree with this limit").click()

        await expect(mine).not_to_contain_text("Waits for a second signature.")
    await other.close()


async def test_a_device_that_cannot_be_called_is_told_calmly(
    tab: BrowserContext, kith: KithProcess
):
    page = await joined(tab, kith)
    await page.goto(page.url + "/roster")

    await page.get_by_role("button", name="Call this device").click()

    await expect(page.locator("#status")).to_have_text(re.compile(r"^The browser did not allow"))
    assert await page.evaluate("navigator.serviceWorker.getRegistration('/desk').then(Boolean)")


async def test_who_signs_out_everywhere_stands_before_the_door_again(
    tab: BrowserContext, kith: KithProcess
):
    page = await joined(tab, kith)
    await page.goto(page.url + "/roster")
    await page.get_by_role("button", name="Sign out everywhere").click()

    await expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()


async def test_a_shift_is_put_on_the_roster_and_taken_off(tab: BrowserContext, kith: KithProcess):
    page = await joined(tab, kith)
    await page.goto(page.url + "/roster")
    await expect(page.locator("#crew-page")).to_be_visible()
    await page.evaluate(
        """() => {
          const soon = new Date(Date.now() + 48 * 3600 * 1000).toISOString().slice(0, 16);
          document.querySelector("input[type=datetime-local]").value = soon;
        }"""
    )
    await page.get_by_role("button", name="Put it on the roster").click()
    row = page.get_by_role("row").filter(has_text="(you)")
    await expect(row).to_contain_text("on duty")

    await row.get_by_role("button").click()

    await expect(page.get_by_text("Nobody has promised any hours yet.")).to_be_visible()


async def test_somebody_is_invited_by_a_link_that_is_shown_once(
    tab: BrowserContext, browser: Browser, kith: KithProcess
):
    page = await joined(tab, kith, "coordinator")
    await page.goto(page.url + "/roster")
    await page.get_by_role("button", name="Make an invitation").click()
    link = await page.get_by_label("Invitation link").input_value()
    await expect(page.get_by_text("Open invitation: volunteer")).to_be_visible()

    other = await volunteer(browser)
    guest = await other.new_page()
    await guest.goto(link)

    await expect(guest.locator("#role")).to_have_text("You are invited as a volunteer.")
    assert "#" not in guest.url
    mine = page.get_by_role("listitem").filter(has_text="Open invitation: volunteer")
    await mine.get_by_role("button").click()
    await guest.goto("about:blank")
    await guest.goto(link)
    await expect(guest.get_by_role("alert")).to_contain_text("Ask for a new one.")
    await other.close()


async def test_a_volunteer_gets_another_role_and_is_taken_out_each_by_a_press_of_its_own(
    tab: BrowserContext, browser: Browser, kith: KithProcess
):
    other = await volunteer(browser)
    elm = await name_of(await joined(other, kith))
    page = await joined(tab, kith, "coordinator")
    await page.goto(page.url + "/roster")
    card = page.locator(".person-card").filter(has_text=elm)

    await card.get_by_label(f"Role of {elm}").press("ArrowDown")
    await expect(card).to_contain_text("volunteer · devices")
    await card.get_by_role("button", name="Change").press("Enter")
    await expect(card).to_contain_text("looking on · devices")
    await card.get_by_role("button", name=f"Take {elm} out").press("Enter")
    await expect(card.get_by_role("group")).to_be_focused()
    assert await axe(page) == []
    await card.get_by_role("button", name="Yes, take").press("Enter")

    await expect(card).to_have_count(0)
    await expect(page.get_by_role("heading", name="Crew", exact=True)).to_be_focused()
    await other.close()


async def test_at_another_address_the_door_names_the_one_for_passkeys(
    page: Page, kith: KithProcess
):
    await page.goto(f"{kith.url}/desk")

    await expect(page.locator("#door")).to_contain_text("Your passkey belongs to another address.")


async def test_a_meeting_that_nobody_watches_over_is_taken_with_one_press(
    tab: BrowserContext, kith: KithProcess
):
    begins = datetime.now(UTC) + timedelta(days=2)
    room = open_room(kith.data, title="Evenings")
    told = {"id": room, "room": room, "title": "Late circle", "zone": "UTC", "at": "19:00"}
    days = {"days": [f"{begins:%a}".lower()], "first": f"{begins:%Y-%m-%d}"}
    ask(kith.data, {"do": "meeting", "what": "add", "meeting": told | days})
    page = await joined(tab, kith)
    await page.goto(page.url.partition("?")[0] + "/roster")

    row = page.locator("#meetings li").filter(has_text="Late circle")
    await expect(row).to_contain_text("Nobody has promised to be at the desk.")
    assert await axe(page) == []
    await row.get_by_role("button", name="I will be at the desk").click()

    await expect(row).to_contain_text("Somebody is at the desk all the time:")
    await expect(row.get_by_role("button")).to_have_count(0)
    await expect(page.locator("#shifts tbody tr.mine")).to_have_count(1)
