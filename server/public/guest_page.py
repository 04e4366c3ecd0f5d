"""The page `/guest`: whoever was handed a pass sees what it is good for, and goes in with it.

The pass stands behind the `#` of the link, so no server's log and no proxy ever sees it. The page
sends it in the body of one request, and learns the room's address of today. Without script the
person pastes the link into a form: `server/plain/guest_gate.py`.
"""

from aiohttp import web

from server.group.passes import Passes
from server.plain.forms import fields
from server.web.answers import as_json
from server.web.pages import Pages


class GuestPage:
    """Shows the page, and tells of a pass what it opens."""

    def __init__(self, pages: Pages, passes: Passes) -> None:
        self._pages = pages
        self._passes = passes

    async def get(self, request: web.Request) -> web.Response:
        """Show the page; what the pass is worth is asked for by it."""
        return self._pages.press.page(request, "guest.html", {"told": "", "guest": None})

    async def post(self, request: web.Request) -> web.Response:
        """Tell what a pass opens, and from when to when."""
        code = (await fields(request)).get("code", "")
        listing = self._pages.listing
        found = await self._passes.find(code, listing.rooms())
        told: dict[str, object] = {"state": "unknown"}
        if found is not None:
            at = self._pages.press.link(request)(f"/t/{listing.handle(found.room.id)}")
            hours = {"starts": found.starts, "ends": found.ends}
            told = {"state": found.standing, "at": at, **hours}
        return as_json(told)


def setup(app: web.Application, pages: Pages, passes: Passes) -> None:
    """Put the page into the application."""
    page = GuestPage(pages, passes)
    app.router.add_get("/guest", page.get)
    app.router.add_post("/guest", page.post)
