"""The desk in both engines: signed in by a session that was begun outside the browser."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from desk_crew import claims, fresh_name, on_shift, opens, part
from desk_door import COOKIE, caller, invitation
from kith_process import KithProcess
from meeting import open_room
from playwright.async_api import BrowserContext, Page, expect
from wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

WORRYING = "i want to kill myself tonight"


@pytest_asyncio.fixture(loop_scope="session")
async def ash(context: BrowserContext, page: Page, house: KithProcess) -> AsyncIterator[Page]:
    """Give a volunteer's tab: no engine but one lets a test make passkeys."""
    async with caller(house) as door:
        await door.join(invitation(house), fresh_name())
        at = f"{door.origin}/desk"
        cookie = {"name": COOKIE, "value": door.cookie, "domain": "localhost", "path": "/desk"}
    await context.add_cookies([cookie])  # type: ignore[list-item] - a dict of its own type
    await page.goto(at)
    await expect(page.locator("#test-alarm")).to_be_visible()
    yield page


async def test_a_case_is_heard_of_read_claimed_written_about_and_closed(
    ash: Page, house: KithProcess, engine: str, complaints: list[str]
):
    title = f"A corner in {engine}"
    await on_shift(ash)
    wire = await Wire.dial(house.ws)
    await wire.enter(open_room(house.data, title=title))
    await wire.say(WORRYING)
    await expect(ash.locator("#alert")).to_have_text(f"New urgent flag in {title}")

    await opens(ash, title)
    await ash.get_by_role("button", name="Show message").click()
    await expect(ash.locator("#detail blockquote")).to_have_text(WORRYING)
    await claims(ash, title)
    await part(ash, "Write privately").get_by_label("Your words").fill("Would you like to talk?")
    await ash.get_by_role("button", name="Ask to talk").click()
    assert "talk" == (await wire.expect("card", kind="talk"))["kind"]
    leaving = part(ash, "Pass on or close")
    await leaving.get_by_text("Close", exact=True).click()
    await ash.get_by_label("Left with help lines").check()
    await ash.get_by_role("button", name="Close the case").click()

    await expect(ash.locator("#d")).to_have_text("The case is closed")
    await wire.close()
    assert [] == complaints
