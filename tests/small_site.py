"""The pages on a free port of loopback, with three rooms and nothing behind them."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import web

from rooms import formats
from server.crypto.keys import HouseKeys
from server.crypto.slip_key import SlipKey
from server.directory import RoomView
from server.public import meeting_pages, shelf_page, slip_page, walking
from server.timetable.meetings import Meetings
from server.web import pages
from server.web.press import Listing

HOUSE = "0123456789abcdef0123456789abcdef"
SLIPS = SlipKey.of(HouseKeys(HOUSE, bytes(32), bytes(32)))
ROOM = RoomView(
    id="gambling",
    topic="gambling",
    side="self",
    language="en",
    title="Living with gambling",
    format="open_floor",
    people="a few",
    step="open",
    next=None,
    cover=False,
    keep_s=86_400,
    circle_of="",
)
ROOMS = (
    ROOM,
    replace(ROOM, id="depression", topic="depression", title="Low days", people="quiet"),
    replace(ROOM, id="families", topic="families", side="relatives", title="Us at home"),
)


@dataclass
class SmallListing:
    """Rooms as a list; a handle says nothing, as the real ones do not."""

    listed: Sequence[RoomView] = field(default=ROOMS)
    house: str = HOUSE

    def rooms(self) -> Sequence[RoomView]:
        return self.listed

    def by_handle(self, handle: str) -> RoomView | None:
        return next((room for room in self.listed if self.handle(room.id) == handle), None)

    def handle(self, room_id: str) -> str:
        place = [room.id for room in self.listed].index(room_id)
        return f"{place:0>22}"


GATE = f"/t/{SmallListing().handle('gambling')}"


@asynccontextmanager
async def small_site(
    listing: Listing | None = None,
    exit_url: str | None = None,
    static_max_age_s: int = 86_400,
    locales: Path | None = None,
    meetings: Meetings | None = None,
    plain: pages.PlainDoor | None = None,
) -> AsyncIterator[str]:
    """Serve the pages until the block ends; gives the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = web.Application()
    settings = pages.PageSettings([address], exit_url, static_max_age_s, locales)
    shown = pages.setup(app, listing or SmallListing(), settings)
    if plain is not None:
        shown.open_plain_rooms(plain)
    slip_page.setup(app, shown, SLIPS.check)
    if meetings is not None:
        meeting_pages.setup(app, shown, meetings, address)
        shelf_page.setup(app, shown, meetings)
        walking.setup(app, shown, meetings, formats.load())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield address
    finally:
        await runner.cleanup()
