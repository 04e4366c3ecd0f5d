"""A volunteer's line is lost in the middle of a case: what they see and hear once they are back."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from desk_crew import claims, cry, joined, on_shift, part, volunteer
from desk_wire import QuickDesk, Volunteer
from playwright.async_api import Browser, expect

pytestmark = pytest.mark.slow

WORRYING = "i want to kill myself tonight"
# Keeps what the page's two voices say: what is said next may follow at once.
LISTENING = """
  window.said = [];
  const keep = (changes) => window.said.push(...changes.map(({ target }) => target.textContent));
  addEventListener("DOMContentLoaded", () => {
    for (const voice of document.querySelectorAll("#status, #alert")) {
      new MutationObserver(keep).observe(voice, { childList: true });
    }
  });
"""
SAID = "(text) => window.said.includes(text)"
LOST = "Your line was lost, so the case became free. What you typed is still here."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[QuickDesk]:
    """Give a server that from its second start on misses a volunteer soon."""
    process = QuickDesk(tmp_path / "data", KITH_LIMITS="off")
    process.start()
    process.environment["KITH_TEST_LOST_MS"] = "1000"
    yield process
    process.stop()


async def test_who_is_back_is_told_what_was_lost_and_what_waits_and_takes_it_where_they_wrote(
    browser: Browser, desk: QuickDesk
):
    context = await volunteer(browser)
    await context.add_init_script(LISTENING)
    page = await on_shift(await joined(context, desk))
    async with AsyncExitStack() as stack:
        await cry(stack, desk, "A quiet corner", WORRYING)
        await claims(page, "A quiet corner")
        writing = part(page, "Write privately")
        await writing.get_by_label("Your words").fill("half a sentence")
        await context.set_offline(True)
        desk.kill()
        desk.start()
        await cry(stack, desk, "Another corner", WORRYING)
        vera = await Volunteer.sit(desk, "Vera")
        stack.push_async_callback(vera.close)
        if not any(_is(case, "A quiet corner", "open") for case in vera.hello["cases"]):
            await vera.find(lambda f: _is(f.get("case"), "A quiet corner", "open"))
        await vera.find(lambda f: f["t"] == "alarm" and f["title"] == "Another corner")

        await context.set_offline(False)

        await page.wait_for_function(SAID, arg=LOST)
        await page.wait_for_function(SAID, arg="Urgent flags waiting: 2")
        await writing.get_by_role("button", name="Take it again").click()
        await vera.find(lambda f: _is(f.get("case"), "A quiet corner", "claimed"))
        await expect(writing.get_by_label("Your words")).to_be_focused()
        await expect(writing.get_by_label("Your words")).to_have_value("half a sentence")
    await context.close()


def _is(case: object, title: str, state: str) -> bool:
    return isinstance(case, dict) and (title, state) == (case.get("title"), case.get("state"))
