"""Leaving fast: blank first, from what is already here; the network last, or not at all."""

import pytest
from gate_steps import go_in
from playwright.async_api import Page, expect
from small_site import GATE, small_site
from unscripted import follow, until

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

# What stands on the screen, in the tab and in storage in the very moment after the press:
# read in the same turn of the page's own loop, so nothing was waited for.
AT_ONCE = """({text: document.body.innerText, title: document.title,
    kept: localStorage.length + sessionStorage.length})"""
BLANK = {"text": "Loading", "title": "Loading", "kept": 0}
FILL = "localStorage.setItem('k.keep', 'x'); sessionStorage.setItem('k.secret', 'x')"


async def _thrice(page: Page) -> None:
    for _ in range(3):
        await page.keyboard.press("Shift")


@pytest.mark.parametrize("path", ["/", "/help", "/data", "/safe", GATE, "/nowhere"])
async def test_the_screen_is_blank_and_the_device_empty_before_anything_else(
    site: str, page: Page, path: str
):
    await page.goto(site + path)
    await page.evaluate(FILL)

    then = await page.evaluate(f"document.querySelector('.always [data-leave]').click(), {AT_ONCE}")

    assert then == BLANK
    await page.wait_for_url("**/weather")


async def test_nothing_is_asked_of_the_network_before_the_screen_is_blank(site: str, page: Page):
    await page.goto(site)
    await page.evaluate(
        """() => {
            window.blankAt = new Promise((seen) => new MutationObserver(() => {
                if (document.body?.innerText === "Loading") seen(performance.now());
            }).observe(document.documentElement, {childList: true, subtree: true}));
        }"""
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.context.set_offline(offline=True)

    await page.get_by_role("link", name="Leave now").last.click()
    await page.evaluate("window.blankAt")

    assert asked == []


async def test_offline_the_blank_page_stays_and_goes_on_when_it_can(site: str, page: Page):
    await page.goto(site + GATE)
    await page.context.set_offline(offline=True)

    await page.get_by_role("link", name="Leave now").last.click()

    assert await page.evaluate(AT_ONCE) == BLANK
    assert page.url == site + GATE
    await page.context.set_offline(offline=False)
    await page.wait_for_url("**/weather")


async def test_back_does_not_lead_into_the_page_one_left(site: str, page: Page):
    await page.goto(f"{site}/safe")
    await page.goto(site + GATE)
    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url("**/weather")

    await page.go_back()

    assert page.url == f"{site}/safe"


async def test_back_leads_to_no_gate_either(site: str, page: Page):
    await page.goto(site)
    await page.goto(site + GATE)
    await page.get_by_role("link", name="Try it").click()
    await page.get_by_role("link", name="Go back").click()
    await expect(page.get_by_role("button", name="Give me another")).to_be_enabled()
    await go_in(page)
    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url("**/weather")

    await page.go_back()
    tried = page.url
    await page.go_back()

    assert tried == f"{site}{GATE}?try=1"
    assert page.url == f"{site}/"


async def test_three_times_shift_leaves(site: str, page: Page):
    await page.goto(site)

    await _thrice(page)

    await page.wait_for_url("**/weather")


async def test_shift_in_a_text_box_leaves_too(site: str, page: Page):
    await page.goto(f"{site}/data")
    await page.get_by_label("Your own words").focus()

    await _thrice(page)

    await page.wait_for_url("**/weather")


async def test_capital_letters_do_not_leave(site: str, page: Page):
    await page.goto(f"{site}/data")
    box = page.get_by_label("Your own words")
    await box.focus()

    await page.keyboard.press("Shift+A")
    await page.keyboard.press("Shift")
    await page.keyboard.press("Shift")
    await page.keyboard.press("b")
    await page.keyboard.press("Shift")
    await page.keyboard.press("Control+Shift")

    assert await box.input_value() == "Ab"
    assert page.url == f"{site}/data"


async def test_slow_presses_do_not_leave(site: str, page: Page):
    await page.clock.install()
    await page.goto(site)
    press = """at => {
        for (const name of ["keydown", "keyup"]) {
            const event = new KeyboardEvent(name, {key: "Shift", bubbles: true});
            Object.defineProperty(event, "timeStamp", {value: at});
            document.body.dispatchEvent(event);
        }
        return document.body.innerText === "Loading";
    }"""

    slow = [await page.evaluate(press, at) for at in (10_000, 14_900, 20_000)]
    quick = [await page.evaluate(press, at) for at in (24_900, 29_800)]

    assert slow == [False, False, False]
    assert quick == [False, True]


async def test_shift_can_be_switched_off(site: str, page: Page):
    await page.goto(f"{site}/data")
    await page.get_by_label("Do not leave when I press Shift three times").check()

    await _thrice(page)
    await page.goto(site)
    await _thrice(page)

    assert page.url == f"{site}/"


async def test_all_tabs_leave_together(site: str, page: Page):
    other = await page.context.new_page()
    await other.goto(site + GATE)
    await page.goto(site)

    await page.get_by_role("link", name="Leave now").last.click()

    await page.wait_for_url("**/weather")
    await other.wait_for_url("**/weather")


async def test_the_room_hears_that_somebody_leaves_after_the_screen_is_blank(site: str, page: Page):
    await page.goto(site)
    await page.evaluate(
        """() => document.addEventListener("kith:leave",
            () => { window.heard = document.body.innerText; })"""
    )

    heard = await page.evaluate("document.querySelector('[data-leave]').click(), window.heard")

    assert heard == "Loading"


async def test_milestones_stay_if_their_owner_chose_it(site: str, page: Page):
    await page.goto(site)
    await page.evaluate(FILL)
    kept = '{"list":[{"day":"2026-05-03","words":"A day"}],"hold":true}'
    await page.evaluate("kept => localStorage.setItem('k.milestones', kept)", kept)

    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url("**/weather")

    assert await page.evaluate("({...localStorage})") == {"k.milestones": kept}
    assert await page.evaluate("sessionStorage.length") == 0


async def test_leaving_empties_the_cookies_too(site: str, page: Page):
    await page.context.add_cookies([{"name": "k", "value": "1", "url": site}])
    await page.goto(site)

    await page.get_by_role("link", name="Leave now").last.click()
    await page.wait_for_url("**/weather")

    assert await page.context.cookies() == []


async def test_a_page_brought_back_from_memory_is_blank_and_loaded_anew(site: str, page: Page):
    await page.goto(site)

    async with page.expect_navigation():
        then = await page.evaluate(
            f"dispatchEvent(new PageTransitionEvent('pageshow', {{persisted: true}})), {AT_ONCE}"
        )

    assert then == BLANK
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_without_script_leaving_is_a_link(site: str, without_script: Page):
    page = without_script
    await page.context.add_cookies([{"name": "k", "value": "1", "url": site}])
    await page.goto(site + GATE)

    await follow(page.get_by_role("link", name="Leave now").last)

    await until(page.title, lambda title: title != "Kith")
    assert page.url == f"{site}/weather"
    assert await page.context.cookies() == []


async def test_the_page_after_leaving_is_the_operators_if_they_chose_one(page: Page):
    async with small_site() as elsewhere, small_site(exit_url=f"{elsewhere}/weather") as site:
        await page.goto(site)
        await page.get_by_role("link", name="Leave now").last.click()
        await page.wait_for_url(f"{elsewhere}/weather")
        await page.goto("about:blank")
