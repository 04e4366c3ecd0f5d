"""When a meeting really begins: its plan, its exceptions and its zone's clocks put together.

On a night that has two half-past-twos, a meeting at half past two begins at the first. On a night
that has none, it begins as long after the clocks changed as it should have before: 02:30 becomes
03:30. Both are what calendars do with a time of that day (RFC 5545, 3.3.5), and what `fold=0`
means in Python. A meeting lasts its minutes, however clocks turn meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

from rooms.timetable.meeting import Meeting

Zones = Callable[[str], tzinfo | None]
MINUTE_MS = 60 * 1000
# A zone is at most a day from UTC, and a clock may jump by one; a meeting is shorter than that.
MARGIN = timedelta(days=3)
AHEAD_DAYS = 400  # further than this, nobody is told of a meeting


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One evening of a meeting: from `start` to `end` (ms); `day` is the one it was planned for."""

    meeting: Meeting
    day: date
    start: int
    end: int
    moved: bool = False
    cancelled: bool = False


def moment(day: datetime, zone: tzinfo) -> int:
    """Return when clocks in the zone show this (ms), of two such moments the first."""
    return round(day.replace(tzinfo=zone, fold=0).timestamp() * 1000)


def occurrences(meeting: Meeting, zone: tzinfo, after: int, before: int) -> Sequence[Occurrence]:
    """Return what of the meeting begins from `after` on and before `before` (ms), in order.

    The cancelled ones are among them, and say so: somebody may wait for one.
    """
    span = range(after, before)
    found = [one for one in _around(meeting, zone, after, before) if one.start in span]
    found.sort(key=lambda one: (one.start, one.day))
    # Where a whole day was skipped, the plan has two that begin at once.
    doubled = {b for a, b in pairwise(found) if a.start == b.start and not (a.moved or b.moved)}
    return [one for one in found if one not in doubled]


def running_or_next(meeting: Meeting, zone: tzinfo, now: int) -> Occurrence | None:
    """Return the occurrence that is held now, or else the next one that will be."""
    after = now - meeting.minutes * MINUTE_MS + 1
    days = 1
    while days <= AHEAD_DAYS:  # most meet within days: look a little further each time
        before = now + int(timedelta(days=days).total_seconds() * 1000)
        held = (one for one in occurrences(meeting, zone, after, before) if not one.cancelled)
        if found := next(held, None):
            return found
        days *= 7
    return None


def _around(meeting: Meeting, zone: tzinfo, after: int, before: int) -> Iterator[Occurrence]:
    """Every occurrence near this time, by the plan or because it was moved there."""
    first, last = _day(after) - MARGIN, _day(before) + MARGIN
    changed = {change.day for change in meeting.once}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day not in changed and meeting.meets_on(day):
            yield _held(meeting, zone, day, datetime.combine(day, meeting.at))
    for change in meeting.once:
        planned = datetime.combine(change.day, meeting.at)
        one = _held(meeting, zone, change.day, change.to or planned)
        yield replace(one, moved=change.to is not None, cancelled=change.to is None)


def _held(meeting: Meeting, zone: tzinfo, day: date, at: datetime) -> Occurrence:
    start = moment(at, zone)
    return Occurrence(meeting, day, start, start + meeting.minutes * MINUTE_MS)


def _day(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).date()
