"""Somebody who came a moment ago, with a server's limits as they are: what the page tells them."""

import os
from pathlib import Path

import pytest
from kith_process import KithProcess
from playwright.async_api import Browser, expect
from strangers import come_in, open_room, operate, stranger

pytestmark = pytest.mark.slow

PICTURES = os.environ.get("KITH_PICTURES")


async def test_who_came_a_moment_ago_is_told_why_they_cannot_serve_or_lead_yet(
    browser: Browser, kith: KithProcess
):
    title = await open_room(kith)
    room = f"corner-{int(title.rsplit(maxsplit=1)[-1])}"
    context = await stranger(browser)
    page = await come_in(context, kith, title)
    await page.click(".menu > summary")
    await page.click("#group")
    await page.click("[name='take opener']")
    told = page.locator(".told")
    await expect(told).to_contain_text("You can do it when you have been here for ten minutes.")
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "newcomer-role.png")
    await page.keyboard.press("Escape")

    await operate("meeting", "begin", room, "--format", "sharing_circle", "--data", str(kith.data))
    await page.click("[data-meet=lead]")
    status = page.locator("#status")
    await expect(status).to_contain_text("The others get to know you a little first.")
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "newcomer-lead.png")
    await context.close()
