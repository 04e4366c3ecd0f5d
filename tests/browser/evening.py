"""Four people in one meeting, each in their own way: what they do there, and what they see.

Kay has nothing but a keyboard. Pat's browser runs no script. Tess sits before a terminal. Lou
holds a phone on a bad line. `KITH_PICTURES` names a folder for pictures of every step.
"""

import os
import re
from itertools import count
from pathlib import Path
from typing import Protocol

from accessible import axe
from bad_line import Line
from layout import SPILLED
from plain_tab import box_of, log_of
from plain_tab import say as say_plainly
from playwright.async_api import Locator, Page, expect
from strangers import say
from terminal import Terminal
from unscripted import follow

FOCUSED = """() => {
  const it = document.activeElement;
  return it !== document.body && it.checkVisibility() ? it.outerHTML.slice(0, 80) : "";
}"""
# What a screen reader is given to say, in the order in which it is.
EARS = """
window.heard = [];
new MutationObserver((changes) => {
  const live = changes.map(({target}) => (target.closest ? target : target.parentElement));
  for (const it of new Set(live.map((one) => one?.closest("#status, #alert"))))
    if (it?.textContent) heard.push(it.textContent);
}).observe(document, {subtree: true, childList: true, characterData: true});
"""
MOST_TABS = 80
PICTURES = os.environ.get("KITH_PICTURES")
_numbers = count(1)


class Member(Protocol):
    """Somebody in the meeting."""

    alias: str

    async def sees(self, sentence: str) -> None:
        """Wait until a sentence about the meeting stands there."""

    async def sees_line(self, names: list[str]) -> None:
        """Wait until these wait for the piece, in this order."""

    async def hears(self, text: str) -> None:
        """Wait until somebody's words stand there."""

    async def says(self, text: str) -> None:
        """Say something."""

    async def asks(self) -> None:
        """Ask for a turn."""

    async def passes(self) -> None:
        """Pass the piece on."""

    async def pictures(self, step: str) -> None:
        """Keep what stands there now, if pictures are wanted."""


def _picture(step: str, who: str, ending: str) -> Path | None:
    if PICTURES is None:
        return None
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    return Path(PICTURES) / f"{next(_numbers):03}-{step}-{who}.{ending}"


class OnPage:
    """Somebody before the room's page, with fingers."""

    def __init__(self, alias: str, page: Page, line: Line) -> None:
        self.alias = alias
        self.page = page
        self.line = line
        self.board = page.locator("#meeting")

    async def sees(self, sentence: str) -> None:
        shown = self.page.locator("#meeting, #alert, #status, #who-reads")
        await expect(shown.filter(has_text=sentence).first).to_be_visible()

    async def sees_line(self, names: list[str]) -> None:
        rows = self.board.locator("ol li:not([aria-current])")
        await expect(rows).to_have_text([re.compile(name) for name in names])

    async def hears(self, text: str) -> None:
        await expect(self.page.locator("[role=log] p[dir]").filter(has_text=text)).to_be_visible()

    async def says(self, text: str) -> None:
        await say(self.page, text)
        await self.hears(text)

    async def asks(self) -> None:
        await self.presses("[data-meet=ask]")

    async def passes(self) -> None:
        await self.presses("[data-meet=pass]")

    async def presses(self, what: str) -> None:
        await self.page.click(what)

    async def pictures(self, step: str) -> None:
        assert [] == await self.page.evaluate(SPILLED)
        if path := _picture(step, type(self).__name__.lower(), "png"):
            await self.page.screenshot(path=path)


class ByKeyboard(OnPage):
    """Somebody who never touches a mouse or a screen."""

    async def says(self, text: str) -> None:
        await self.page.keyboard.press("Alt+Shift+M")
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Control+Enter")
        await self.hears(text)

    async def presses(self, what: str) -> None:
        """Go there with Tab, from wherever one is, and press it."""
        await self.goes_to(what)
        await self.page.keyboard.press("Enter")

    async def goes_to(self, what: str) -> None:
        """Press Tab until it has the focus."""
        await expect(self.page.locator(what)).to_be_visible()
        for _ in range(MOST_TABS):
            if await self.page.evaluate("what => document.activeElement.matches(what)", what):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {what}")

    async def has_focus(self) -> None:
        """Check that the keys still go somewhere that can be seen."""
        assert await self.page.evaluate(FOCUSED), "the focus is lost"

    async def pictures(self, step: str) -> None:
        await self.has_focus()
        assert [] == await axe(self.page)
        await super().pictures(step)


class WithoutScript:
    """Somebody whose browser runs no script."""

    def __init__(self, alias: str, page: Page) -> None:
        self.alias = alias
        self.page = page

    @property
    def last(self) -> Locator:
        """What was told last of the meeting."""
        return log_of(self.page).locator(".meeting").last

    async def sees(self, sentence: str) -> None:
        await expect(self.last).to_contain_text(sentence)

    async def sees_line(self, names: list[str]) -> None:
        await self.sees(f"In line: {', '.join(names)}.")

    async def hears(self, text: str) -> None:
        await expect(log_of(self.page).locator(".talk").filter(has_text=text)).to_be_visible()

    async def says(self, text: str) -> None:
        await say_plainly(self.page, text)
        await self.hears(text)

    async def asks(self) -> None:
        await self.presses("ask")

    async def passes(self) -> None:
        await self.presses("pass")

    async def presses(self, button: str) -> None:
        """Press a button of what was told last."""
        await expect(self.last.locator(f"button[value={button}]")).to_be_visible()
        await follow(self.last.locator(f"button[value={button}]"))

    async def pictures(self, step: str) -> None:
        assert await box_of(self.page).locator("#text").is_visible()
        if path := _picture(step, "plain", "png"):
            await self.page.screenshot(path=path)


class AtTerminal:
    """Somebody before `kith talk`."""

    def __init__(self, alias: str, terminal: Terminal) -> None:
        self.alias = alias
        self._terminal = terminal

    async def sees(self, sentence: str) -> None:
        await self._terminal.sees(sentence)

    async def sees_line(self, names: list[str]) -> None:
        await self.sees(f"In line: {', '.join(names)}.")

    async def hears(self, text: str) -> None:
        await self._terminal.sees(text)

    async def says(self, text: str) -> None:
        self._terminal.type(text)
        await self.hears(text)

    async def asks(self) -> None:
        self._terminal.type("/turn")

    async def passes(self) -> None:
        self._terminal.type("/pass")

    async def wishes(self, what: str) -> None:
        """Say what may follow one's turn."""
        self._terminal.type(f"/after {what}")

    async def pictures(self, step: str) -> None:
        if path := _picture(step, "terminal", "txt"):
            path.write_text(await self._terminal.so_far())
