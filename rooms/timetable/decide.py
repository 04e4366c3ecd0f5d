"""What may stand in the timetable, and what is different once: refuses, or says what happened."""

from collections.abc import Collection, Container, Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from rooms.timetable.calendar import MINUTE_MS, Occurrence, Zones, moment, occurrences
from rooms.timetable.events import (
    MeetingCancelled,
    MeetingDropped,
    MeetingMoved,
    MeetingPlanned,
    MeetingRestored,
    TimetableEvent,
)
from rooms.timetable.meeting import LONGEST_MINUTES, WEEK, Meeting
from rooms.timetable.table import Timetable, evolve

MOST_MEETINGS = 500
LOOK_AHEAD_MS = 8 * 7 * 24 * 3600 * 1000  # two clocks' changes apart is far enough for a clash


class Why(StrEnum):
    """Why something cannot stand in the timetable."""

    NO_SUCH_ZONE = "no_such_zone"
    NO_SUCH_ROOM = "no_such_room"
    NO_SUCH_FORMAT = "no_such_format"
    NO_SUCH_MEETING = "no_such_meeting"
    NO_SUCH_DAY = "no_such_day"
    NEVER = "never"
    PAST = "past"
    TAKEN = "taken"
    CLASH = "clash"
    TOO_MANY = "too_many"


class Unplanned(Exception):
    """It stays out of the timetable, and why; `other` is the meeting that is in its way."""

    def __init__(self, why: Why, other: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.other = other


def plan(  # noqa: PLR0913, PLR0917 - what a plan is held against, each once
    table: Timetable,
    meeting: Meeting,
    rooms: Collection[str],
    formats: Container[str],
    zones: Zones,
    now: int,
) -> MeetingPlanned:
    """Put a meeting into the timetable."""
    if meeting.id in table.meetings:
        raise Unplanned(Why.TAKEN)
    if meeting.room not in rooms:
        raise Unplanned(Why.NO_SUCH_ROOM)
    if meeting.format not in formats:
        raise Unplanned(Why.NO_SUCH_FORMAT)
    if len(table.meetings) >= MOST_MEETINGS:
        raise Unplanned(Why.TOO_MANY)
    zone = zones(meeting.zone)
    if zone is None:
        raise Unplanned(Why.NO_SUCH_ZONE)
    _refuse_without_a_day(meeting, zone, now)
    event = MeetingPlanned(meeting)
    _refuse_clash(table, event, meeting.id, zones, now)
    return event


def drop(table: Timetable, meeting_id: str) -> MeetingDropped:
    """Take a meeting out of the timetable."""
    return MeetingDropped(_known(table, meeting_id).id)


def cancel(
    table: Timetable, meeting_id: str, day: date, zones: Zones, now: int
) -> MeetingCancelled:
    """Let one day's meeting not be held."""
    _still_to_come(table, meeting_id, day, zones, now)
    return MeetingCancelled(meeting_id, day)


def move(  # noqa: PLR0913, PLR0917 - what is moved, from where, to where, by which clocks
    table: Timetable, meeting_id: str, day: date, to: datetime, zones: Zones, now: int
) -> MeetingMoved:
    """Hold one day's meeting at another time, this once."""
    meeting = _still_to_come(table, meeting_id, day, zones, now)
    zone = zones(meeting.zone)
    if zone is None or moment(to, zone) <= now:
        raise Unplanned(Why.PAST)
    event = MeetingMoved(meeting_id, day, to)
    _refuse_clash(table, event, meeting_id, zones, now)
    return event


def restore(
    table: Timetable, meeting_id: str, day: date, zones: Zones, now: int
) -> MeetingRestored:
    """Hold one day's meeting as planned after all."""
    if _known(table, meeting_id).change_of(day) is None:
        raise Unplanned(Why.NO_SUCH_DAY)
    event = MeetingRestored(meeting_id, day)
    _refuse_clash(table, event, meeting_id, zones, now)
    return event


def _known(table: Timetable, meeting_id: str) -> Meeting:
    meeting = table.meetings.get(meeting_id)
    if meeting is None:
        raise Unplanned(Why.NO_SUCH_MEETING)
    return meeting


def _still_to_come(table: Timetable, meeting_id: str, day: date, zones: Zones, now: int) -> Meeting:
    meeting = _known(table, meeting_id)
    if not meeting.meets_on(day):
        raise Unplanned(Why.NO_SUCH_DAY)
    zone = zones(meeting.zone)
    if zone is None:
        raise Unplanned(Why.NO_SUCH_ZONE)
    change = meeting.change_of(day)
    at = change.to if change is not None and change.to is not None else None
    if moment(at or datetime.combine(day, meeting.at), zone) <= now:
        raise Unplanned(Why.PAST)
    return meeting


def _refuse_without_a_day(meeting: Meeting, zone: tzinfo, now: int) -> None:
    """Refuse a plan with no day in it, or with none that is still to come."""
    if meeting.last is None:
        return
    # Whatever it is, the plan repeats itself after so many days.
    round_of_days = range(min(WEEK * (meeting.weeks + 1), (meeting.last - meeting.first).days + 1))
    if not any(meeting.meets_on(meeting.first + timedelta(days=n)) for n in round_of_days):
        raise Unplanned(Why.NEVER)
    if moment(datetime.combine(meeting.last, meeting.at), zone) <= now:
        raise Unplanned(Why.PAST)


def _refuse_clash(
    table: Timetable, event: TimetableEvent, meeting_id: str, zones: Zones, now: int
) -> None:
    """Refuse two meetings in one room at one time: each would be in the other's way."""
    after = Timetable(dict(table.meetings))
    evolve(after, now, event)
    room = after.meetings[meeting_id].room
    held = sorted(_held_in(after, room, zones, now), key=lambda one: one.start)
    for one, following in pairwise(held):
        ids = (one.meeting.id, following.meeting.id)
        if following.start < one.end and meeting_id in ids:
            raise Unplanned(Why.CLASH, ids[0] if ids[1] == meeting_id else ids[1])


def _held_in(table: Timetable, room: str, zones: Zones, now: int) -> Sequence[Occurrence]:
    held = []
    for meeting in table.meetings.values():
        zone = zones(meeting.zone)
        if meeting.room == room and zone is not None:
            found = occurrences(
                meeting, zone, now - LONGEST_MINUTES * MINUTE_MS, now + LOOK_AHEAD_MS
            )
            held += [one for one in found if not one.cancelled]
    return held
