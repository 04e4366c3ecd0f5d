"""The server and the browser read the same catalogues, so they have to count alike."""

import pytest
from playwright.async_api import Page

from server.web.catalogue import PLURALS

NUMBERS = [*range(210), 1_000, 1_001, 1_002, 1_011, 999_999, 1_000_000, 2_000_000, 1_000_001]


@pytest.mark.slow
@pytest.mark.parametrize("language", PLURALS)
async def test_the_server_counts_as_the_browser_does(page: Page, language: str):
    browser_says = await page.evaluate(
        "([language, numbers]) => numbers.map((n) => new Intl.PluralRules(language).select(n))",
        [language, NUMBERS],
    )

    assert browser_says == [PLURALS[language](n) for n in NUMBERS]
