"""Three ways into a room, as people use them: a page, a page without script, a terminal.

Each one says something until it is there, as a person would, and can be asked what stands on
its screen. Waits are long: what happens in between may be an outage.
"""

import asyncio
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Protocol
from urllib.parse import quote

from patience import SOON_MS, SOON_S
from playwright.async_api import BrowserContext, Error, Page, expect
from strangers import LINES, UNSENT, agree, is_in
from terminal import Terminal
from unscripted import follow, tick, until, write

from server.web.catalogue import load_catalogues

WORDS = load_catalogues(files("client") / "web" / "locales")
LOOK_S = 0.1
PATIENT_LOOKS = 40
TYPED = re.compile(r"^ *(\d+)  \d\d:\d\d  .*?: (.*)$", re.MULTILINE)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Voice(Protocol):
    """Somebody in the room."""

    name: str

    async def say(self, text: str) -> None:
        """Say something; back when the words have been handed over to be sent."""

    async def shown(self) -> Sequence[str]:
        """Return what was said, as it stands on this screen."""

    async def unsent(self) -> int:
        """Return how many of one's own lines are not known to be there."""

    async def refresh(self) -> None:
        """Do what a person does whose screen stands still."""

    async def told_of_the_outage(self) -> None:
        """Wait until the screen says that nothing can be saved now."""


async def reads(voice: Voice, texts: Sequence[str]) -> None:
    """Wait until exactly these lines stand on a screen, in this order, and none waits."""
    wanted, seen = list(texts), []
    try:
        async with asyncio.timeout(SOON_S):
            while True:
                seen = list(await voice.shown())
                if seen == wanted and not await voice.unsent():
                    return
                await voice.refresh()
                await asyncio.sleep(LOOK_S)
    except TimeoutError:
        raise AssertionError(f"{voice.name} reads {seen!r}, not {wanted!r}") from None


async def knock(page: Page, url: str, lang: str, title: str) -> str:
    """Return where a room's gate is, read off the first page."""
    await page.goto(f"{url}/?lang={quote(lang)}")
    card = page.locator("li.card").filter(has_text=title)
    href = await card.locator("a.action").get_attribute("href")
    return f"{url}{href}"


class PageVoice:
    """Somebody in a browser."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page

    @classmethod
    async def come_in(cls, context: BrowserContext, url: str, lang: str, title: str) -> "PageVoice":
        page = await context.new_page()
        await page.goto(await knock(page, url, lang, title))
        await agree(page)
        await is_in(page)
        return cls(lang, page)

    async def say(self, text: str) -> None:
        await self.page.fill("#text", text)
        await self.page.click("#send")

    async def shown(self) -> Sequence[str]:
        # What has been scrolled away is not drawn and has no inner text, but it is there.
        return await self.page.locator(LINES).all_text_contents()

    async def unsent(self) -> int:
        return await self.page.locator(UNSENT).count()

    async def refresh(self) -> None:
        """Whatever is lost, the page looks after it itself."""

    async def told_of_the_outage(self) -> None:
        # Who had just asked the room again is told that nobody answers; their words wait as well.
        told = [WORDS[self.name].text(key) for key in ("room.outage", "room.away")]
        either = re.compile("|".join(map(re.escape, told)))
        await expect(self.page.locator("#status")).to_have_text(either, timeout=SOON_MS)


class PlainVoice:
    """Somebody whose browser runs no script: they press the button again, and load again."""

    name = "plain"

    def __init__(self, page: Page) -> None:
        self.page = page
        self._box = page.frame_locator("#write")
        self._log = page.frame_locator("#messages")
        self._lines = self._log.locator("li.said .talk")
        self._waiting = 0
        self._looks = 0

    @classmethod
    async def come_in(cls, context: BrowserContext, url: str, title: str) -> "PlainVoice":
        page = await context.new_page()
        gate = await knock(page, url, "en", title)
        # The gate for scripts sends on by itself whoever has none.
        await page.goto(gate, wait_until="commit")
        await until(
            page.locator("#alias").all_inner_texts, lambda names: names and names[0], SOON_S
        )
        await tick(page.locator("#agree"))
        await follow(page.locator("button[name=in]"))
        voice = cls(page)
        await until(voice._log.locator("[role=log]").count, lambda found: found == 1, SOON_S)
        await until(voice._box.locator("#text").count, lambda found: found == 1, SOON_S)
        await follow(page.locator(".menu summary"))  # so that "load again" is at hand
        return voice

    async def say(self, text: str) -> None:
        """Write, and press the button again for as long as the words come back."""
        self._waiting += 1
        await write(self._box.locator("#text"), text)
        async with asyncio.timeout(SOON_S):
            while not await self._press():
                assert text == await self._box.locator("#text").input_value()
                await asyncio.sleep(1)  # the page says "right now": a person waits a moment
        self._waiting -= 1

    async def shown(self) -> Sequence[str]:
        try:
            return await self._lines.all_inner_texts()
        except Error:  # the page is just changing
            return ()

    async def unsent(self) -> int:
        return self._waiting

    async def refresh(self) -> None:
        """Load the messages again when nothing has come for a while."""
        self._looks += 1
        if self._looks % PATIENT_LOOKS == 0:
            await follow(self.page.locator(".menu a[target=messages]").first)

    async def told_of_the_outage(self) -> None:
        # Among the messages, or in their place if the person has just loaded them again.
        note = self._log.locator("p").filter(has_text=WORDS["en"].text("plain.outage"))
        await until(note.count, bool, SOON_S)

    async def _press(self) -> bool:
        """Send the box; return whether the words were taken."""
        button = self._box.locator("button[value=say]")
        async with self.page.expect_response(
            lambda answer: answer.request.method == "POST", timeout=SOON_MS
        ) as answered:
            await follow(button)
        answer = await answered.value
        await until(self._box.locator("#status, #wrong").count, bool, SOON_S)
        return 303 == answer.status


class TerminalVoice:
    """Somebody in `kith talk`."""

    name = "terminal"

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._said = 0

    @classmethod
    async def come_in(cls, terminal: Terminal) -> "TerminalVoice":
        await terminal.sees("Here you are")
        return cls(terminal)

    async def say(self, text: str) -> None:
        self._said += 1
        self._terminal.type(text)

    async def shown(self) -> Sequence[str]:
        text = (await self._terminal.so_far()).translate(ISOLATES)
        return [found[2] for found in TYPED.finditer(text)]

    async def unsent(self) -> int:
        return self._said - (await self._terminal.so_far()).count("Saved, line ")

    async def refresh(self) -> None:
        """What comes is printed."""

    async def told_of_the_outage(self) -> None:
        """Nothing is said of it here: what is typed waits, and is sent when it can be."""
