"""Somebody without script on a raw wire: a cookie, pages, forms, and a page that goes on."""

import asyncio
import html
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from itertools import count
from typing import Self

from aiohttp import ClientPayloadError, ClientResponse, ClientSession, CookieJar
from kith_process import KithProcess
from meeting import Meeting, open_room
from patience import SOON_S
from wire import Frame, Wire

_numbers = count(1)
FROM_HERE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}  # as browsers send our forms
LINE = re.compile(
    r'<li id="m(\d+)" class="row said( mine)?">.*?<bdi>(.*?)</bdi>.*?<p class="talk" dir="auto">'
    r"(.*?)</p>",
    re.DOTALL,
)


async def handle_of(kith: KithProcess, title: str) -> str:
    """Return the handle under which a room is listed today."""
    async with ClientSession() as anybody, anybody.get(kith.url) as answer:
        page = await answer.text()
    found = re.search(rf'{re.escape(title)}</bdi></h3>.*?href="/t/([\w-]+)', page, re.DOTALL)
    assert found, page
    return found[1]


async def newcomer(wire: Wire) -> Frame:
    """Return the next person who comes in, other than oneself."""
    while True:
        here = await wire.expect("here")
        others = [one for one in here.get("joined", []) if one["id"] != wire.member]
        if others:
            (other,) = others
            return dict(other)


class Page:
    """An answer that was read to its end."""

    def __init__(self, answer: ClientResponse, text: str) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.text = html.unescape(text)
        self.raw = text

    @property
    def lines(self) -> list[str]:
        return [html.unescape(found[4]) for found in LINE.finditer(self.raw)]

    def field(self, name: str) -> str:
        """Return what stands in a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.raw)
        assert found, self.raw
        return found[1]

    @property
    def box(self) -> str:
        """Return what stands in the box, as a browser would show it."""
        found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", self.raw, re.DOTALL)
        assert found, self.raw
        return html.unescape(found[1])


class Stream(Page):
    """An answer that goes on."""

    def __init__(self, answer: ClientResponse) -> None:
        super().__init__(answer, "")
        self._answer = answer

    async def until(self, text: str, *, times: int = 1) -> str:
        """Read until the page holds this so often, and return the page."""
        async with asyncio.timeout(SOON_S):
            while self.raw.count(text) < times:
                await self._more()
        return self.raw

    async def till_end(self) -> str:
        """Read until the server ends the page, or is cut off."""
        async with asyncio.timeout(SOON_S):
            with suppress(EOFError, ClientPayloadError):
                while True:
                    await self._more()
        return self.raw

    def stop(self) -> None:
        """Go away without a word."""
        self._answer.close()

    async def _more(self) -> None:
        chunk = await self._answer.content.readany()
        if not chunk:
            raise EOFError(self.raw)
        self.raw += chunk.decode()
        self.text = html.unescape(self.raw)


class PlainMember:
    """One browser session in one room."""

    def __init__(self, kith: KithProcess, handle: str, port: int = 0) -> None:
        """`port` is another way to the same house."""
        self.room = f"http://127.0.0.1:{port or kith.port}/t/{handle}"
        self.kith = kith
        self._stack = AsyncExitStack()
        host = {"Host": f"127.0.0.1:{kith.port}"}
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True), headers=host)

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.session)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def get(self, path: str = "", **headers: str) -> Page:
        """Read a page of the room, or of the house if the path says so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(self._at(path), headers=named, allow_redirects=False) as answer:
            return Page(answer, await answer.text())

    async def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] = FROM_HERE
    ) -> Page:
        """Send a form; its redirect is not followed."""
        sent = self.session.post(
            self._at(path), data=fields, headers=headers, allow_redirects=False
        )
        async with sent as answer:
            return Page(answer, await answer.text())

    def _at(self, path: str) -> str:
        return path if path.startswith("http") else self.room + path

    async def arrive(self) -> Page:
        """Get a cookie at the gate."""
        return await self.get("?plain=1")

    async def read(self, path: str = "/messages") -> Stream:
        """Open the stream; it is here once the room has said who we are."""
        answer = await self.session.get(self.room + path)
        self._stack.callback(answer.close)
        return Stream(answer)

    async def come_in(self, path: str = "/messages") -> Stream:
        """Open the stream and wait until it is live."""
        stream = await self.read(path)
        await stream.until('role="log"')
        return stream

    async def say(self, text: str, do: str = "say") -> Page:
        """Write into the box and send it."""
        form = await self.get("/write")
        return await self.post("/write", self.filled(form, text, do))

    def filled(self, form: Page, text: str, do: str = "say") -> dict[str, str]:
        """Return the form's fields with words in the box, line ends as browsers send them."""
        shown = {name: form.field(name) for name in ("token", "id")}
        return shown | {"text": text.replace("\n", "\r\n"), "do": do}


class PlainMeeting(Meeting):
    """A room with a title of its own, and those who come to it with script and without."""

    title = handle = ""

    @classmethod
    async def open(
        cls, process: KithProcess, stack: AsyncExitStack, **wanted: object
    ) -> "PlainMeeting":
        title = f"Plain corner {next(_numbers):03}"
        meeting = cls(process, open_room(process.data, title=title, **wanted), stack)
        meeting.title, meeting.handle = title, await handle_of(process, title)
        return meeting

    async def visit(self, port: int = 0) -> PlainMember:
        """Return somebody with a cookie, who has not gone in."""
        member = PlainMember(self.process, self.handle, port)
        await self._stack.enter_async_context(member)
        assert 200 == (await member.arrive()).status
        return member
