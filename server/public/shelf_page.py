"""A group's shelf: readings, and what there is beside the group. Its address names no topic."""

from aiohttp import web

from rooms import shelf
from rooms.formats.format import in_language
from server.timetable.meetings import Meetings
from server.web.pages import Pages


class ShelfPage:
    """Shows what stands on the shelf of a room, or of the room that a meeting is held in."""

    def __init__(self, pages: Pages, meetings: Meetings) -> None:
        self._pages = pages
        self._meetings = meetings
        self._shelves = shelf.load()

    async def get(self, request: web.Request) -> web.Response:
        """Show the shelf of the group behind a handle of today or yesterday."""
        press, handle = self._pages.press, request.match_info["handle"]
        topic = self._topic(handle)
        if topic is None:
            raise web.HTTPSeeOther(press.link(request)("/meetings"))
        lang = press.catalogue(request).lang
        pieces = [
            {
                "kind": piece.kind,
                "title": in_language(piece.title, lang),
                "text": in_language(piece.text, lang),
                "lang": lang if lang in piece.text else "en",
            }
            for piece in shelf.of(self._shelves, topic)
        ]
        return press.page(request, "shelf.html", {"pieces": pieces}, "meetings")

    def _topic(self, handle: str) -> str | None:
        room = self._pages.listing.by_handle(handle)
        view = None if room else self._meetings.by_handle(handle)
        return view.room.topic if view else room.topic if room else None


def setup(app: web.Application, pages: Pages, meetings: Meetings) -> None:
    """Put the page into the application."""
    app.router.add_get("/r/{handle}", ShelfPage(pages, meetings).get)
