"""The timetable for programs: `/api/meetings`, `/meetings.ics`, `/meetings.json`."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from rooms.timetable.meeting import WEEKDAYS
from server.public.feeds import Calendars, icalendar, meeting_guide
from server.timetable.meetings import Meetings, MeetingView
from server.web.answers import as_json

# What an entry may be called where no script keeps one's own words from us; the first is usual.
TITLES = ("", "choir", "class", "call", "walk")
AHEAD = ("10", "30", "60")
Words = Callable[[web.Request, str], str]


class MeetingApi:
    """One method per address. `address` is where people find the timetable from outside."""

    def __init__(self, meetings: Meetings, address: str, words: Words) -> None:
        self._meetings = meetings
        self._address = address
        self._words = words
        self._calendars = Calendars(meetings)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/api/meetings", self.meetings),
            web.get("/meetings.ics", self.calendar),
            web.get("/meetings.json", self.guide),
        ]

    async def meetings(self, _request: web.Request) -> web.Response:
        """Return the timetable as a JSON array."""
        return as_json([_public(view) for view in self._meetings.all()])

    async def calendar(self, request: web.Request) -> web.Response:
        """Return the next weeks as a calendar: of all meetings, or `of` the one called so."""
        asked = request.query.get("called", "")
        called = f"_{asked}" if asked and asked in TITLES else ""
        title = self._words(request, f"calendar.title{called}")
        if "of" not in request.query:
            return _calendar(self._calendars.everything(title))
        one = self._meetings.by_calendar(request.query["of"])
        if one is None:
            raise web.HTTPNotFound
        ahead = request.query.get("ahead", "")
        minutes = int(ahead) if ahead in AHEAD else 0
        return _calendar(icalendar(self._meetings, [one], title, minutes))

    async def guide(self, _request: web.Request) -> web.Response:
        """Return the weekly meetings for directories (Meeting Guide)."""
        return as_json(meeting_guide(self._meetings.all(), self._address))


def _calendar(text: str) -> web.Response:
    saved = {"Content-Disposition": 'attachment; filename="calendar.ics"'}
    return web.Response(text=text, content_type="text/calendar", charset="utf-8", headers=saved)


def _public(view: MeetingView) -> Mapping[str, Any]:
    meeting = view.meeting
    return {
        "id": meeting.id,
        "room": meeting.room,
        "title": meeting.title,
        "topic": view.room.topic,
        "side": view.room.side,
        "language": view.room.language,
        "kind": meeting.kind,
        "open": meeting.is_open,
        "format": meeting.format,
        "zone": meeting.zone,
        "days": [WEEKDAYS[day] for day in meeting.days],
        "time": f"{meeting.at:%H:%M}",
        "minutes": meeting.minutes,
        "weeks": meeting.weeks,
        "next": view.begins,
        "cover": view.cover,
        "changes": [
            {"day": one.day, "to": f"{one.to:%Y-%m-%dT%H:%M}" if one.to else None}
            for one in meeting.once
        ],
    }
