"""Every page in every language: the right way round, nothing cut, no word from nowhere."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio
from accessible import axe
from layout import OUTSIDE_WORDS, SPILLED, TELEPHONES
from patience import SOON_MS
from playwright.async_api import Browser, BrowserContext, Page, expect
from pseudo import stretched, write_pseudo_locale
from small_site import GATE, ROOM, ROOMS, SmallListing, small_site

from rooms import aliases
from server.web.catalogue import load_catalogues

pytestmark = pytest.mark.slow

WORDS = load_catalogues(files("client") / "web" / "locales")
LANGUAGES = list(WORDS)
PATHS = ["/", "/help", "/help?country=GB", "/help?country=other", "/data", "/safe", "/weather"]
GATES = ["/nowhere", GATE, f"{GATE}?in=1", f"{GATE}?try=1", f"{GATE}?quiet=1"]
HANDLE = GATE.rpartition("/")[2]
TITLES = {
    "ar": "\u062d\u062f\u064a\u062b \u0647\u0627\u062f\u0626",
    "de": "Alltag mit Glücksspiel",
    "en": "A quiet talk",
    "es": "Vivir con el juego",
    "pl": "Życie z hazardem",
}
MANY_ROOMS = SmallListing(
    (
        *ROOMS,
        *(replace(ROOM, id=f"in-{lang}", language=lang, title=TITLES[lang]) for lang in TITLES),
    )
)


def spoken(path: str, lang: str) -> str:
    """Return the address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


async def unfold(page: Page) -> None:
    """Open whatever can be opened."""
    await page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")


async def spilled(page: Page) -> list[str]:
    """Return what does not fit the screen, or is cut."""
    found: list[str] = await page.evaluate(SPILLED)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site() -> AsyncIterator[str]:
    """Give the address of pages with a room in each language."""
    async with small_site(MANY_ROOMS) as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def long_winded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Give the address of pages in a language that takes its space."""
    folder = tmp_path_factory.mktemp("locales")
    write_pseudo_locale(folder)
    async with small_site(locales=folder) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give somebody with the narrowest screen there is."""
    context = await browser.new_context(viewport={"width": 320, "height": 568})
    # Whoever has this went through the gate: the room's page does not send them back.
    await context.add_init_script(
        f"try {{ sessionStorage.setItem('k.{HANDLE}', '{{\"t\":\"enter\"}}') }} catch {{ }}"
    )
    context.set_default_timeout(SOON_MS)
    yield context
    await context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_language_reads_its_own_way_and_fits_a_narrow_screen(
    site: str, narrow: BrowserContext, lang: str
):
    page = await narrow.new_page()
    for path in PATHS + GATES:
        await page.goto(site + spoken(path, lang))
        await unfold(page)
        root = page.locator("html")

        assert (lang, WORDS[lang].direction) == (
            await root.get_attribute("lang"),
            await root.get_attribute("dir"),
        )
        assert (path, []) == (path, await spilled(page))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_axe_finds_nothing_in_a_language(site: str, narrow: BrowserContext, lang: str):
    page = await narrow.new_page()
    for path in ["/", "/help?country=GB", "/data", "/safe", "/nowhere", GATE]:
        await page.goto(site + spoken(path, lang))
        assert (path, []) == (path, await axe(page))


async def test_axe_finds_nothing_from_right_to_left_in_the_dark(site: str, narrow: BrowserContext):
    page = await narrow.new_page()
    await page.emulate_media(color_scheme="dark")
    for path in PATHS + GATES:
        await page.goto(site + spoken(path, "ar"))
        await unfold(page)
        assert (path, []) == (path, await axe(page))


@pytest.mark.parametrize("path", [*PATHS, *GATES])
async def test_long_words_fit_and_no_word_comes_from_nowhere(
    long_winded: str, narrow: BrowserContext, path: str
):
    page = await narrow.new_page()
    await page.goto(long_winded + path)
    await unfold(page)

    assert [] == await spilled(page)
    assert [] == await page.evaluate(OUTSIDE_WORDS)


@pytest.mark.both_engines
async def test_long_words_fit_in_the_room_and_its_help(long_winded: str, narrow: BrowserContext):
    page = await narrow.new_page()
    await page.goto(f"{long_winded}{GATE}?in=1&agree=on")
    await expect(page.locator("html")).to_have_attribute("data-ready", "")

    assert [] == await spilled(page)
    assert [] == await page.evaluate(OUTSIDE_WORDS)
    assert [] == await axe(page)
    await expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    await expect(page.locator("header [data-leave]")).to_be_in_viewport(ratio=1)
    await page.locator(".menu summary").click()
    assert [] == await spilled(page)
    await page.locator("header [data-help]").click()
    await expect(page.get_by_role("dialog", name=stretched("Help now"))).to_be_visible()
    assert [] == await spilled(page)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_name_is_of_the_rooms_language_whatever_the_page_speaks(
    site: str, page: Page, lang: str
):
    names = aliases.load(lang)
    handle = MANY_ROOMS.handle(f"in-{lang}")

    await page.goto(f"{site}/t/{handle}?lang=ar")
    await expect(page.locator("#another")).to_be_enabled()
    first, second = (await page.locator("#alias").inner_text()).split(" ")

    assert first in names.first
    assert second in names.second


async def test_a_room_in_another_language_says_so(site: str, page: Page):
    await page.goto(f"{site}/?lang=es")

    cards = page.locator("li.card")
    await expect(cards.filter(has_text=TITLES["ar"])).to_contain_text("Idioma: árabe")
    await expect(cards.filter(has_text=TITLES["es"])).not_to_contain_text("Idioma:")


@pytest.mark.both_engines
async def test_a_telephone_number_is_read_from_its_first_digit(site: str, narrow: BrowserContext):
    page = await narrow.new_page()
    await page.goto(f"{site}/help?lang=ar")
    await unfold(page)

    turned = await page.evaluate(TELEPHONES)

    assert len(turned) > 10
    assert dict.fromkeys(turned, False) == turned


async def test_the_language_stays_while_one_goes_around(site: str, page: Page):
    arabic = WORDS["ar"].text
    await page.goto(f"{site}/help?country=GB")
    await page.get_by_role("link", name=arabic("page.language")).click()
    assert page.url == f"{site}/help?country=GB&lang=ar"

    await page.get_by_role("link", name=arabic("page.your_data")).click()
    await page.get_by_role("link", name=arabic("page.home"), exact=True).last.click()
    await page.get_by_label(arabic("help.choose")).select_option("PL")
    await page.get_by_role("button", name=arabic("landing.country_show")).click()

    await expect(page.get_by_role("heading", level=1)).to_have_text(arabic("help.heading"))


async def test_the_page_after_leaving_is_the_one_that_could_be_tried(site: str, page: Page):
    arabic = WORDS["ar"].text
    await page.goto(f"{site}{GATE}?lang=ar")
    await page.get_by_role("link", name=arabic("gate.try"), exact=True).click()
    tried = await page.locator("h1").inner_text()
    await page.get_by_role("link", name=arabic("gate.tried_back")).click()

    await page.locator("header [data-leave]").click()

    await page.wait_for_url(re.compile("/weather"))
    await expect(page.locator("h1")).to_have_text(tried)
    assert tried == arabic("weather.heading")


@pytest.mark.both_engines
async def test_an_empty_box_begins_where_the_language_begins(site: str, narrow: BrowserContext):
    page = await narrow.new_page()
    await page.goto(f"{site}{GATE}?in=1&agree=on&lang=ar")

    box = "getComputedStyle(document.getElementById('text'))"

    assert ["rtl", "plaintext"] == await page.evaluate(f"[{box}.direction, {box}.unicodeBidi]")


def test_the_pseudo_locale_is_longer_and_keeps_places(tmp_path: Path):
    write_pseudo_locale(tmp_path)
    catalogue = load_catalogues(tmp_path)["en"]

    assert "[Šââvééd]" == stretched("Saved")
    assert "[Cââll 999~~~~]" == catalogue.text("help.call", number=999)
