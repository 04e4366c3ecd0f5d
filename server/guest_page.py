"""The page `/guest`: whoever was handed a pass sees what it is good for, and goes in with it.

The pass stands behind the `#` of the link, so no server's log and no proxy ever sees it. The page
sends it in the body of one request, and learns the room's address of today.
"""

from collections.abc import Callable, Mapping

import msgspec
from aiohttp import web

from rooms.group.guests import EARLY_MS
from rooms.group.state import Guest
from server.agreements import Agreements
from server.care_streams import KeyedSecrets
from server.group_asked import digest_of
from server.pages import Pages
from server.plain.forms import fields

LONGEST_PASS = 64


class GuestPage:
    """Shows the page, and tells of a pass what it opens."""

    def __init__(
        self, pages: Pages, agreements: Agreements, secrets: KeyedSecrets, now: Callable[[], int]
    ) -> None:
        self._pages = pages
        self._agreements = agreements
        self._secrets = secrets
        self._now = now

    async def get(self, request: web.Request) -> web.Response:
        """Show the page; what the pass is worth is asked for by it."""
        return self._pages.press.page(request, "guest.html")

    async def post(self, request: web.Request) -> web.Response:
        """Tell what a pass opens, and from when to when."""
        code = (await fields(request)).get("code", "")[:LONGEST_PASS]
        link = self._pages.press.link(request)
        rooms = (room.id for room in self._pages.listing.rooms())
        room_id = next((r for r in rooms if code.startswith(f"{self._secrets.invited_to(r)}.")), "")
        group = await self._agreements.group(room_id) if room_id else None
        digest = digest_of(code)
        guests = group.guests.values() if group is not None else ()
        guest = next((one for one in guests if one.digest == digest), None)
        if guest is None:
            return _json({"state": "unknown"})
        at = link(f"/t/{self._pages.listing.handle(room_id)}")
        told = {"starts": guest.starts, "ends": guest.ends, "at": at}
        return _json({"state": _state(guest, self._now())} | told)


def _state(guest: Guest, now: int) -> str:
    if guest.ended is not None or now >= guest.ends:
        return "over"
    if guest.member:
        return "used"
    return "early" if now < guest.starts - EARLY_MS else "open"


def _json(told: Mapping[str, object]) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(told), content_type="application/json", charset="utf-8"
    )


def setup(
    app: web.Application,
    pages: Pages,
    agreements: Agreements,
    secrets: KeyedSecrets,
    now: Callable[[], int],
) -> None:
    """Put the page into the application."""
    page = GuestPage(pages, agreements, secrets, now)
    app.router.add_get("/guest", page.get)
    app.router.add_post("/guest", page.post)
