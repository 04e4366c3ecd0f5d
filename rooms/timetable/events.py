"""What happens to the timetable. Everybody may see it: nothing in it is about anybody.

An event that carries a meeting carries all of it, so that a plan is changed as a whole.
"""

from datetime import date, datetime

from rooms.happening import Event
from rooms.timetable.meeting import Meeting


class MeetingPlanned(Event, frozen=True):
    """The meeting stands in the timetable."""

    meeting: Meeting


class MeetingDropped(Event, frozen=True):
    """The meeting is no longer held at all."""

    meeting: str


class MeetingCancelled(Event, frozen=True):
    """The meeting of this day is not held; the next one is."""

    meeting: str
    day: date


class MeetingMoved(Event, frozen=True):
    """The meeting of this day is held at another time of its zone, this once."""

    meeting: str
    day: date
    to: datetime


class MeetingRestored(Event, frozen=True):
    """The meeting of this day is held as planned after all."""

    meeting: str
    day: date


TimetableEvent = MeetingPlanned | MeetingDropped | MeetingCancelled | MeetingMoved | MeetingRestored
