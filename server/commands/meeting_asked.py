"""What an operator asks of the timetable: parsed here, answered in sentences."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from rooms.house import House
from rooms.timetable.calendar import running_or_next
from rooms.timetable.meeting import LONGEST_MINUTES, WEEKDAYS, Kind, Meeting
from server.commands.operator_wishes import titled
from server.operator_error import OperatorError
from server.timetable.planning import Planning
from server.timetable.zones import zone

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


async def planned(
    planning: Planning, house: House, question: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Do what a command asks of the timetable, and return what it is told."""
    match question:
        case {"what": "add", "meeting": dict(fields)}:
            await planning.add(meeting_of(wanted(fields), planning.now()), house)
        case {"what": "drop", "meeting": str(name)}:
            await planning.drop(name)
        case {"what": "cancel", "meeting": str(name), "day": str(day)}:
            await planning.cancel(name, day_of(day))
        case {"what": "restore", "meeting": str(name), "day": str(day)}:
            await planning.restore(name, day_of(day))
        case {"what": "move", "meeting": str(name), "day": str(day), "to": str(to)}:
            await planning.move(name, day_of(day), moment_of(to))
        case {"what": "list"}:
            now = planning.now()
            return {"meetings": [_told(one, house, now) for one in await planning.meetings()]}
        case _:
            raise OperatorError("The server does not know this command; are both of one version?")
    return {}


def _told(meeting: Meeting, house: House, now: int) -> Mapping[str, Any]:
    """Return what a list shows of a meeting; `next` is told by its own clocks."""
    rules = zone(meeting.zone)
    coming = running_or_next(meeting, rules, now) if rules else None
    begins = datetime.fromtimestamp(coming.start / 1000, rules) if coming else None
    return {
        **msgspec.to_builtins(meeting),
        "days": [WEEKDAYS[day] for day in meeting.days],
        "next": f"{begins:%Y-%m-%dT%H:%M}" if begins else "",
        "has_room": meeting.room in house.rooms,
    }


class MeetingWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A meeting to plan, with the names of `kith meeting add`."""

    id: Annotated[str, Meta(pattern=r"\A[a-z0-9-]{1,32}\Z")]
    room: str
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    zone: Annotated[str, Meta(max_length=64)]
    days: Annotated[list[Weekday], Meta(min_length=1, max_length=7)]
    at: Annotated[str, Meta(pattern=r"\A([01]\d|2[0-3]):[0-5]\d\Z")]
    kind: Kind = Kind.SHARING
    is_open: bool = False
    format: str = "sharing_circle"
    minutes: Annotated[int, Meta(ge=10, le=LONGEST_MINUTES)] = 60
    weeks: Annotated[int, Meta(ge=1, le=4)] = 1
    first: date | None = None
    last: date | None = None


def wanted(fields: Mapping[str, Any]) -> MeetingWanted:
    """Return the meeting that a JSON object or a command line asks for; raise `OperatorError`."""
    meeting = titled(MeetingWanted, fields, "This meeting cannot be planned")
    if not all(EARLIEST <= day <= LATEST for day in (meeting.first, meeting.last) if day):
        raise OperatorError("This meeting cannot be planned: its days are too far away.")
    return meeting


def day_of(text: str) -> date:
    """Return the day that is written like 2026-11-24; raise `OperatorError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OperatorError("Say the day as year, month and day: 2026-11-24.") from None


def moment_of(text: str) -> datetime:
    """Return the local time that is written like 2026-11-24T19:30; raise `OperatorError`."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise OperatorError("Say the new time as day and hour: 2026-11-24T19:30.")


def meeting_of(asked: MeetingWanted, now: int) -> Meeting:
    """Return the meeting that is asked for; without a first day it begins today."""
    today = datetime.fromtimestamp(now / 1000, zone(asked.zone) or UTC).date()
    return Meeting(
        id=asked.id,
        room=asked.room,
        title=asked.title,
        kind=asked.kind,
        is_open=asked.is_open,
        format=asked.format,
        zone=asked.zone,
        days=tuple(sorted({WEEKDAYS.index(day) for day in asked.days})),
        at=time.fromisoformat(asked.at),
        minutes=asked.minutes,
        first=asked.first or today,
        last=asked.last,
        weeks=asked.weeks,
    )
