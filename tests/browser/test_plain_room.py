"""The room without script: one walks in, reads, writes, is refused, asks for help, and leaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import pytest_asyncio
from kith_process import KithProcess
from meeting import lead_to_its_round
from plain_member import FROM_HERE, PlainMember, newcomer
from plain_member import Page as Answer
from plain_tab import EN, box_of, boxed, door, go_in, log_of, press, say
from playwright.async_api import Page
from unscripted import follow, reads, shows, tick, until, write
from wire import Wire, fresh_id

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

QUESTION = "is anybody <here>?\n& awake"
ANSWER = "I am. <b>Take</b> your time."
TOO_LONG = "x" * 2_001  # the box would hold it, the room does not
TOO_MANY_REQUESTS = 429


@pytest_asyncio.fixture(loop_scope="session")
async def tab(without_script: Page, house: KithProcess, title: str, other: Wire) -> Page:
    """Give the tab of somebody who has just come into the room without script."""
    await without_script.goto(await door(without_script, house, title, "plain=1"))
    await go_in(without_script)
    assert other.hello
    return without_script


async def said(other: Wire) -> list[str]:
    """Return what was said in the room so far."""
    return [frame["text"] for frame in await other.so_far() if frame["t"] == "said"]


async def test_one_walks_in_and_talks_without_any_script(
    without_script: Page, house: KithProcess, title: str, other: Wire
):
    page, log, box = without_script, log_of(without_script), box_of(without_script)
    gate = await door(page, house, title)

    # The gate for scripts sends on by itself whoever has none.
    await page.goto(gate, wait_until="commit")
    await page.wait_for_url("**plain=1**")
    await until(page.locator("#alias").all_inner_texts, lambda names: names and names[0])
    name = await page.locator("#alias").inner_text()
    await go_in(page)
    await say(page, QUESTION)

    await reads(box.locator("#status"), EN["plain.saved"])
    await reads(log.locator("li.mine .talk"), QUESTION)
    heard = await other.until_said(QUESTION)
    assert name == heard["alias"]
    assert "ack" == (await other.say(ANSWER))["t"]
    await reads(log.locator("li.said .talk"), QUESTION, ANSWER)
    assert [EN["room.own"], other.alias] == await log.locator("li.said bdi").all_inner_texts()
    assert "" == await boxed(page)


@pytest.mark.parametrize(("text", "why"), [("", "room.no_empty"), (TOO_LONG, "room.no_too_long")])
async def test_words_that_are_refused_come_back_with_the_reason(
    tab: Page, other: Wire, text: str, why: str
):
    await say(tab, text)

    await shows(box_of(tab).locator("#wrong"), EN[why])
    assert text == await boxed(tab)
    assert [] == await said(other)


@asynccontextmanager
async def in_a_hurry(tab: Page, house: KithProcess) -> AsyncIterator[None]:
    """Have the same person say so much elsewhere that they have to wait for a while."""
    (cookie,) = await tab.context.cookies()
    handle = tab.url.partition("/t/")[2].partition("?")[0]
    async with PlainMember(house, handle) as same:
        shown = {"Cookie": f"{cookie['name']}={cookie['value']}"}
        form = await same.get("/write", **shown)

        async def say_more() -> Answer:
            fields = same.filled(form, "and more") | {"id": fresh_id()}
            return await same.post("/write", fields, {**FROM_HERE, **shown})

        async def talk_on() -> None:
            while True:
                await say_more()

        while (await say_more()).status != TOO_MANY_REQUESTS:
            pass
        talking = asyncio.create_task(talk_on())
        try:
            yield
        finally:
            talking.cancel()
            with suppress(asyncio.CancelledError):
                await talking


@pytest.mark.parametrize("house", ["on"], indirect=True)
async def test_who_is_too_fast_is_asked_to_wait_and_keeps_the_words(
    tab: Page, house: KithProcess, other: Wire
):
    async with in_a_hurry(tab, house):
        await say(tab, QUESTION)
        await shows(box_of(tab).locator("#wrong"), EN["plain.kept"])

    assert QUESTION == await boxed(tab)
    assert QUESTION not in await said(other)


async def test_asking_for_somebody_shows_a_card_and_keeps_the_words(tab: Page, other: Wire):
    box = box_of(tab)
    await say(tab, TOO_LONG)
    await shows(box.locator("#wrong"), EN["room.no_too_long"])

    await press(tab, "need")

    card = log_of(tab).locator(".card.help")
    await shows(card, EN["room.card_help"])
    await shows(card, EN["room.duty_none"])
    await reads(box.locator("#status"), EN["room.needed"])
    assert TOO_LONG == await boxed(tab)
    assert [] == await said(other)


async def test_a_line_is_reported_from_its_own_page(tab: Page, other: Wire):
    log = log_of(tab)
    await other.say(ANSWER)
    await reads(log.locator("li.said .talk"), ANSWER)

    await follow(log.locator("li.said .about"))
    await reads(log.locator("blockquote"), ANSWER)
    await follow(log.locator("button[value=report]"))
    await shows(log.locator("[role=alert]"), EN["plain.choose"])
    await tick(log.locator("#why-worried"))
    await follow(log.locator("button[value=report]"))

    await reads(log.locator("[role=status]"), EN["room.reported"])
    await follow(log.get_by_role("link", name=EN["plain.to_messages"]))
    await reads(log.locator("li.said .talk"), ANSWER)


async def test_help_needs_no_network_and_leaving_frees_the_place(tab: Page, other: Wire):
    joined = await newcomer(other)

    await follow(tab.locator("header [data-help]"))
    await until(tab.locator("#help").is_visible, bool)
    await shows(tab.locator("#help .numbers"), "112")
    await follow(tab.get_by_role("link", name=EN["help.back"]).first)
    await until(tab.locator("#help").is_hidden, bool)
    await follow(tab.locator(".menu summary"))
    await follow(tab.locator(".menu-sheet").get_by_role("button", name=EN["roompage.leave"]))

    await reads(tab.locator("h1"), EN["landing.heading"])
    while joined["id"] not in (await other.expect("here")).get("left", []):
        pass


async def test_leaving_now_is_one_press_and_takes_the_cookie_along(tab: Page):
    await follow(tab.locator("header [data-leave]"))

    await until(tab.title, lambda title: title not in ("", EN["page.title"]))
    assert tab.url.endswith("/weather")
    assert [] == await tab.context.cookies()


async def test_a_turn_is_asked_for_among_the_messages_and_words_in_the_box_stay(
    tab: Page, house: KithProcess, other: Wire
):
    room = other.hello["room"]["id"]
    await lead_to_its_round(house.data, room, other)
    await write(box_of(tab).locator("#text"), QUESTION)
    button = log_of(tab).locator(".meeting").last.locator("button[value=ask]")
    await until(button.count, lambda found: found == 1)

    await follow(button)
    turn = await other.expect("turn", why="asked")
    await other.say("too early")
    await until(log_of(tab).locator("button[value=pass]").count, lambda found: found == 1)
    typed = await box_of(tab).locator("#text").input_value()
    await press(tab, "say")

    assert turn["turn"]["holder"] == (await other.until_said(QUESTION))["by"]
    assert typed == QUESTION
