"""Where a slip is checked: by people who never were here, on whatever they have at hand."""

from datetime import date

import pytest
from accessible import axe
from layout import SPILLED
from playwright.async_api import Page, expect
from small_site import SLIPS

from rooms.slip import Slip

pytestmark = pytest.mark.slow

CODE = SLIPS.signed(Slip("A group with a name that is quite long", date(2026, 11, 24), 55))


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_genuine_slip_and_a_changed_one_are_told_apart(
    site: str, page: Page, language: str
):
    await page.set_viewport_size({"width": 320, "height": 640})
    for code, told in ((CODE, "#said"), (CODE[:-3] + "AAA", "#wrong")):
        await page.goto(f"{site}/slip?lang={language}")
        await page.locator("#code").fill(code)
        await page.locator("main button").click()

        await expect(page.locator(told)).to_be_visible()
        assert page.url == f"{site}/slip{'' if language == 'en' else '?lang=ar'}"
        assert await axe(page) == []
        assert await page.evaluate(SPILLED) == []


async def test_a_slip_is_checked_without_script_too(site: str, without_script: Page):
    await without_script.goto(f"{site}/slip")
    await without_script.get_by_label("The code").fill(CODE.lower())
    await without_script.get_by_role("button", name="Check it").click()

    await expect(without_script.get_by_text("This slip is genuine.")).to_be_visible()
    await expect(without_script.get_by_text("At least 55 minutes.")).to_be_visible()


async def test_the_card_with_a_slip_says_what_to_do_with_it(site: str, page: Page):
    """The card as the room shows it; a real one needs ten minutes of a real meeting."""
    await page.goto(f"{site}/slip")
    address = await page.evaluate(
        "fetch('/t/0000000000000000000000?in=1&agree=on').then((a) => a.text())"
        ".then((text) => text.match(/[^\"]*app\\.js/)[0].replace('app.js', 'parts/care.js'))"
    )

    shown = await page.evaluate(
        "async (at) => [...(await import(at)).careRow({card: 'slip', code: 'ABCDE FGHIJ', duty: 0},"
        " {words: (key) => key})[0].children].map((it) => it.textContent)",
        address,
    )

    assert shown == [
        "room.card_private",
        "room.card_slip",
        "ABCDE FGHIJ",
        "room.slip_copy",
        "room.act_close",
    ]
