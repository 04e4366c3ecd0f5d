"""Every page as a person meets it: readable, reachable by keyboard, in any light and width."""

import pytest
from accessible import axe
from playwright.async_api import Browser, Page
from small_site import GATE
from unscripted import choose, follow, shows

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

PAGES = ["/", "/help", "/help?country=GB", "/help?country=other", "/data", "/safe", "/weather"]
GATES = [GATE, f"{GATE}?in=1", f"{GATE}?try=1", f"{GATE}?quiet=1"]
OURS = ["/", "/help", "/data", "/safe", GATE]
LIGHTS = {"chromium": ["light", "dark"], "firefox": ["light"]}  # what a test can ask of it
# What a person sees who needs more room, more contrast, or colours of their own.
NEEDS = {
    "narrow": {"viewport": {"width": 320, "height": 568}},
    "wide": {"viewport": {"width": 1024, "height": 768}},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}


async def _width(page: Page) -> list[int]:
    widths: list[int] = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return widths


@pytest.mark.parametrize("path", PAGES + GATES)
async def test_axe_finds_nothing_in_any_light(
    site: str, page: Page, engine: str, complaints: list[str], path: str
):
    await page.goto(site + path)

    for light in LIGHTS[engine]:
        await page.emulate_media(color_scheme=light)
        assert await axe(page) == []
    assert complaints == []


async def test_axe_finds_nothing_on_the_page_of_a_wrong_address(site: str, page: Page):
    await page.goto(f"{site}/nowhere")

    assert await axe(page) == []


@pytest.mark.chromium_only
@pytest.mark.parametrize("need", NEEDS)
async def test_pages_serve_who_needs_them_otherwise(site: str, browser: Browser, need: str):
    context = await browser.new_context(**NEEDS[need])
    page = await context.new_page()

    for path in OURS:
        await page.goto(site + path)
        shown, there = await _width(page)
        assert shown <= there
        assert await axe(page) == []
    await context.close()


@pytest.mark.parametrize(
    "change",
    ["documentElement.style.fontSize = '212%'", "documentElement.dir = 'rtl'"],
    ids=["text twice as large", "right to left"],
)
async def test_pages_fit_however_they_are_read(site: str, page: Page, change: str):
    for path in OURS:
        await page.goto(site + path)
        await page.evaluate(f"document.{change}")

        shown, there = await _width(page)
        assert shown <= there


async def test_the_first_stop_of_the_keyboard_is_the_way_out(site: str, page: Page):
    for path in OURS:
        await page.goto(site + path)

        await page.keyboard.press("Tab")
        first = await page.evaluate("document.activeElement.textContent")
        await page.keyboard.press("Tab")
        second = await page.evaluate("document.activeElement.textContent")

        assert (first, second) == ("Leave now", "Skip to the page")


async def test_what_one_presses_is_large_enough(site: str, page: Page):
    for path in OURS:
        await page.goto(site + path)
        small = await page.evaluate(
            """[...document.querySelectorAll(".button, select, summary, footer a")]
                .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 44)
                .map((it) => it.outerHTML)"""
        )
        assert small == []


async def test_the_first_page_is_one_request_and_keeps_nothing(site: str, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(site)

    assert asked == [f"{site}/"]
    assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert await page.context.cookies() == []


async def test_a_room_shows_what_one_wants_to_know_first(site: str, page: Page):
    await page.goto(site)

    rooms = page.get_by_role("navigation", name="Topics")
    text = await rooms.get_by_role("listitem").first.inner_text()
    assert "For people who gamble and want it to change." in text
    assert "A few people here" in text
    assert "No volunteer is watching right now." in text
    assert await rooms.get_by_role("link", name="Join Low days").is_visible()
    assert await rooms.get_by_role("link", name="Read quietly Us at home").is_visible()


async def test_reading_quietly_is_one_press_away(site: str, page: Page):
    await page.goto(site)

    await page.get_by_role("link", name="Read quietly").first.click()

    assert page.url == f"{site}{GATE}?quiet=1"
    assert await page.get_by_text("You can just read. Nobody minds.").is_visible()


async def test_rooms_and_help_lines_need_no_script(site: str, without_script: Page):
    page = without_script
    await page.goto(site)
    await choose(page.get_by_label("Choose your country"), "United K")
    await follow(page.get_by_role("button", name="Show help lines"))

    await shows(page.get_by_role("heading", name="Samaritans"), "Samaritans")
    assert page.url == f"{site}/help?country=GB"


async def test_without_script_the_gate_still_says_what_is_missing(site: str, without_script: Page):
    page = without_script
    await page.goto(site + GATE)

    await follow(page.get_by_role("button", name="I agree. Go in"))

    await shows(page.get_by_role("heading", name="One thing is missing"), "missing")
    assert await page.get_by_role("checkbox").get_attribute("aria-invalid") == "true"
