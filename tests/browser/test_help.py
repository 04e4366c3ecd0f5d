"""Help now: a real page, numbers of countries one chooses, and nothing guessed."""

import pytest
from playwright.async_api import Page, expect
from small_site import GATE

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]


async def test_help_is_in_the_same_place_on_every_page(site: str, page: Page):
    for path in ["/", "/data", "/safe", GATE, "/nowhere"]:
        await page.goto(site + path)
        banner = page.get_by_role("banner")
        assert await banner.get_by_role("link").last.inner_text() == "Leave now"

        await banner.get_by_role("link", name="Help now").click()

        assert page.url == f"{site}/help"


async def test_before_a_country_is_chosen_every_number_says_where_it_holds(site: str, page: Page):
    await page.goto(f"{site}/help")

    numbers = page.get_by_role("region", name="Are you in danger right now?")
    rows = await numbers.get_by_role("listitem").all_inner_texts()
    assert any(row.startswith("Call 999") and "United Kingdom" in row for row in rows)
    assert any(row.startswith("Call 112") and "Poland" in row for row in rows)


async def test_a_country_opens_without_the_network(site: str, page: Page):
    await page.goto(f"{site}/help")
    await page.context.set_offline(offline=True)

    await page.get_by_text("United Kingdom").last.click()

    line = page.locator("details[open] .lines > li").first
    await expect(line.get_by_role("heading", name="Samaritans")).to_be_visible()
    await expect(line.get_by_role("link", name="116 123")).to_have_attribute("href", "tel:116123")
    await expect(line.get_by_text("Day and night")).to_be_visible()
    await expect(line.get_by_text("Last checked:")).to_be_visible()


@pytest.mark.chromium_only
async def test_the_chosen_country_stands_first(site: str, page: Page):
    await page.goto(site)
    await page.get_by_label("Choose your country").select_option(label="Poland")
    await page.get_by_role("button", name="Show help lines").click()

    first = page.get_by_role("region").first
    await expect(first.get_by_role("heading", level=2)).to_have_text("Help lines: Poland")
    await expect(first.get_by_role("link", name="Call 112")).to_be_visible()
    assert await page.locator("details summary", has_text="Poland").count() == 0


@pytest.mark.chromium_only
@pytest.mark.parametrize("country", ["other", "JP", "", "<b>"])
async def test_an_unknown_country_never_gets_the_number_of_another(
    site: str, page: Page, country: str
):
    await page.goto(f"{site}/help?country={country}")

    await expect(page.get_by_role("link", name="Find a line in your country").last).to_be_visible()
    first = page.get_by_role("region").first
    if country:
        await expect(first).to_contain_text("We have no checked lines for this country.")
        assert await first.get_by_role("link", name="Call 999").count() == 0


@pytest.mark.chromium_only
@pytest.mark.parametrize(
    ("lang", "first"), [("pl", "Polska"), ("es", "España"), ("de", "Deutschland"), ("en", "Canada")]
)
async def test_countries_whose_lines_speak_the_pages_language_stand_first(
    site: str, page: Page, lang: str, first: str
):
    await page.goto(f"{site}/help?lang={lang}")

    assert first == await page.locator("details.country summary").first.inner_text()


@pytest.mark.chromium_only
async def test_no_country_is_chosen_for_anybody(site: str, page: Page):
    await page.goto(site)

    assert await page.get_by_label("Choose your country").input_value() == ""


async def test_the_three_steps_are_there_for_everybody(site: str, page: Page):
    await page.goto(f"{site}/help")

    steps = page.get_by_role("region", name="Three small steps")
    assert await steps.get_by_role("listitem").count() == 3


async def test_an_error_page_has_help_lines(site: str, page: Page):
    await page.goto(f"{site}/nowhere")

    await expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    await expect(page.get_by_role("link", name="Call 112")).to_be_visible()
