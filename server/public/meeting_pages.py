"""The timetable's pages, and a page for each meeting; its address dies with the day."""

from aiohttp import web

from rooms.timetable.meeting import Kind
from server.public.meeting_api import TITLES, MeetingApi
from server.timetable.meetings import Meetings, MeetingView
from server.timetable.zones import CHOICES, zone
from server.web.pages import Pages

SIDES = ("self", "relatives", "young")


class MeetingPages:
    """One method per page."""

    def __init__(self, pages: Pages, meetings: Meetings) -> None:
        self._press = pages.press
        self._meetings = meetings

    async def timetable(self, request: web.Request) -> web.Response:
        """Show which meetings there are, of a kind and for a side if one asked for it."""
        kind, side = (request.query.get(name, "") for name in ("kind", "side"))
        chosen = _zone(request)
        views = [view for view in self._meetings.all() if _fits(view, kind, side)]
        return self._press.page(
            request,
            "meetings.html",
            {
                "views": views,
                "kind": kind,
                "kinds": [one.value for one in Kind],
                "side": side,
                "sides": SIDES,
                "zones": CHOICES,
                "chosen_zone": chosen,
                "in_zone": {"zone": chosen} if chosen else {},
                "handle_of_meeting": lambda view: self._meetings.handle(view.meeting.id),
            },
            "meetings",
        )

    async def meeting(self, request: web.Request) -> web.Response:
        """Show when one meeting is held, and how to be reminded of it."""
        view = self._meetings.by_handle(request.match_info["handle"])
        if view is None:
            raise web.HTTPSeeOther(self._press.link(request)("/meetings"))
        calendar = self._meetings.calendar(view.meeting.id)
        shown = {
            "view": view,
            "handle_of_meeting": lambda view: self._meetings.handle(view.meeting.id),
            "coming": self._meetings.coming(view.meeting),
            "calendar": self._press.link(request)("/meetings.ics", of=calendar),
            "called": calendar,
            "titles": TITLES,
            "chosen_zone": _zone(request),
        }
        return self._press.page(request, "meeting.html", shown, "meetings")


def _zone(request: web.Request) -> str:
    """Return the zone that somebody without script asked for; it is asked for each time."""
    asked = request.query.get("zone", "")
    return asked if zone(asked) is not None else ""


def _fits(view: MeetingView, kind: str, side: str) -> bool:
    return kind in {"", view.meeting.kind} and side in {"", view.room.side}


def setup(app: web.Application, pages: Pages, meetings: Meetings, address: str) -> None:
    """Put the timetable into the application, for people and for programs."""
    shown = MeetingPages(pages, meetings)
    app.router.add_get("/meetings", shown.timetable)
    app.router.add_get("/m/{handle}", shown.meeting)
    press = pages.press
    api = MeetingApi(
        meetings, f"{address}/meetings", lambda request, key: press.catalogue(request).text(key)
    )
    app.add_routes(api.routes())
