"""The walk through a meeting's protocol alone: for somebody for whom nobody came, or who is afraid.

The whole of it is one page. It is gone through on the device, and nothing of that comes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from rooms.formats import Format
from rooms.formats.format import in_language
from rooms.meeting.protocol import Step
from server.timetable.meetings import Meetings
from server.web.pages import Pages

USUAL = "sharing_circle"  # where no meeting is planned


@dataclass(frozen=True, slots=True)
class WalkStep:
    """A step as one person goes through it; `lang` is what the reading is written in."""

    kind: str
    minutes: int
    reading: str
    lang: str


class Walking:
    """One method per page."""

    def __init__(self, pages: Pages, meetings: Meetings, formats: Mapping[str, Format]) -> None:
        self._pages = pages
        self._meetings = meetings
        self._formats = formats

    async def walk(self, request: web.Request) -> web.Response:
        """Show the steps of the meeting, or of the room's next one, for one person."""
        press, handle = self._pages.press, request.match_info["handle"]
        room = self._pages.listing.by_handle(handle)
        view = self._meetings.next_in(room.id) if room else self._meetings.by_handle(handle)
        if room is None and view is None:
            raise web.HTTPSeeOther(press.link(request)("/meetings"))
        form = self._formats.get(view.meeting.format if view else USUAL)
        if form is None or not form.is_meeting:
            form = self._formats[USUAL]
        lang = press.catalogue(request).lang
        shown = {
            "title": in_language(form.title, lang),
            "title_lang": _written_in(form.title, lang),
            "steps": [_step(step, lang) for step in form.steps],
        }
        return press.page(request, "walk.html", shown, "meetings")


def _step(step: Step, lang: str) -> WalkStep:
    reading = in_language(step.reading, lang)
    return WalkStep(step.kind, step.minutes, reading, _written_in(step.reading, lang))


def _written_in(words: Mapping[str, str], lang: str) -> str:
    return lang if lang in words else "en"


def setup(
    app: web.Application, pages: Pages, meetings: Meetings, formats: Mapping[str, Format]
) -> None:
    """Put the page into the application."""
    app.router.add_get("/w/{handle}", Walking(pages, meetings, formats).walk)
