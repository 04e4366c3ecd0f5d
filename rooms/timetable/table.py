"""All meetings there are: a fold over the timetable's stream."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import assert_never

from msgspec.structs import replace

from rooms.timetable.events import (
    MeetingCancelled,
    MeetingDropped,
    MeetingMoved,
    MeetingPlanned,
    MeetingRestored,
    TimetableEvent,
)
from rooms.timetable.meeting import KEPT_MS, Meeting, Once


@dataclass(slots=True)
class Timetable:
    """Every meeting by its id, in the order of planning. `changed` counts every change."""

    meetings: dict[str, Meeting] = field(default_factory=dict)
    changed: int = 0


def evolve(table: Timetable, at: int, event: TimetableEvent | None) -> None:
    """Fold one event of time `at` (ms), and let go of what is over by then."""
    table.changed += 1
    match event:
        case None:
            pass
        case MeetingPlanned():
            table.meetings[event.meeting.id] = event.meeting
        case MeetingDropped():
            table.meetings.pop(event.meeting, None)
        case MeetingCancelled():
            _differs(table, event.meeting, event.day, Once(event.day))
        case MeetingMoved():
            _differs(table, event.meeting, event.day, Once(event.day, event.to))
        case MeetingRestored():
            _differs(table, event.meeting, event.day, None)
        case _:
            assert_never(event)
    expire(table, at)


def expire(table: Timetable, now: int) -> None:
    """Let go of exceptions whose day is over, and of meetings that have had their last one."""
    oldest = datetime.fromtimestamp((now - KEPT_MS) / 1000, UTC).date()
    table.meetings = {
        meeting_id: replace(meeting, once=_still(meeting, oldest))
        for meeting_id, meeting in table.meetings.items()
        if meeting.last is None or meeting.last >= oldest or _still(meeting, oldest)
    }


def _still(meeting: Meeting, oldest: date) -> tuple[Once, ...]:
    return tuple(
        one for one in meeting.once if max(one.day, one.to.date() if one.to else one.day) >= oldest
    )


def _differs(table: Timetable, meeting_id: str, day: date, change: Once | None) -> None:
    meeting = table.meetings.get(meeting_id)
    if meeting is None:
        return
    others = [one for one in meeting.once if one.day != day]
    once = sorted([*others, change] if change else others, key=lambda one: one.day)
    table.meetings[meeting_id] = replace(meeting, once=tuple(once))
