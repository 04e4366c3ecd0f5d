"""Every page of the room without script, for people who see, read or hold things otherwise."""

from collections.abc import AsyncIterator
from urllib.parse import urljoin, urlsplit

import accessible
import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import SPILLED
from plain_tab import box_of, door, go_in, log_of, press, say
from playwright.async_api import Browser, Frame, Page, expect
from strangers import stranger
from wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

ANSWER = "I am. Take your time."
QUESTION = "هل من أحد هنا؟"
REFUSED = "x" * 2_001  # the box would hold it, the room does not
LEANS = "it => it.matches(':dir(rtl)')"
FRAMES_TESTED = """ping_ms => axe.run(document, {
        runOnly: {type: "rule", values: ["frame-tested"]}, pingWaitTime: ping_ms,
    }).then(found => found.passes.flatMap(rule => rule.nodes).length)"""
# Language, whether it is dark, and how wide the screen is. Firefox here knows no dark pages.
BOTH = [("en", False, 320), ("ar", False, 320)]
IN_THE_DARK = [("en", True, 1100), ("ar", True, 320)]

Screen = tuple[str, bool, int]


async def faults(page: Page) -> list[str]:
    """Return what axe finds wrong in a page and its frames, and what does not fit the screen."""
    for frame in page.frames:
        await _lend_axe(frame)
    found = await axe(page)
    tested: int = await page.evaluate(FRAMES_TESTED, accessible.PING_MS)
    shown = await page.locator("iframe:not([hidden])").count()
    if tested != shown:
        found.append(f"axe saw {tested} of {shown} frames")
    return found + [cut for frame in page.frames for cut in await frame.evaluate(SPILLED)]


async def _lend_axe(frame: Frame) -> None:
    if not await frame.evaluate("'axe' in window"):
        await frame.evaluate(accessible.AXE)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, screen: Screen) -> AsyncIterator[Page]:
    """Give the tab of somebody with a screen of their own, whose browser could run scripts."""
    _, dark, width = screen
    context = await stranger(browser, width=width, dark=dark)
    yield await context.new_page()
    await context.close()


@pytest.mark.parametrize("screen", BOTH)
async def test_nothing_is_wrong_with_any_plain_page(
    page: Page, house: KithProcess, title: str, other: Wire, screen: Screen
):
    stood = await walk(page, await gate(page, house, title, screen), other)

    assert {} == stood


@pytest.mark.chromium_only
@pytest.mark.parametrize("screen", IN_THE_DARK)
async def test_nothing_is_wrong_in_the_dark(
    page: Page, house: KithProcess, title: str, other: Wire, screen: Screen
):
    stood = await walk(page, await gate(page, house, title, screen), other)

    assert {} == stood


async def gate(page: Page, house: KithProcess, title: str, screen: Screen) -> str:
    """Return the gate of a room in a language, as whoever did not tick the box sees it."""
    return await door(page, house, title, "plain=1", "in=1", f"lang={screen[0]}")


async def walk(page: Page, gate: str, other: Wire) -> dict[str, list[str]]:
    """See every page of the room; return those something is wrong with, and what."""
    box, log = box_of(page), log_of(page)
    await page.goto(gate)
    stood = {"gate": await faults(page)}
    await go_in(page)
    stood["empty room"] = await faults(page)
    await other.say(ANSWER)
    await say(page, QUESTION)
    await expect(log.locator("li.said")).to_have_count(2)
    await expect(box.locator("#status")).to_be_visible()
    stood["room"] = await faults(page)
    await say(page, REFUSED)
    await expect(box.locator("#wrong")).to_be_visible()
    stood["refused"] = await faults(page)
    await press(page, "need")
    await expect(log.locator(".card.help")).to_be_visible()
    await expect(box.locator("#status")).to_be_visible()  # the box is a new page, too
    stood["card"] = await faults(page)
    await log.locator("li.said:not(.mine) .about").press("Enter")
    await expect(log.locator("fieldset")).to_be_visible()
    stood["line"] = await faults(page)
    await page.locator(".menu summary").click()
    stood["menu"] = await faults(page)
    await page.locator("header [data-help]").click()
    await expect(page.locator("#help-heading")).to_be_visible()
    stood["help"] = await faults(page)
    await page.goto(await forget_at(page))
    stood["forget"] = await faults(page)
    await page.goto(urljoin(gate, "/guest/plain"))
    stood["guest"] = await faults(page)
    await page.goto(urljoin(gate, f"/details?{urlsplit(gate).query.rpartition('&')[2]}"))
    stood["details"] = await faults(page)
    await page.locator("#detail").fill("07700 900 123")
    await page.locator("form button").click()
    await expect(page.locator("#said")).to_be_visible()
    stood["details told"] = await faults(page)
    return {where: found for where, found in stood.items() if found}


async def forget_at(page: Page) -> str:
    """Return where one asks to be forgotten."""
    href: str = await page.locator(".menu-sheet a[href*='/forget']").evaluate("it => it.href")
    return href


@pytest.mark.parametrize("screen", [("en", False, 360)])
async def test_each_line_and_name_leans_its_own_way(
    page: Page, house: KithProcess, title: str, other: Wire, screen: Screen
):
    log = log_of(page)
    await page.goto(await gate(page, house, title, screen))
    await go_in(page)
    await other.say(ANSWER)
    await other.say(QUESTION)
    await expect(log.locator("li.said")).to_have_count(2)

    lines = await log.locator("li.said .talk").all()

    assert ["auto", "auto"] == [await line.get_attribute("dir") for line in lines]
    assert [False, True] == [await line.evaluate(LEANS) for line in lines]
    assert 2 == await log.locator("li.said b > bdi").count()
