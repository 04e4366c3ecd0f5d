"""What a room's first load weighs, headers and all, against its budgets; no browser is needed."""

import re
import zlib
from collections.abc import AsyncIterator
from hashlib import sha256
from importlib.resources import files

import pytest_asyncio
from aiohttp import web
from raw_http import answer_to
from small_site import SmallListing, small_site

from bench.page_bytes import scripts_inside
from server.desk.pages import imported
from server.directory import RoomView

KB = 1000
SHOWN, ALL = 10 * KB, 45 * KB
FIRST = re.compile(r'"\./([\w/]+\.js)"')
ELSE = "wire/identity.js"  # for whom the page's head opened no line
QUIET = ("parts/help.js", "parts/about.js")  # fetched in a quiet moment, so that they open offline
SCRIPTS = files("client") / "web"


class Listing(SmallListing):
    """Rooms whose handles and house are as hard to pack as real ones."""

    house = sha256(b"house").hexdigest()[:32]

    def handle(self, room_id: str) -> str:
        return sha256(room_id.encode()).hexdigest()[:26]  # as many bits as 22 of 64 signs, almost


class NoDoor:
    """A room without script is near, and nobody goes there."""

    async def open(self, request: web.Request, room: RoomView) -> web.StreamResponse:
        raise web.HTTPNotFound(text=f"{request.path} {room.id}")

    def left(self, request: web.Request, answer: web.Response) -> None:
        """Nobody was in."""


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    async with small_site(Listing(), plain=NoDoor()) as address:
        yield address


async def asked(site: str, path: str) -> bytes:
    """Return an answer as it travels, without what only this way of asking adds."""
    head = (f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, deflate")
    port = int(site.rsplit(":", 1)[1])
    answer = await answer_to(port, "\r\n".join([*head, "Connection: close", "", ""]))
    return answer.replace(b"Connection: close\r\n", b"", 1)


def room(lang: str) -> str:
    return f"/t/{Listing().handle('gambling')}?in=1&agree=on&lang={lang}"


def first_scripts() -> list[str]:
    """Return every script that a room fetches without being asked."""
    steps = set(FIRST.findall((SCRIPTS / "app.js").read_text("utf-8"))) - {ELSE}
    return sorted(
        {path for entry in ("app.js", *steps, *QUIET) for path in imported(SCRIPTS, entry)}
    )


def weights(answer: bytes) -> tuple[int, int]:
    """Return what a page shows, and the scripts inside it, as they travel."""
    _, _, body = answer.partition(b"\r\n\r\n")
    inside = scripts_inside(zlib.decompress(body).decode())
    return len(answer) - inside, inside


async def test_what_a_room_shows_first_keeps_its_budget(site: str):
    shown, _ = weights(await asked(site, room("en")))

    assert shown <= SHOWN


async def test_all_that_a_room_fetches_first_keeps_its_budget(site: str):
    scripts = [await asked(site, f"/s/{path}") for path in first_scripts()]
    page = await asked(site, room("ar"))

    fetched = sum(len(script) for script in scripts)
    found = [script[:12] for script in scripts]
    assert {b"HTTP/1.1 200"} == {*found}
    assert fetched + weights(page)[1] <= ALL - SHOWN
    assert fetched + len(page) <= ALL


def test_the_first_load_is_the_one_that_is_meant():
    scripts = first_scripts()

    assert {"app.js", "state/room.js", "parts/log.js", "talk.js", "parts/dialog.js"} <= {*scripts}
    assert not {"parts/meeting.js", "parts/ours.js", "parts/care.js", ELSE} & {*scripts}
