"""The timetable for calendars and for directories of meetings.

A calendar lies open on a shared phone: an entry has a neutral title, no link and no place. Every
evening is an entry of its own, in UTC: what a rule puts into an hour that clocks jump over,
calendars leave out, and we hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from rooms.timetable.calendar import Occurrence
from rooms.timetable.meeting import WEEK
from server.timetable.meetings import Meetings, MeetingView

_HOUR_MS = 3600 * 1000
# The public list of code4recovery/spec; it has no code for Arabic.
_LANGUAGES = {"en": "EN", "pl": "POL", "de": "DE", "es": "S"}
_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//EN", "METHOD:PUBLISH")


class Calendars:
    """The calendar of all meetings, made at most once a minute for each title."""

    def __init__(self, meetings: Meetings) -> None:
        self._meetings = meetings
        self._views: Sequence[MeetingView] = ()
        self._made: dict[str, str] = {}

    def everything(self, title: str) -> str:
        """Return the next weeks of every meeting."""
        views = self._meetings.all()
        if self._views is not views:
            self._views, self._made = views, {}
        if title not in self._made:
            self._made[title] = icalendar(self._meetings, views, title)
        return self._made[title]


def icalendar(meetings: Meetings, views: Iterable[MeetingView], title: str, ahead: int = 0) -> str:
    """Return the next weeks of these meetings as iCalendar (RFC 5545), each called `title`.

    With `ahead`, the calendar reminds its owner so many minutes before.
    """
    stamp = _utc(meetings.now() // _HOUR_MS * _HOUR_MS)
    lines = list(_HEAD)
    for view in views:
        name = meetings.calendar(view.meeting.id)
        for one in meetings.coming(view.meeting):
            lines += _event(one, name, stamp, title, _alarm(title, ahead) if ahead else ())
    return "".join(f"{line}\r\n" for line in (*lines, "END:VCALENDAR"))


def _alarm(title: str, ahead: int) -> Sequence[str]:
    trigger = f"TRIGGER:-PT{ahead}M"
    return ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", trigger, "END:VALARM")


def _event(
    one: Occurrence, name: str, stamp: str, title: str, alarm: Sequence[str]
) -> Sequence[str]:
    status = ("STATUS:CANCELLED",) if one.cancelled else ()
    return (
        "BEGIN:VEVENT",
        f"UID:{name}-{one.day:%Y%m%d}",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{_utc(one.start)}",
        f"DTEND:{_utc(one.end)}",
        f"SUMMARY:{title}",
        "CLASS:PRIVATE",
        *status,
        *alarm,
        "END:VEVENT",
    )


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def meeting_guide(views: Iterable[MeetingView], address: str) -> list[Mapping[str, Any]]:
    """Return the weekly meetings as the Meeting Guide reads them; it knows no other rhythm."""
    return [_listed(view, address) for view in views if view.meeting.weeks == 1 and view.next]


def _listed(view: MeetingView, address: str) -> Mapping[str, Any]:
    meeting, room = view.meeting, view.room
    days = [(day + 1) % WEEK for day in meeting.days]  # there, a week begins on Sunday
    ends = datetime.combine(meeting.first, meeting.at) + timedelta(minutes=meeting.minutes)
    types = ["O" if meeting.is_open else "C"]
    types += ["Y"] if room.side == "young" else []
    types += [_LANGUAGES[room.language]] if room.language in _LANGUAGES else []
    return {
        "name": meeting.title,
        "slug": meeting.id,
        "day": days[0] if len(days) == 1 else sorted(days),
        "time": f"{meeting.at:%H:%M}",
        "end_time": f"{ends:%H:%M}",
        "timezone": meeting.zone,
        "group": room.title,
        "types": types,
        "conference_url": address,
    }
