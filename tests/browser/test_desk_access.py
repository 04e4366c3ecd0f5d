"""The volunteers' pages by keyboard, by ear, small, large, dark and from right to left."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from accessible import axe
from desk_crew import claims, joined, on_shift, opens, volunteer
from kith_process import KithProcess
from layout import SPILLED
from meeting import open_room
from playwright.async_api import Browser, Page, expect
from wire import Wire

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
BUDGET_BYTES = 80 * 1024
RING = """() => {
  const { outlineOffset, outlineWidth, outlineStyle } = getComputedStyle(document.activeElement);
  return [outlineStyle, outlineWidth, outlineOffset];
}"""
LOOKS = [("light", 1100, "en"), ("dark", 1100, "de"), ("light", 320, "pl"), ("dark", 320, "ar")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def flagged(house: KithProcess) -> AsyncIterator[str]:
    """Give the title of a room where a worrying line was written, and its author is still there."""
    wire = await Wire.dial(house.ws)
    await wire.enter(open_room(house.data, title="A quiet corner"))
    await wire.say("hello")
    await wire.say(WORRYING)
    yield "A quiet corner"
    await wire.close()


@pytest.mark.parametrize(("colours", "width", "lang"), LOOKS)
async def test_axe_finds_nothing_and_everything_fits(
    browser: Browser, house: KithProcess, flagged: str, colours: str, width: int, lang: str
):
    context = await volunteer(browser, width=width, dark=colours == "dark")
    page = await joined(context, house, "coordinator", lang)
    await _is_well(page)
    await on_shift(page)
    await claims(page, flagged)
    for fold in await page.locator("details:visible > summary").all():
        await fold.click()
    await page.locator(".part [aria-expanded=false]").first.click()
    await page.locator(".part [aria-expanded=false]").first.click()
    await page.locator("[data-key=m0-hide]").click()
    await expect(page.locator(".asking")).to_be_visible()

    await _is_well(page)
    await page.locator(".claim button").first.click()
    await page.goto(page.url.replace("/desk", "/desk/roster"))
    await expect(page.locator("#crew-page")).to_be_visible()
    await _is_well(page)
    await context.close()


async def test_axe_finds_nothing_at_the_door(house: KithProcess, page: Page):
    await page.goto(f"{house.url.replace('127.0.0.1', 'localhost')}/desk")
    await expect(page.locator("#sign-in")).to_be_visible()

    await _is_well(page)


async def _is_well(page: Page) -> None:
    assert [] == await axe(page)
    assert [] == await page.evaluate(SPILLED)


async def test_a_case_is_claimed_and_shown_by_keyboard_alone(
    browser: Browser, house: KithProcess, flagged: str
):
    context = await volunteer(browser)
    page = await on_shift(await joined(context, house))
    await page.keyboard.press("Alt+Shift+Q")
    await expect(page.locator(".case").filter(has_text=flagged)).to_be_focused()
    ring = await page.evaluate(RING)
    assert ["solid", "3px", "-3px"] == ring, "beyond its row the ring would be cut off"

    await page.keyboard.press("Enter")
    await expect(page.locator("h2#d")).to_be_focused()
    await page.keyboard.press("Alt+Shift+C")
    await expect(page.locator(".yours")).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if "Show message" == await page.evaluate("document.activeElement.textContent"):
            break
    await page.keyboard.press("Enter")

    await expect(page.locator("#detail blockquote")).to_have_text(WORRYING)
    await page.get_by_role("button", name="Give back").click()
    await context.close()


async def test_the_keys_can_be_switched_off(browser: Browser, house: KithProcess, flagged: str):
    context = await volunteer(browser)
    page = await on_shift(await joined(context, house))
    await expect(page.locator(".case").filter(has_text=flagged)).to_be_visible()
    await page.get_by_text("Settings").click()
    await page.get_by_label("Use the keys below").uncheck()

    await page.keyboard.press("Alt+Shift+Q")

    assert await page.evaluate("document.activeElement.matches('.case')") is False
    await context.close()


async def test_one_log_one_status_one_alert_and_no_wide_roles(
    browser: Browser, house: KithProcess, flagged: str
):
    context = await volunteer(browser)
    page = await on_shift(await joined(context, house))
    await opens(page, flagged)

    roles = await page.evaluate(
        "[...document.querySelectorAll('[role], [aria-live]')].map((it) => it.role).sort()"
    )

    assert ["alert", "log", "status"] == [role for role in roles if role != "group"]
    await context.close()


async def test_the_page_stays_in_its_budget(browser: Browser, house: KithProcess):
    context = await volunteer(browser)
    page = await joined(context, house)
    wire = await context.new_cdp_session(page)
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))

    await page.reload(wait_until="networkidle")

    assert 20 <= len(sizes)
    assert sum(sizes) <= BUDGET_BYTES, sum(sizes)
    await context.close()


async def test_nothing_comes_from_elsewhere_and_nothing_is_complained_of(
    browser: Browser, house: KithProcess
):
    context = await volunteer(browser)
    page = await joined(context, house)
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.reload(wait_until="networkidle")

    assert [] == heard
    assert {page.url.split("/desk")[0]} == {"/".join(url.split("/")[:3]) for url in asked}
    await context.close()
