"""What somebody does at the gate of a room."""

from playwright.async_api import Page


async def go_in(page: Page) -> None:
    """Agree and press: the room's page is there when this returns."""
    await page.get_by_label("I have read the five lines and I agree").check()
    await page.get_by_role("button", name="I agree. Go in").click()
    await page.wait_for_url("**in=1**")
