"""Your data on this device: seen, chosen, and gone when one says so."""

import json

import pytest
from accessible import axe
from gate_steps import go_in
from playwright.async_api import Page, expect
from small_site import GATE

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

KEPT = "AAECAwQFBgcICQoLDA0ODw"


async def _settings(page: Page) -> dict[str, object]:
    text = await page.evaluate("localStorage.getItem('k.settings')")
    settings: dict[str, object] = json.loads(text or "{}")
    return settings


async def _add(page: Page, day: str, words: str) -> None:
    await page.get_by_label("Day").fill(day)
    await page.get_by_label("Your own words").fill(words)
    await page.get_by_role("button", name="Add a milestone").click()


async def test_nothing_is_there_until_somebody_wants_it(site: str, page: Page):
    await page.goto(f"{site}/data")

    await expect(page.get_by_text("There is no name on this device.")).to_be_visible()
    await expect(page.get_by_text("You have added none.")).to_be_visible()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_text_and_colours_change_at_once_and_on_every_page(site: str, page: Page):
    await page.goto(f"{site}/data")
    await page.get_by_label("Very large").check()
    await page.get_by_label("Dark").check()
    await expect(page.get_by_text("Saved on this device.")).to_be_visible()
    look = "[getComputedStyle(document.body).color, getComputedStyle(document.body).fontSize]"
    here = await page.evaluate(look)

    await page.goto(site)

    assert await page.evaluate(look) == here == ["rgb(233, 230, 223)", "24px"]
    assert await _settings(page) == {"size": "larger", "theme": "dark"}
    assert await axe(page) == []


@pytest.mark.chromium_only
async def test_settings_hold_only_what_differs(site: str, page: Page):
    await page.goto(f"{site}/data")
    boxes = [
        "The Enter key",
        "Check my spelling",
        "Read every message",
        "Do not leave",
        "Switch off",
    ]
    for box in boxes:
        await page.get_by_label(box).check()
    assert await _settings(page) == {
        "enter": True,
        "spell": True,
        "aloud": True,
        "shift": False,
        "keys": False,
    }

    await page.reload()
    for box in boxes:
        assert await page.get_by_label(box).is_checked()
        await page.get_by_label(box).uncheck()

    assert await page.evaluate("localStorage.length") == 0


@pytest.mark.chromium_only
async def test_milestones_stand_in_the_order_of_their_days(site: str, page: Page):
    await page.goto(f"{site}/data")
    await _add(page, "2026-05-03", "Started again")
    await _add(page, "2026-02-01", "First day")
    await expect(page.get_by_text("Added. Well done for each day.")).to_be_visible()

    await page.reload()

    stones = page.get_by_role("list", name="Your milestones").get_by_role("listitem")
    await expect(stones).to_have_count(2)
    assert "February 1, 2026 First day" in (await stones.first.inner_text()).replace("\n", " ")
    assert await axe(page) == []


@pytest.mark.chromium_only
async def test_a_milestone_without_day_or_words_is_asked_for(site: str, page: Page):
    await page.goto(f"{site}/data")

    await page.get_by_role("button", name="Add a milestone").click()

    await expect(page.get_by_text("Please choose a day and write a few words.")).to_be_visible()
    await expect(page.get_by_label("Day")).to_be_focused()
    assert await page.evaluate("localStorage.length") == 0


@pytest.mark.chromium_only
async def test_a_milestone_can_be_taken_away_and_the_last_leaves_nothing(site: str, page: Page):
    await page.goto(f"{site}/data")
    await _add(page, "2026-05-03", "Started again")
    await page.get_by_label("Keep my milestones when I press Leave now").check()
    stored = json.loads(await page.evaluate("localStorage.getItem('k.milestones')"))
    assert stored == {"list": [{"day": "2026-05-03", "words": "Started again"}], "hold": True}

    await page.get_by_role("button", name="Remove: Started again").click()

    await expect(page.get_by_text("You have added none.")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0


async def test_milestones_can_be_copied_as_text(site: str, page: Page):
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(f"{site}/data")
    await _add(page, "2026-05-03", "<b>Started</b>")

    await page.get_by_role("button", name="Copy as text").click()

    await expect(page.get_by_text("Copied. You can paste it where you like.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "May 3, 2026: <b>Started</b>"


@pytest.mark.chromium_only
async def test_where_copying_is_not_allowed_the_text_stands_there(site: str, page: Page):
    await page.add_init_script("delete Navigator.prototype.clipboard")
    await page.goto(f"{site}/data")
    await _add(page, "2026-05-03", "Started")

    await page.get_by_role("button", name="Copy as text").click()

    await expect(page.get_by_label("Your milestones as text")).to_have_value("May 3, 2026: Started")


@pytest.mark.chromium_only
async def test_somebody_kept_on_the_device_can_stop_that(site: str, page: Page):
    await page.goto(site)
    await page.evaluate(f"localStorage.setItem('k.keep', '{KEPT}')")
    await page.goto(f"{site}/data")
    await expect(page.get_by_text("Your name is kept on this device.")).to_be_visible()

    await page.get_by_role("button", name="Stop keeping me on this device").click()

    await expect(page.get_by_text("You are no longer kept on this device.")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0
    assert await page.evaluate("sessionStorage.getItem('k.secret')") == KEPT


async def test_erasing_is_asked_twice_and_then_lists_what_is_gone_and_what_is_not(
    site: str, page: Page
):
    await page.goto(f"{site}/data")
    await page.get_by_label("Dark").check()
    await _add(page, "2026-05-03", "Started")
    await page.evaluate(f"sessionStorage.setItem('k.secret', '{KEPT}')")

    await page.get_by_role("button", name="Erase all").click()
    assert await axe(page) == []
    await page.get_by_role("button", name="Keep them").click()
    assert await page.evaluate("localStorage.length") == 2
    await expect(page.get_by_role("button", name="Erase all")).to_be_focused()

    await page.get_by_role("button", name="Erase all").click()
    await page.get_by_role("dialog").get_by_role("button", name="Erase all").click()

    await expect(page.get_by_role("heading", name="Erased")).to_be_focused()
    assert await page.locator("#erased-list li").all_inner_texts() == [
        "Your name",
        "Your settings",
        "Your milestones",
    ]
    await expect(page.get_by_text("The history of your browser")).to_be_visible()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert await page.evaluate("'theme' in document.documentElement.dataset") is False


@pytest.mark.chromium_only
async def test_the_escape_key_keeps_everything(site: str, page: Page):
    await page.goto(f"{site}/data")
    await page.get_by_label("Dark").check()
    await page.get_by_role("button", name="Erase all").click()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert await _settings(page) == {"theme": "dark"}


async def test_a_question_does_not_stand_in_the_way_out(site: str, page: Page):
    await page.goto(f"{site}/data")
    await page.get_by_role("button", name="Erase all").click()

    await page.get_by_role("dialog").get_by_role("link", name="Leave now").click()

    await page.wait_for_url("**/weather")


async def test_spoiled_settings_spoil_no_page(site: str, page: Page, complaints: list[str]):
    await page.goto(site)
    await page.evaluate("localStorage.setItem('k.settings', 'null')")
    await page.evaluate("localStorage.setItem('k.milestones', '{')")

    for path in ["/data", GATE, "/"]:
        await page.goto(site + path)
    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url("**/weather")

    assert complaints == []


@pytest.mark.chromium_only
async def test_milestones_behind_a_passphrase_are_read_by_nobody_without_it(site: str, page: Page):
    asked: list[str] = []
    await page.goto(f"{site}/data")
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    await _add(page, "2026-05-03", "one year")
    await page.get_by_label("Lock them with a passphrase").fill("little lamp")
    await page.get_by_role("button", name="Lock", exact=True).click()
    await expect(page.get_by_text("Locked. This page asks")).to_be_visible()
    await _add(page, "2026-06-03", "thirteen months")
    stones = page.get_by_role("list", name="Your milestones").get_by_role("listitem")
    await expect(stones).to_have_count(2)
    kept = await page.evaluate("localStorage.getItem('k.milestones')")
    assert ["hold", "sealed"] == list(json.loads(kept))
    assert [] == asked  # nothing of it is on the wire
    assert await axe(page) == []

    await page.reload()
    await expect(page.get_by_text("Your milestones are locked.")).to_be_visible()
    await expect(page.get_by_role("button", name="Add a milestone")).to_be_hidden()
    await page.get_by_label("Your passphrase").fill("little lamb")
    await page.get_by_role("button", name="Open them").click()
    await expect(page.get_by_text("That did not open them.")).to_be_visible()
    assert await axe(page) == []
    await page.get_by_label("Your passphrase").fill("little lamp")
    await page.get_by_role("button", name="Open them").click()

    await expect(stones).to_have_count(2)
    await expect(stones.first).to_contain_text("one year")
    await page.get_by_role("button", name="Take the lock off").click()
    await expect(page.get_by_text("The lock is off.")).to_be_visible()
    kept = json.loads(await page.evaluate("localStorage.getItem('k.milestones')"))
    assert ["one year", "thirteen months"] == [stone["words"] for stone in kept["list"]]


@pytest.mark.chromium_only
async def test_no_page_sends_milestones_anywhere(site: str, page: Page):
    """Every request and every frame of a socket, on each kind of page, with some kept."""
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(f"{request.url} {request.headers} {request.post_data}"),
    )
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))),
    )
    await page.goto(f"{site}/data")
    await _add(page, "2026-05-03", "WatchedWords")
    await page.get_by_label("Keep my milestones when I press Leave now").check()

    for path in ("/", "/data", "/meetings", "/help", "/safe", GATE):
        await page.goto(site + path)
    await expect(page.locator("#another")).to_be_enabled()
    await go_in(page)
    await expect(page.locator("html")).to_have_attribute("data-ready", "")
    await page.goto(f"{site}/data")
    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url(lambda url: "/data" not in url)

    assert len(sent) > 8
    assert [one for one in sent if "WatchedWords" in one or "2026-05-03" in one] == []
