"""The timetable as volunteers see it: which meetings are soon, and which nobody watches over."""

from collections.abc import Iterator
from typing import Any, Final

from aiohttp import web

from moderation import roster
from rooms.timetable.calendar import Occurrence
from server.desk.asking import answering, somebody
from server.streams.crew import StoredCrew
from server.timetable.meetings import Meetings, MeetingView
from server.web.answers import as_json

SOON_MS: Final = 7 * 24 * 3600 * 1000


class DeskMeetings:
    """`/desk/api/meetings`: the next seven days."""

    def __init__(self, meetings: Meetings, crew: StoredCrew) -> None:
        self._meetings = meetings
        self._crew = crew

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [web.get("/desk/api/meetings", answering(self.soon))]

    async def soon(self, request: web.Request) -> web.StreamResponse:
        """Return what is held soon, the next first, with who has promised to be at the desk."""
        somebody(request)
        now = self._meetings.now()
        rows = [row for view in self._meetings.all() for row in self._rows(view, now + SOON_MS)]
        return as_json({"now": now, "meetings": sorted(rows, key=lambda row: row["start"])})

    def _rows(self, view: MeetingView, until: int) -> Iterator[dict[str, Any]]:
        for one in self._meetings.coming(view.meeting):
            if not one.cancelled and one.start < until:
                yield self._row(view, one)

    def _row(self, view: MeetingView, one: Occurrence) -> dict[str, Any]:
        crew = self._crew.crew
        by = roster.at_desk(crew, one.start, one.end)
        cover = "all" if roster.covers(crew, one.start, one.end) else "part" if by else "none"
        return {
            "id": f"{view.meeting.id}:{one.day:%Y%m%d}",
            "title": view.meeting.title,
            "room": view.room.title,
            "side": view.room.side,
            "language": view.room.language,
            "start": one.start,
            "end": one.end,
            "cover": cover,
            "by": by,
        }
