"""A meeting as its members planned it: which evenings, at which hour of which zone."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from msgspec import Struct

WEEK: Final = 7
LONGEST_MINUTES: Final = 240
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEPT_MS: Final = WEEK * 24 * 3600 * 1000  # so long after its day, an exception says nothing more


class Kind(StrEnum):
    """What a meeting is for (MISSION, D4)."""

    SHARING = "sharing"
    SOCIAL = "social"
    EDUCATIONAL = "educational"


class Once(Struct, frozen=True, omit_defaults=True):
    """What is different about the meeting of one day: cancelled, or `to` another local time."""

    day: date
    to: datetime | None = None


class Meeting(Struct, frozen=True, omit_defaults=True):
    """A meeting that comes again.

    `days` are weekdays, 0 is Monday; `weeks` is 1 for every week, 2 for every other, counted
    from the week of `first`. All times are those of the clocks in `zone`. `is_open`: also those
    may come who do not live with the topic themselves.
    """

    id: str
    room: str
    title: str
    kind: Kind
    is_open: bool
    format: str
    zone: str
    days: tuple[int, ...]
    at: time
    minutes: int
    first: date
    last: date | None = None
    weeks: int = 1
    once: tuple[Once, ...] = ()

    def meets_on(self, day: date) -> bool:
        """Return whether the plan has a meeting on this day, whatever was changed about it."""
        if day < self.first or (self.last is not None and day > self.last):
            return False
        since = day.toordinal() - (self.first.toordinal() - self.first.weekday())
        return day.weekday() in self.days and since // WEEK % self.weeks == 0

    def change_of(self, day: date) -> Once | None:
        """Return what is different on this day."""
        return next((change for change in self.once if change.day == day), None)
