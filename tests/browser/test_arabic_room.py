"""A room in Arabic: two people, one reads from right to left, both are heard."""

import itertools
import re
from collections.abc import AsyncIterator
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from layout import LARGE, SPILLED, USUAL
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect
from strangers import LINES, agree, hears, is_in, operate, say

from rooms import aliases
from server.web.catalogue import load_catalogues

pytestmark = pytest.mark.slow

ARABIC = load_catalogues(files("client") / "web" / "locales")["ar"].text
GREETING = "أهلا بك هنا، I am here since 10:30."
ANSWER = "Thank you.\nكيف كان يومك؟"

Two = tuple[Page, Page]
_numbers = itertools.count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def room(house: KithProcess) -> str:
    """Give the title of a room in Arabic that nobody has been in."""
    n = next(_numbers)
    title = f"حديث هادئ عن القمار {n:03}"
    facts = ["--topic", "gambling", "--side", "self", "--language", "ar", "--title", title]
    await operate("room", "open", f"hadith-{n}", *facts, "--data", str(house.data))
    return title


async def come_in(context: BrowserContext, house: KithProcess, lang: str, title: str) -> Page:
    """Walk from the first page of a language into a room."""
    page = await context.new_page()
    await page.goto(f"{house.url}/?lang={lang}")
    await page.locator("li.card").filter(has_text=title).locator("a.action").click()
    await agree(page)
    await is_in(page)
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def two(browser: Browser, house: KithProcess, room: str) -> AsyncIterator[Two]:
    """Give somebody on a narrow screen who reads Arabic, and somebody who reads English."""
    screens = [{"width": 320, "height": 640}, {"width": 360, "height": 640}]
    contexts = [await browser.new_context(viewport=screen) for screen in screens]
    yield (
        await come_in(contexts[0], house, "ar", room),
        await come_in(contexts[1], house, "en", room),
    )
    for context in contexts:
        await context.close()


async def leans(line: Locator) -> str:
    """Return the way a line begins: `ltr` or `rtl`."""
    return "rtl" if await line.evaluate("it => it.matches(':dir(rtl)')") else "ltr"


@pytest.mark.both_engines
async def test_two_people_hear_each_other_in_two_directions(two: Two):
    noor, ash = two
    names = aliases.load("ar")

    await say(noor, GREETING)
    await hears(ash, GREETING)
    await expect(noor.locator("#status")).to_have_text(ARABIC("room.saved"))
    await say(ash, ANSWER)
    await hears(noor, GREETING, ANSWER)

    for page in two:
        directions = [await leans(line) for line in await page.locator(LINES).all()]
        assert ["rtl", "ltr"] == directions
    first, second = (await ash.locator("li.said bdi").first.inner_text()).split(" ")
    assert first in names.first
    assert second in names.second
    assert re.search("[صم]$", await noor.locator("li.said time").last.inner_text())
    await expect(noor.locator("#people summary")).to_have_text(ARABIC("room.people", n=2))


async def test_a_narrow_arabic_room_fits_and_axe_finds_nothing(two: Two):
    noor, ash = two
    await noor.emulate_media(color_scheme="dark")
    await say(ash, ANSWER)
    await say(noor, GREETING)
    await expect(noor.locator("li.said")).not_to_have_count(0)
    await noor.click("#need")
    await expect(noor.locator(".card.help")).to_be_visible()
    stood = [await noor.evaluate(SPILLED), await axe(noor)]
    await noor.evaluate(LARGE)
    stood.append(await noor.evaluate(SPILLED))
    await noor.evaluate(USUAL)
    await noor.locator(".menu summary").click()
    stood += [await noor.evaluate(SPILLED), await axe(noor)]
    await noor.locator("header [data-help]").click()
    await expect(noor.get_by_role("dialog", name=ARABIC("help.heading"))).to_be_visible()
    stood += [await noor.evaluate(SPILLED), await axe(noor)]
    await noor.keyboard.press("Escape")
    await noor.locator("li.said:not(.mine) [data-act=about]").last.click()
    await expect(noor.get_by_role("dialog", name=ARABIC("room.about_heading"))).to_be_visible()
    stood += [await noor.evaluate(SPILLED), await axe(noor)]

    assert [[]] * 9 == stood
    await expect(noor.locator("html")).to_have_attribute("dir", "rtl")


async def test_an_arabic_room_without_script_fits_and_sends(
    scriptless: Browser, house: KithProcess, room: str
):
    context = await scriptless.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = await context.new_page()
    # Browsers keep the cookie of such a room for a name, not for a bare number.
    here = house.url.replace("127.0.0.1", "localhost")
    await page.goto(f"{here}/?lang=ar")
    card = page.locator("li.card").filter(has_text=room)
    await page.goto(f"{here}{await card.locator('a.action').get_attribute('href')}&plain=1")
    stood = await page.evaluate(SPILLED)
    await page.get_by_label(ARABIC("gate.agree")).check()
    await page.get_by_role("button", name=ARABIC("gate.go")).click()
    box = page.frame_locator("#write")
    await box.locator("#text").fill(GREETING)
    await box.get_by_role("button", name=ARABIC("roompage.send")).click()
    await expect(box.locator("#status")).to_have_text(ARABIC("plain.saved"))
    line = page.frame_locator("#messages").locator("li.mine .talk")
    await expect(line).to_have_text(GREETING)

    for frame in page.frames:
        stood += await frame.evaluate(SPILLED)
    assert [] == stood
    assert await leans(line) == "rtl"
    await context.close()


async def test_leaving_by_the_menu_keeps_the_language_and_back_walks_in_nowhere(two: Two):
    noor, _ = two

    await noor.locator(".menu summary").click()
    await noor.get_by_role("link", name=ARABIC("roompage.leave")).click()

    await expect(noor.locator("h1")).to_have_text(ARABIC("landing.heading"))
    await noor.go_back()
    assert "/" == urlsplit(noor.url).path
