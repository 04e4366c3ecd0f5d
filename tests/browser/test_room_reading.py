"""Reading, thanking, asking: what people do in a room besides writing."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from kith_process import KithProcess
from playwright.async_api import Browser, BrowserContext, Page, expect
from strangers import (
    LINES,
    agree,
    come_in,
    gate,
    hears,
    is_in,
    lines,
    open_room,
    operate,
    say,
    stranger,
)

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

Come = Callable[[], Awaitable[Page]]
STATUS = "#status"
TOP = "line => Math.round(line.getBoundingClientRect().top)"


@pytest_asyncio.fixture(loop_scope="session")
async def come(browser: Browser, house: KithProcess) -> AsyncIterator[Come]:
    """Give a way for one more stranger to come into this test's room."""
    title = await open_room(house)
    contexts: list[BrowserContext] = []

    async def another() -> Page:
        contexts.append(await stranger(browser))
        return await come_in(contexts[-1], house, title)

    yield another
    for context in contexts:
        await context.close()


async def more_about(page: Page, text: str) -> None:
    row = page.locator("li.said", has_text=text)
    await row.get_by_role("button", name="More about this message").click()


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def test_the_first_one_is_greeted_and_not_left_with_a_blank_page(come: Come):
    ash = await come()

    await expect(ash.locator("[data-first]")).to_contain_text("You are the first here.")
    await expect(ash.locator("#people summary")).to_have_text("Only you are here")
    await ash.set_viewport_size({"width": 320, "height": 568})  # read from its beginning there, too
    await expect(ash.locator("[data-first] .lead")).to_be_in_viewport(ratio=1)
    await ash.click("#need")
    await expect(ash.locator(".card.help a[href^='tel:']").first).to_be_in_viewport(ratio=1)


@pytest.mark.chromium_only
async def test_thanks_reach_the_one_who_was_thanked_and_nobody_else(come: Come):
    ash, birch, cedar = await come(), await come(), await come()
    await say(ash, "I walk at seven now.")
    await hears(birch, "I walk at seven now.")

    await more_about(birch, "I walk at seven now.")
    await press(birch, "Thank them")

    await expect(ash.locator(".card.thanks")).to_contain_text("Somebody was helped")
    await expect(birch.locator(STATUS)).to_have_text("They will see that they helped somebody.")
    assert await cedar.locator("[role=log] .card").count() == 0


@pytest.mark.chromium_only
async def test_a_card_without_its_words_takes_no_line_with_it(come: Come):
    ash, birch = await come(), await come()
    await ash.route("**/seldom/*.json", lambda route: route.fulfill(json={}))
    await say(ash, "I walk at seven now.")
    await hears(birch, "I walk at seven now.")
    await more_about(birch, "I walk at seven now.")
    await press(birch, "Thank them")
    await expect(birch.locator(STATUS)).to_have_text("They will see that they helped somebody.")

    await say(birch, "See you there.")

    await hears(ash, "I walk at seven now.", "See you there.")


@pytest.mark.chromium_only
async def test_a_volunteer_is_asked_to_look_with_a_reason(come: Come):
    ash, birch = await come(), await come()
    async with birch.expect_response("**/seldom/*.json"):  # before anybody asks for it
        await say(ash, "Buy my coins.")
        await hears(birch, "Buy my coins.")
    await birch.route("**/*", lambda route: route.abort())

    await more_about(birch, "Buy my coins.")
    await press(birch, "Ask a volunteer to look")
    await birch.get_by_label("It sells or recruits").check()
    await press(birch, "Ask a volunteer")

    await expect(birch.locator(STATUS)).to_have_text("Thank you. A volunteer will look at it.")
    assert await ash.locator("[role=log] .card").count() == 0


async def test_who_needs_someone_gets_the_truth_and_numbers(come: Come):
    ash = await come()

    await press(ash, "I need someone")

    card = ash.locator(".card.help")
    await expect(card).to_contain_text("No volunteer is on duty at this moment.")
    await expect(card).to_contain_text("We cannot send anyone to you")
    assert await card.locator("a[href='tel:112']").count() == 1
    await press(ash, "Close this note")
    await expect(card).to_have_count(0)


async def test_help_opens_without_a_network(come: Come):
    ash = await come()
    await expect(ash.locator("html[data-ready]")).to_have_count(1)
    await ash.context.set_offline(True)

    await ash.locator("header [data-help]").click()

    dialog = ash.get_by_role("dialog", name="Help now")
    await expect(dialog).to_contain_text("Are you in danger right now?")
    await dialog.get_by_text("Poland", exact=True).click()
    await expect(dialog.locator("details[open]")).to_contain_text("116")
    await ash.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(ash.locator("header [data-help]")).to_be_focused()


@pytest.mark.chromium_only
async def test_somebody_muted_is_folded_away_on_this_page_only(come: Come):
    ash, birch = await come(), await come()
    await say(ash, "This and that.")
    await hears(birch, "This and that.")

    await more_about(birch, "This and that.")
    await press(birch, "Mute this person")
    await expect(birch.locator("li.said .quiet")).to_contain_text("You muted this person.")
    await say(ash, "And more.")
    await expect(birch.locator("li.said .quiet")).to_have_count(2)
    assert await birch.get_by_text("And more.").count() == 0
    await birch.locator("li.said").first.get_by_role("button").click()
    await press(birch, "Show this person's words again")

    await hears(birch, "This and that.", "And more.")
    await hears(ash, "This and that.", "And more.")


@pytest.mark.chromium_only
async def test_whoever_asks_for_a_slip_sees_the_answer_and_not_the_menu(come: Come):
    ash = await come()
    menu = ash.locator("details.menu")
    await menu.locator("summary").click()

    await ash.get_by_role("button", name="Attendance slip").click()

    await expect(ash.locator(STATUS)).to_contain_text("It needs ten minutes of a meeting.")
    await expect(menu).not_to_have_attribute("open", "")
    await expect(menu.locator("summary")).to_be_focused()


@pytest.mark.chromium_only
async def test_who_is_alone_asks_to_be_told_and_is_told_once_somebody_comes(come: Come):
    ash = await come()
    ring = ash.get_by_role("button", name="Tell me when someone comes")

    await ring.click()
    await expect(ash.locator(STATUS)).to_contain_text("When three people wait, a circle begins.")
    assert "true" == await ring.get_attribute("aria-pressed")
    await come()

    await expect(ash.locator(STATUS)).to_have_text("Someone has come.")
    assert (await ash.title()).startswith("(1) ")


async def test_words_that_were_not_taken_come_back_with_the_reason(come: Come):
    ash = await come()

    await say(ash, "turned \u202e around")
    await expect(ash.locator("#alert")).to_contain_text("hidden sign")
    await expect(ash.locator("#returned blockquote")).to_have_text("turned \u25a1 around")
    await press(ash, "Change it")

    await expect(ash.locator("#text")).to_have_value("turned \u202e around")
    await expect(ash.locator("#text")).to_be_focused()
    await expect(ash.locator("#alert")).to_be_empty()
    assert await lines(ash) == []


@pytest.mark.chromium_only
async def test_a_long_text_is_counted_only_near_its_end_and_kindly(come: Come):
    ash = await come()
    counter = ash.locator("#counter")

    await ash.fill("#text", "a" * 1_000)
    await expect(counter).to_be_hidden()
    await ash.fill("#text", "\U0001f642" * 1_950)
    await expect(counter).to_have_text("Room for 50 more letters.")
    await ash.fill("#text", "a" * 2_003)
    await expect(counter).to_contain_text("3 letters too long")
    await ash.fill("#text", "a" * 7_001)
    await press(ash, "Send")

    await expect(ash.locator(STATUS)).to_contain_text("5,001 letters too long")
    await expect(ash.locator("#text")).to_have_value("a" * 7_001)


async def test_a_farewell_too_long_to_post_comes_back_and_is_answered(come: Come):
    ash = await come()
    farewell = "I have taken all my pills. Goodbye everyone. " + "Thank you for it all. " * 90

    await ash.fill("#text", farewell)
    await press(ash, "Send")

    await expect(ash.locator("#alert")).to_contain_text("It is too long")
    await expect(ash.locator("#returned blockquote")).to_have_text(farewell.strip())
    await expect(ash.locator(".card.help")).to_contain_text("Only you see this")


async def test_earlier_messages_come_above_and_nobody_loses_their_place(come: Come):
    ash = await come()
    for n in range(70):
        await say(ash, f"line {n}")
    await expect(ash.locator(LINES)).to_have_count(70)
    birch = await come()
    await expect(birch.locator(LINES)).to_have_count(50)
    earlier = birch.get_by_role("button", name="Earlier messages")
    await earlier.scroll_into_view_if_needed()
    first = birch.locator("li.said", has_text="line 20")
    before = await first.evaluate(TOP)

    await earlier.press("Enter")
    await expect(birch.locator(LINES)).to_have_count(70)

    assert abs(before - await first.evaluate(TOP)) < 60
    assert [f"line {n}" for n in range(70)] == await lines(birch)
    await expect(earlier).to_be_hidden()
    await expect(birch.locator("[role=log]")).to_be_focused()
    await expect(birch.locator(STATUS)).to_have_text("There is nothing earlier to read here.")


async def test_who_reads_further_up_is_told_how_much_is_new(come: Come):
    ash, birch = await come(), await come()
    for n in range(30):
        await say(ash, f"line {n}")
    await expect(birch.locator(LINES)).to_have_count(30)
    log = birch.locator("[role=log]")
    await log.evaluate("log => log.scrollTo(0, -600)")
    await expect(log).to_have_attribute("aria-live", "off")

    read = birch.locator("li.said", has_text="line 5")
    before = await read.evaluate(TOP)
    await say(ash, "line 30")
    await say(ash, "line 31")
    await expect(birch.locator("[data-newer]")).to_have_text("2 new messages")
    assert abs(before - await read.evaluate(TOP)) < 3
    await press(birch, "2 new messages")

    await expect(birch.locator("[data-newer]")).to_be_hidden()
    await expect(birch.get_by_text("line 31")).to_be_in_viewport()
    await expect(log).to_be_focused()


@pytest.mark.chromium_only
async def test_much_at_once_is_told_as_a_number(come: Come):
    ash, birch = await come(), await come()
    log = birch.locator("[role=log]")
    await expect(log).to_have_attribute("aria-live", "polite")

    for n in range(24):
        await say(ash, f"line {n}")

    await expect(birch.locator(STATUS)).to_have_text("10 new messages")
    await expect(log).to_have_attribute("aria-live", "off")


@pytest.mark.chromium_only
async def test_who_only_reads_has_the_box_behind_a_button(browser: Browser, house: KithProcess):
    context = await stranger(browser)
    page = await context.new_page()
    await page.goto(await gate(page, house) + "?quiet=1")
    await agree(page)
    await is_in(page)
    await expect(page.locator("#text")).to_be_hidden()

    await page.get_by_text("Write something").click()
    await say(page, "Now I do say something.")

    await expect(page.get_by_text("Now I do say something.")).to_be_visible()
    await context.close()


@pytest.mark.chromium_only
async def test_who_is_forgotten_is_out_and_a_reload_does_not_walk_in(come: Come):
    ash, birch = await come(), await come()
    await say(ash, "My last words here.")
    await ash.locator(".menu summary").click()
    await press(ash, "Forget me in this room")
    await expect(ash.get_by_role("dialog")).to_contain_text("stays until its time is over")

    await press(ash, "Forget me and leave")

    told = ash.get_by_text("You are forgotten in this room.")
    await expect(told).to_be_focused()
    await expect(birch.locator("#people summary")).to_have_text("Only you are here")
    await expect(ash.locator("main")).to_have_text("You are forgotten in this room.See all rooms")
    await expect(ash.get_by_role("link", name="Leave now").last).to_be_visible()
    await ash.reload()
    await expect(ash.locator("#agree")).to_be_visible()


@pytest.mark.chromium_only
async def test_who_leaves_the_room_sees_all_rooms_and_the_place_is_free(come: Come):
    ash, birch = await come(), await come()
    await expect(birch.locator("#people summary")).to_have_text("2 people here")

    await ash.locator(".menu summary").click()
    await ash.get_by_role("link", name="Leave the room").click()

    await expect(ash.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    await expect(birch.locator("#people summary")).to_have_text("Only you are here")


async def test_leaving_fast_takes_every_word_along_and_frees_the_place(come: Come):
    ash, birch = await come(), await come()
    await say(birch, "Words nobody at home should see.")
    await hears(ash, "Words nobody at home should see.")

    for _ in range(3):
        await ash.keyboard.press("Shift")

    await ash.wait_for_url("**/weather")
    assert {} == await ash.evaluate("({...sessionStorage, ...localStorage})")
    await expect(birch.locator("#people summary")).to_have_text("Only you are here")


@pytest.mark.chromium_only
async def test_who_finds_the_room_full_may_go_to_the_next_circle(
    browser: Browser, house: KithProcess
):
    title = await open_room(house, capacity=2)
    contexts = [await stranger(browser) for _ in range(3)]
    for context in contexts[:2]:
        await come_in(context, house, title)
    late = await contexts[2].new_page()
    await late.goto(await gate(late, house, title))
    await agree(late)
    await expect(late.locator(".card.full")).to_contain_text("This room is full right now.")

    await press(late, "Go to the other circle")
    await is_in(late)
    await say(late, "There is space here.")
    await late.reload()

    await hears(late, "There is space here.")
    for context in contexts:
        await context.close()


@pytest.mark.chromium_only
async def test_a_closed_room_says_so_and_does_not_try_again(browser: Browser, house: KithProcess):
    title = await open_room(house)
    context = await stranger(browser)
    page = await come_in(context, house, title)
    await page.fill("#text", "half a sentence")

    await operate("room", "close", f"corner-{int(title[-3:])}", "--data", str(house.data))

    await expect(page.locator(".card.closed")).to_contain_text("not open any more")
    await expect(page.locator("#text")).to_have_value("half a sentence")
    await expect(page.get_by_role("button", name="See all rooms")).to_be_visible()
    await context.close()


async def test_who_waits_is_told_when_somebody_comes_and_three_begin_a_circle(come: Come):
    first = await come()
    ring = "Tell me when someone comes"
    await press(first, ring)
    await expect(first.locator(STATUS)).to_contain_text("When three people wait, a circle begins.")
    await expect(first.get_by_role("button", name=ring)).to_have_attribute("aria-pressed", "true")
    title = await first.title()

    second = await come()

    await expect(first.locator(STATUS)).to_have_text("Someone has come.")
    await expect(first).to_have_title(f"(1) {title}")
    await first.evaluate("dispatchEvent(new Event('focus'))")
    await expect(first).to_have_title(title)
    third = await come()
    heard = await third.evaluate_handle(
        "() => { const heard = []; const old = JSON.parse;"
        " JSON.parse = (text) => { heard.push(String(text)); return old(text); }; return heard; }"
    )
    for page in (second, third):
        await press(page, ring)
    await third.wait_for_function(
        "heard => heard.some((it) => it.includes('sharing_circle'))", arg=heard
    )
    await expect(first.get_by_role("button", name=ring)).to_be_hidden()


@pytest.mark.chromium_only
async def test_two_who_wait_are_asked_and_begin_when_both_say_yes(come: Come):
    first, second = await come(), await come()
    for page in (second, first):
        await press(page, "Tell me when someone comes")
    cards = [page.locator("[role=log] .card.pair") for page in (first, second)]

    await expect(cards[0]).to_contain_text("Is it all right for you to begin as a pair?")
    await cards[0].get_by_role("button", name="Yes").click()
    await expect(first.locator(STATUS)).to_contain_text("If the other says yes as well")
    await cards[1].get_by_role("button", name="Yes").click()

    for page in (first, second):
        await expect(page.locator("#meeting")).to_be_visible()
