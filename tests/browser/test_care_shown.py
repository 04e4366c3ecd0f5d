"""One night, whole: a cry on one node, volunteers on the other, a lost line, two signatures."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from desk_crew import claims, joined, name_of, on_shift, opens, part, volunteer
from patience import SOON_MS
from playwright.async_api import Browser, Page, expect
from strangers import come_in, hears, open_room, say, stranger
from two_nodes import House, two_nodes

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
LOST_MS = 90_000  # 45 s without a heartbeat, and as much again for a crowded machine


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    with two_nodes(tmp_path, KITH_LIMITS="off") as nodes:
        yield nodes


async def _desk(browser: Browser, house: House, stack: AsyncExitStack) -> Page:
    """Return a volunteer's page on the second node, on shift."""
    context = await volunteer(browser)
    stack.push_async_callback(context.close)
    return await on_shift(await joined(context, house.nodes[1]))


async def _rings(page: Page, title: str) -> None:
    await expect(page.locator("#alert")).to_have_text(f"New urgent flag in {title}")


async def _asks_to_talk(page: Page, opening: str) -> None:
    writing = part(page, "Write privately")
    await writing.get_by_label("Your words").fill(opening)
    await writing.get_by_role("button", name="Ask to talk").click()


async def _writes(page: Page, words: str) -> None:
    writing = part(page, "Write privately")
    await writing.get_by_label("Your words").fill(words)
    await writing.get_by_role("button", name="Send").click()


async def _closes(page: Page) -> None:
    await part(page, "Pass on or close").get_by_text("Close", exact=True).click()
    await page.get_by_label("Supported, and calmer").check()
    await page.get_by_role("button", name="Close the case").click()
    await expect(page.locator("#d")).to_have_text("The case is closed")


async def test_a_cry_is_heard_held_lost_taken_over_and_closed_by_two(
    browser: Browser, house: House
):
    async with AsyncExitStack() as stack:
        ash, elm = [await _desk(browser, house, stack) for _ in range(2)]
        first = await name_of(ash)
        context = await stranger(browser)
        stack.push_async_callback(context.close)
        title = await open_room(house.nodes[0])
        ada = await come_in(context, house.nodes[0], title)

        await say(ada, WORRYING)
        await hears(ada, WORRYING)
        await expect(ada.locator(".card.help")).to_contain_text("2 volunteers")
        await _rings(ash, title)
        await claims(ash, title)
        await _asks_to_talk(ash, "Hello. I read what you wrote. I am glad you told us.")
        await ada.locator("#ours [name='room.act_yes']").click(timeout=SOON_MS)
        talk = ada.locator("dialog.private-talk")
        await talk.locator("textarea").fill("i did not think anybody would answer")
        await talk.get_by_role("button", name="Send").click()
        log = part(ash, "Write privately").get_by_role("log")
        await expect(log).to_contain_text("anybody would answer")
        notes = part(ash, "Notes")
        await notes.get_by_label("Your note").fill("alone at home, will sit with her cat")
        await notes.get_by_role("button", name="Add the note").click()
        await expect(notes).to_contain_text(first)

        await ash.context.close()  # the line is cut: no word, no goodbye
        await expect(talk.locator(".card.dropped")).to_contain_text(
            "You are not being left", timeout=LOST_MS
        )
        await opens(elm, title)
        await expect(part(elm, "Notes")).to_contain_text("will sit with her cat")
        assert first in await part(elm, "Notes").inner_text()
        await claims(elm, title)
        await _writes(elm, "I am here now. Your first volunteer's line dropped.")
        await expect(talk).to_contain_text("I am here now.")
        await _closes(elm)

        oak = await _desk(browser, house, stack)
        await opens(oak, title)
        await oak.get_by_role("button", name="I agree with how it was closed").click()
        await expect(oak.locator(".case").filter(has_text=title)).to_have_count(0)
        await expect(talk.locator(".card.talk_ended")).to_be_visible()
