"""The room by keyboard, by ear, small, large and dark."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from playwright.async_api import Browser, Page, expect
from strangers import agree, come_in, gate, hears, is_in, open_room, say, stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

Two = tuple[Page, Page]
CASES = [("dark", 360), ("light", 320), ("dark", 1100)]


@pytest_asyncio.fixture(loop_scope="session")
async def two(browser: Browser, house: KithProcess) -> AsyncIterator[Two]:
    """Give two strangers alone in a room."""
    title = await open_room(house)
    contexts = [await stranger(browser), await stranger(browser)]
    first, second = [await come_in(context, house, title) for context in contexts]
    yield first, second
    for context in contexts:
        await context.close()


async def roles(page: Page, *names: str) -> list[str]:
    """Return the wanted roles as they stand in the tree a screen reader gets."""
    wire = await page.context.new_cdp_session(page)
    await wire.send("Accessibility.enable")
    tree: dict[str, Any] = await wire.send("Accessibility.getFullAXTree")
    found = [str(node.get("role", {}).get("value")) for node in tree["nodes"]]
    return [role for role in found if role in names]


@pytest.mark.chromium_only
@pytest.mark.parametrize(("colours", "width"), CASES)
async def test_axe_finds_nothing(browser: Browser, house: KithProcess, colours: str, width: int):
    await axe_finds_nothing(browser, house, width=width, dark=colours == "dark")


async def test_axe_finds_nothing_in_either_engine(browser: Browser, house: KithProcess):
    await axe_finds_nothing(browser, house, width=360, dark=False)


async def axe_finds_nothing(
    browser: Browser, house: KithProcess, *, width: int, dark: bool
) -> None:
    title = await open_room(house)
    context = await stranger(browser, width=width, dark=dark)
    page = await come_in(context, house, title)
    empty = await axe(page)
    await say(page, "Hello to whoever comes.")
    await say(page, "turned \u202e around")
    await expect(page.locator("#returned blockquote")).to_be_visible()
    await page.click("#need")
    await expect(page.locator(".card.help")).to_be_visible()
    talking = await axe(page)
    await page.locator(".menu summary").click()
    menu = await axe(page)
    await page.locator("header [data-help]").click()
    await expect(page.get_by_role("dialog", name="Help now")).to_be_visible()
    helped = await axe(page)
    await page.keyboard.press("Escape")
    await page.locator("li.said [data-act=about]").first.click()
    await expect(page.get_by_role("dialog", name="About this message")).to_be_visible()
    about = await axe(page)

    assert [[]] * 5 == [empty, talking, menu, helped, about]
    await context.close()


@pytest.mark.parametrize("size", ["", "larger"])
async def test_a_narrow_screen_and_large_text_keep_the_box_and_cut_nothing(
    browser: Browser, house: KithProcess, size: str
):
    context = await stranger(browser, width=320)
    await context.add_init_script(f"document.documentElement.dataset.size = '{size}'")
    page = await come_in(context, house, await open_room(house))
    await say(page, "averyverylongwordwithoutanyspaces" * 10)

    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    await expect(page.locator("header [data-leave]")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("scrollY") == 0
    await context.close()


@pytest.mark.chromium_only
@pytest.mark.parametrize("height", [256, 330, 420])
async def test_nothing_moves_under_a_press_while_somebody_writes(two: Two, height: int):
    ash, birch = two
    await ash.set_viewport_size({"width": 320, "height": height})

    await ash.locator("#text").press_sequentially("short screen")
    await ash.click("#send")
    await hears(birch, "short screen")
    await ash.locator("#text").press_sequentially("and then")
    await ash.click("header [data-leave]")

    await ash.wait_for_url("**/weather")


@pytest.mark.chromium_only
async def test_there_is_one_log_one_status_and_one_alert(two: Two):
    ash, birch = two
    await say(ash, "Here I am.")
    await hears(birch, "Here I am.")

    assert ["alert", "log", "status"] == sorted(await roles(birch, "log", "status", "alert"))


async def test_the_live_regions_are_there_and_empty_before_any_script(
    browser: Browser, house: KithProcess
):
    context = await stranger(browser)
    page = await context.new_page()
    address = await gate(page, house) + "?in=1&agree=on"
    await page.route("**/*.js", lambda request: request.abort())

    await page.goto(address)

    for role in ("log", "status", "alert"):
        await expect(page.get_by_role(role, include_hidden=True)).to_have_count(1)
    await expect(
        page.locator("[role=log] li, #status:not(:empty), #alert:not(:empty)")
    ).to_have_count(0)
    await expect(page.locator("#text")).to_be_editable()
    await context.close()


async def test_ones_own_words_are_told_once_by_the_status_line(two: Two):
    ash, birch = two

    await say(ash, "Is this heard twice?")
    await hears(birch, "Is this heard twice?")

    await expect(ash.locator("#status")).to_have_text("Saved")
    await expect(ash.locator("li.mine")).to_have_attribute("aria-live", "off")
    assert await birch.locator("li.said").first.get_attribute("aria-live") is None
    await expect(birch.locator("[role=log]")).to_have_attribute("aria-live", "polite")


async def test_everything_goes_by_keyboard(two: Two):
    ash, birch = two
    await say(birch, "first")
    await say(birch, "second")
    await hears(ash, "first", "second")
    await ash.bring_to_front()
    keys = ash.keyboard
    focused = ash.locator(":focus")

    await keys.press("Alt+Shift+M")
    await ash.keyboard.type("by hand")
    await keys.press("Control+Enter")
    await hears(birch, "first", "second", "by hand")
    await keys.press("Alt+Shift+L")
    await expect(ash.locator("[role=log]")).to_be_focused()
    await keys.press("Tab")
    await expect(focused).to_have_text("More about this message")
    await keys.press("ArrowUp")
    await keys.press("ArrowUp")
    await keys.press("Enter")
    await expect(ash.get_by_role("dialog")).to_contain_text("first")
    await keys.press("Escape")
    await expect(ash.get_by_role("dialog")).to_have_count(0)
    await expect(focused).to_have_text("More about this message")
    await keys.press("Alt+Shift+H")
    await expect(ash.get_by_role("dialog", name="Help now")).to_be_visible()
    await keys.press("Escape")
    await keys.press("Escape")

    await expect(ash.get_by_role("dialog")).to_have_count(0)
    assert "/t/" in ash.url


async def test_the_first_stops_are_the_way_out_the_messages_and_the_box(two: Two):
    ash, _ = two
    await ash.reload()
    await is_in(ash)
    await ash.bring_to_front()

    stops = []
    for _ in range(3):
        await ash.keyboard.press("Tab")
        stops.append(await ash.locator(":focus").inner_text())
    await ash.keyboard.press("Enter")

    assert ["Leave now", "Skip to messages", "Skip to the message box"] == stops
    await expect(ash.locator("#text")).to_be_focused()


async def test_enter_sends_only_for_who_asked_for_it(browser: Browser, house: KithProcess):
    context = await stranger(browser)
    await context.add_init_script("localStorage.setItem('k.settings', '{\"enter\": true}')")
    page = await come_in(context, house, await open_room(house))

    await page.locator("#text").press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")

    await hears(page, "one\ntwo")
    await context.close()


async def test_a_new_line_is_a_new_line_by_default(two: Two):
    ash, _ = two

    await ash.locator("#text").press_sequentially("one")
    await ash.keyboard.press("Enter")
    await ash.keyboard.type("two")

    await expect(ash.locator("#text")).to_have_value("one\ntwo")


@pytest.mark.chromium_only
async def test_live_takes_four_requests_and_nothing_comes_from_elsewhere(
    browser: Browser, house: KithProcess
):
    context = await stranger(browser)
    page = await context.new_page()
    await page.goto(await gate(page, house, await open_room(house)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await agree(page)
    await is_in(page)

    first = asked[:5]
    assert [url.rsplit("/", 1)[-1] for url in first[1:4]] == ["room.js", "log.js", "app.js"]
    assert all(url.startswith(house.url) for url in asked)
    assert await page.title() == "Kith"
    assert "gambling" not in page.url
    await context.close()
