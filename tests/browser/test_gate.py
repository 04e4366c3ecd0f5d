"""The gate: a name, the agreement, and in; and being the same person next time."""

import asyncio
import json
import re

import pytest
from gate_steps import go_in
from playwright.async_api import Browser, Page, Route, expect
from small_site import GATE, HOUSE

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

HANDLE = GATE.rsplit("/", 1)[1]


async def _named(page: Page) -> str:
    """The name offered, once there is one."""
    await expect(page.get_by_role("button", name="Give me another")).to_be_enabled()
    return await page.locator("#alias").inner_text()


async def _stored(page: Page) -> dict[str, dict[str, str]]:
    stored: dict[str, dict[str, str]] = await page.evaluate(
        "({tab: {...sessionStorage}, device: {...localStorage}})"
    )
    return stored


async def _see_words(page: Page) -> list[str]:
    await page.get_by_text("If you want to be the same person next time").click()
    await page.get_by_role("button", name="Show me twelve words").click()
    await expect(page.locator(".twelve li")).to_have_count(12)
    return await page.locator(".twelve li").all_inner_texts()


async def _type_words(page: Page, words: str) -> None:
    await page.get_by_text("I have recovery words").click()
    await page.get_by_label("Your twelve words").fill(words)
    await page.get_by_role("button", name="Use these words").click()


async def test_one_goes_in_with_a_name_and_a_ready_frame(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)

    await go_in(page)

    assert re.fullmatch(r"[a-z]+ [a-z]+", name)
    stored = await _stored(page)
    frame = json.loads(stored["tab"][f"k.{HANDLE}"])
    assert frame | {"key": ""} == {
        "t": "enter",
        "room": "gambling",
        "key": "",
        "alias": 0,
        "lang": "en",
    }
    assert re.fullmatch(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", frame["key"])
    assert re.fullmatch(r"[A-Za-z0-9_-]{21}[AQgw]", stored["tab"]["k.secret"])
    assert stored["device"] == {}


@pytest.mark.chromium_only
async def test_no_address_holds_who_somebody_is(site: str, page: Page):
    await page.goto(site + GATE)
    await _named(page)

    await go_in(page)

    assert page.url == f"{site}{GATE}?in=1&agree=on"


async def test_nothing_is_kept_before_one_goes_in(site: str, page: Page):
    await page.goto(site + GATE)
    await _named(page)

    assert await _stored(page) == {"tab": {}, "device": {}}
    assert not await page.get_by_label("I have read the five lines and I agree").is_checked()
    assert not await page.locator("#keep").is_checked()


@pytest.mark.chromium_only
async def test_there_are_sixteen_names_and_then_the_first_again(site: str, page: Page):
    await page.goto(site + GATE)
    names = [await _named(page)]
    for n in range(16):
        await page.get_by_role("button", name="Give me another").click()
        await expect(page.locator("#which")).to_have_text(f"Name {(n + 1) % 16 + 1} of 16.")
        names.append(await _named(page))

    assert names[16] == names[0]
    assert len(set(names)) >= 15


@pytest.mark.chromium_only
async def test_the_chosen_name_goes_in(site: str, page: Page):
    await page.goto(site + GATE)
    await _named(page)
    for n in (2, 3, 4):
        await page.get_by_role("button", name="Give me another").click()
        await expect(page.locator("#which")).to_have_text(f"Name {n} of 16.")

    await go_in(page)

    stored = await _stored(page)
    assert json.loads(stored["tab"][f"k.{HANDLE}"])["alias"] == 3


async def test_coming_back_to_the_gate_is_coming_back_as_the_same_person(site: str, page: Page):
    await page.goto(site + GATE)
    await _named(page)
    await page.get_by_role("button", name="Give me another").click()
    await expect(page.locator("#which")).to_have_text("Name 2 of 16.")
    name = await _named(page)
    await go_in(page)

    await page.goto(site + GATE)

    assert await _named(page) == name
    await expect(page.locator("#which")).to_have_text("Name 2 of 16.")


async def test_without_agreeing_nobody_goes_in_and_the_reason_has_the_focus(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)

    await page.get_by_role("button", name="I agree. Go in").click()

    errors = page.get_by_role("alert")
    await expect(errors).to_be_focused()
    await expect(errors).to_contain_text("Please tick the box if you agree")
    assert page.url == site + GATE
    assert await _named(page) == name
    await page.get_by_role("link", name="Please tick the box").click()
    assert await page.locator("#agree").get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize("agreed", [True, False])
async def test_what_is_pressed_before_the_script_is_there_is_done_once_it_is(
    site: str, page: Page, *, agreed: bool
):
    may_come = asyncio.Event()

    async def late(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    await page.route("**/gate.js", late)
    await page.goto(site + GATE, wait_until="commit")
    await page.set_checked("#agree", agreed)
    await page.click("#go")
    may_come.set()

    if not agreed:
        await expect(page.get_by_role("alert")).to_be_focused()
        return
    await page.wait_for_url("**in=1**")
    assert f"k.{HANDLE}" in (await _stored(page))["tab"]


@pytest.mark.chromium_only
async def test_names_that_were_lost_on_the_way_come_a_little_later(site: str, page: Page):
    lost: list[str] = []

    async def first_lost(route: Route) -> None:
        if lost:
            return await route.continue_()
        lost.append(route.request.url)
        return await route.abort()

    await page.route("**/names/*.json", first_lost)

    await page.goto(site + GATE)

    assert re.fullmatch(r"[a-z]+ [a-z]+", await _named(page))
    assert 1 == len(lost)


async def test_the_server_asks_for_agreement_too(site: str, page: Page):
    await page.goto(f"{site}{GATE}?in=1")

    await expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.chromium_only
async def test_leaving_fast_can_be_tried_and_undone(site: str, page: Page):
    await page.goto(f"{site}{GATE}?quiet=1")
    await _named(page)

    await page.get_by_role("link", name="Try it").click()
    await expect(page.get_by_role("heading", name="What the weather words mean")).to_be_visible()
    await page.get_by_role("link", name="Go back").click()

    assert page.url == f"{site}{GATE}?quiet=1"


async def test_twelve_words_bring_the_same_person_back_on_another_device(
    site: str, page: Page, browser: Browser
):
    await page.goto(site + GATE)
    name = await _named(page)
    words = await _see_words(page)
    elsewhere = await browser.new_context()
    other = await elsewhere.new_page()
    await other.goto(site + GATE)
    before = await _named(other)

    await _type_words(other, "  " + "   ".join(words).upper() + "\n")

    await expect(other.locator("#twelve-say")).to_have_text(
        "Your words work. Your names come back."
    )
    await expect(other.locator("#alias")).to_have_text(name)
    assert before != name
    assert await other.get_by_label("Your twelve words").input_value() == ""
    await elsewhere.close()


@pytest.mark.chromium_only
async def test_two_of_the_words_are_typed_back_before_they_vanish(site: str, page: Page):
    await page.goto(site + GATE)
    await _named(page)
    words = await _see_words(page)
    await page.get_by_role("button", name="I have written them down").click()
    await expect(page.locator(".twelve li")).to_have_count(0)
    boxes = [page.locator("#word-1"), page.locator("#word-2")]
    asked = [int((await page.locator(f"[for=word-{n}]").inner_text())[5:]) for n in (1, 2)]
    assert 1 <= asked[0] < asked[1] <= 12

    await boxes[0].fill(words[asked[0] - 1])
    await boxes[1].fill("surely not")
    await boxes[1].press("Enter")
    said = page.locator("recovery-words [data-say]")
    await expect(said).to_contain_text(f"Word {asked[1]} is a different one.")
    await expect(boxes[1]).to_be_focused()

    await boxes[1].fill(f" {words[asked[1] - 1].upper()} ")
    await page.get_by_role("button", name="Check").click()
    await expect(said).to_have_text("Both words are right. Keep the paper in a safe place.")
    html = await page.locator("recovery-words").inner_html()
    assert [word for word in words if f">{word}<" in html] == []


@pytest.mark.parametrize("held", [False, True])
async def test_the_last_enter_key_does_not_bring_the_words_back(
    site: str, page: Page, *, held: bool
):
    await page.goto(site + GATE)
    await _named(page)
    words = await _see_words(page)
    await page.get_by_role("button", name="I have written them down").click()
    for n in (1, 2):
        asked = int((await page.locator(f"[for=word-{n}]").inner_text())[5:])
        await page.locator(f"#word-{n}").fill(words[asked - 1])

    for _ in range(1 + held):
        await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")

    await expect(page.locator("recovery-words [data-say]")).to_have_text(
        "Both words are right. Keep the paper in a safe place."
    )
    await expect(page.get_by_role("button", name="Show me twelve words")).to_be_visible()
    await expect(page.locator(".twelve li")).to_have_count(0)


async def test_a_reload_after_seeing_the_words_is_the_same_person(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)
    await _see_words(page)

    await page.reload()

    assert await _named(page) == name


@pytest.mark.chromium_only
async def test_a_wrong_word_is_named(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)
    words = await _see_words(page)

    await _type_words(page, " ".join([*words[:4], "qqqq", *words[5:]]))
    said = page.locator("#twelve-say")
    await expect(said).to_contain_text('Word 5, "qqqq", is not in our list.')
    await page.get_by_label("Your twelve words").fill(" ".join(words[:11]))
    await page.get_by_role("button", name="Use these words").click()
    await expect(said).to_have_text("There are 11 words. It should be twelve.")
    assert await _named(page) == name


async def test_being_kept_on_the_device_is_asked_for_and_can_be_undone(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)
    await page.get_by_text("If you want to be the same person next time").click()
    await page.get_by_label("Keep me on this device").check()
    await go_in(page)
    stored = await _stored(page)
    assert stored["device"] == {"k.keep": stored["tab"]["k.secret"]}

    another_tab = await page.context.new_page()
    await another_tab.goto(site + GATE)
    assert await _named(another_tab) == name
    await expect(another_tab.get_by_text("your name from then comes back")).to_be_visible()
    await another_tab.get_by_text("If you want to be the same person next time").click()
    await another_tab.get_by_label("Keep me on this device").uncheck()
    await go_in(another_tab)

    assert (await _stored(another_tab))["device"] == {}


@pytest.mark.chromium_only
async def test_each_room_has_another_name_from_the_same_secret(site: str, page: Page):
    await page.goto(site + GATE)
    name = await _named(page)
    await go_in(page)
    secret = (await _stored(page))["tab"]["k.secret"]

    await page.goto(site + GATE[:-1] + "1")

    assert await _named(page) != name
    assert (await _stored(page))["tab"]["k.secret"] == secret


async def test_an_unsafe_connection_is_said_instead_of_half_working(site: str, page: Page):
    await page.goto(site.replace("127.0.0.1", "plain.test") + GATE)

    await expect(page.get_by_text("This page did not come over a safe connection.")).to_be_visible()
    await expect(page.get_by_role("button", name="I agree. Go in")).to_be_disabled()


@pytest.mark.chromium_only
async def test_the_house_is_in_the_page(site: str, page: Page):
    await page.goto(site + GATE)

    assert await page.locator("html").get_attribute("data-house") == HOUSE
