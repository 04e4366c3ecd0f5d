"""When a meeting begins: by its plan, by its exceptions, and by clocks that turn."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_timetable import EVENING

from rooms.timetable.calendar import MINUTE_MS, Occurrence, occurrences, running_or_next
from rooms.timetable.meeting import Meeting, Once

DAY_MS = 24 * 3600 * 1000
WARSAW = "Europe/Warsaw"
TUESDAY, THURSDAY, SATURDAY, SUNDAY = 1, 3, 5, 6


def utc(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def shown(found: list[Occurrence] | tuple[Occurrence, ...] | object) -> list[str]:
    return [
        datetime.fromtimestamp(one.start / 1000, UTC).strftime("%Y-%m-%d %H:%M")
        for one in found  # type: ignore[attr-defined] - any sequence of them
    ]


def begins(meeting: Meeting, after: str, before: str) -> list[str]:
    return shown(occurrences(meeting, ZoneInfo(meeting.zone), utc(after), utc(before)))


def test_a_weekly_meeting_keeps_its_hour_while_the_clocks_change():
    assert begins(EVENING, "2026-03-20", "2026-04-05") == ["2026-03-24 18:00", "2026-03-31 17:00"]


def test_the_first_moment_belongs_to_the_span_and_the_last_does_not():
    assert begins(EVENING, "2026-03-24T18:00", "2026-03-31T17:00") == ["2026-03-24 18:00"]


def test_every_other_week_is_counted_from_the_week_of_the_first():
    from_wednesday = replace(EVENING, weeks=2, first=date(2026, 1, 7))

    found = begins(from_wednesday, "2026-01-01", "2026-02-10")

    assert found == ["2026-01-20 18:00", "2026-02-03 18:00"]


def test_several_days_and_an_end():
    course = replace(EVENING, days=(TUESDAY, THURSDAY), last=date(2026, 1, 8))

    assert begins(course, "2025-12-01", "2027-01-01") == [
        "2026-01-01 18:00",
        "2026-01-06 18:00",
        "2026-01-08 18:00",
    ]


NIGHT = replace(EVENING, days=(SUNDAY,), at=time(2, 30))
CLOCKS = [
    # 2026-10-25 in Warsaw has two half-past-twos: the first one, still in summer time.
    (WARSAW, time(2, 30), "2026-10-25", "2026-10-25 00:30"),
    # 2026-03-29 has none: half an hour after the clocks changed, at 03:30.
    (WARSAW, time(2, 30), "2026-03-29", "2026-03-29 01:30"),
    ("America/New_York", time(1, 30), "2026-11-01", "2026-11-01 05:30"),
    ("America/New_York", time(2, 30), "2026-03-08", "2026-03-08 07:30"),
    # Half an hour only, and the other way round in the year.
    ("Australia/Lord_Howe", time(1, 45), "2026-04-05", "2026-04-04 14:45"),
    ("Australia/Lord_Howe", time(2, 15), "2026-10-04", "2026-10-03 15:45"),
    # Midnight itself is missing.
    ("Africa/Cairo", time(0, 0), "2026-04-24", "2026-04-23 22:00"),
    # In the evening, where most meetings are: an hour is missing in spring, and twice there later.
    ("America/Nuuk", time(23, 30), "2026-03-28", "2026-03-29 01:30"),
    ("America/Nuuk", time(23, 30), "2026-10-24", "2026-10-25 00:30"),
    ("Pacific/Easter", time(22, 30), "2026-09-05", "2026-09-06 04:30"),
    ("Pacific/Easter", time(21, 30), "2026-04-04", "2026-04-05 02:30"),
    # The south: midnight is missing in September, and 23:30 there twice in April.
    ("America/Santiago", time(0, 0), "2026-09-06", "2026-09-06 04:00"),
    ("America/Santiago", time(23, 30), "2026-04-04", "2026-04-05 02:30"),
    ("Pacific/Chatham", time(3, 0), "2026-09-27", "2026-09-26 14:15"),
    # Two hours at once, and an hour back for a month of fasting.
    ("Antarctica/Troll", time(1, 30), "2026-03-29", "2026-03-29 01:30"),
    ("Africa/Casablanca", time(2, 30), "2026-02-15", "2026-02-15 01:30"),
    # Rules that changed of late: Kazakhstan is one zone since March 2024, Paraguay keeps summer
    # time since that October, Juárez went with its neighbours in 2022, Jordan stayed in summer.
    ("Asia/Almaty", time(19, 0), "2026-05-10", "2026-05-10 14:00"),
    ("America/Asuncion", time(19, 0), "2026-06-10", "2026-06-10 22:00"),
    ("America/Ciudad_Juarez", time(19, 0), "2026-07-10", "2026-07-11 01:00"),
    ("Asia/Amman", time(19, 0), "2026-01-10", "2026-01-10 16:00"),
    ("Asia/Kathmandu", time(19, 0), "2026-05-10", "2026-05-10 13:15"),
    ("Pacific/Kiritimati", time(0, 5), "2026-05-10", "2026-05-09 10:05"),
    ("Pacific/Pago_Pago", time(23, 55), "2026-05-10", "2026-05-11 10:55"),
]


@pytest.mark.parametrize(("zone", "at", "day", "expected"), CLOCKS)
def test_each_night_has_one_clear_answer(zone: str, at: time, day: str, expected: str):
    weekday = date.fromisoformat(day).weekday()
    nightly = replace(NIGHT, zone=zone, at=at, days=(weekday,))

    found = occurrences(nightly, ZoneInfo(zone), utc(day) - 2 * DAY_MS, utc(day) + 2 * DAY_MS)

    assert shown(found) == [expected]
    assert str(found[0].day) == day


def test_where_a_whole_day_was_skipped_a_daily_meeting_begins_once():
    daily = replace(EVENING, zone="Pacific/Apia", days=tuple(range(7)), first=date(2011, 12, 1))

    found = begins(daily, "2011-12-29T00:00", "2012-01-02T00:00")

    days = ("2011-12-29", "2011-12-30", "2011-12-31", "2012-01-01")
    assert found == [f"{day} 05:00" for day in days]


def test_a_meeting_lasts_its_minutes_while_the_clocks_turn():
    (night,) = occurrences(NIGHT, ZoneInfo(WARSAW), utc("2026-10-24"), utc("2026-10-26"))

    assert night.end - night.start == 60 * MINUTE_MS


def test_what_is_cancelled_says_so_and_what_is_moved_is_where_it_is():
    changed = replace(
        EVENING,
        once=(
            Once(date(2026, 1, 6)),
            Once(date(2026, 1, 13), datetime(2026, 1, 15, 20, 0)),  # noqa: DTZ001 - the zone's own
        ),
    )

    found = occurrences(changed, ZoneInfo(WARSAW), utc("2026-01-01"), utc("2026-01-25"))

    assert shown(found) == ["2026-01-06 18:00", "2026-01-15 19:00", "2026-01-20 18:00"]
    assert [one.cancelled for one in found] == [True, False, False]
    assert [one.moved for one in found] == [False, True, False]
    assert begins(changed, "2026-01-12", "2026-01-15") == []


def test_one_that_was_moved_far_away_is_found_where_it_went():
    far = replace(EVENING, once=(Once(date(2026, 1, 6), datetime(2026, 3, 1, 9, 0)),))  # noqa: DTZ001 - the zone's own

    assert begins(far, "2026-03-01", "2026-03-02") == ["2026-03-01 08:00"]


NEXT = [
    ("2026-01-06T18:00", "2026-01-06 18:00"),
    ("2026-01-06T18:59", "2026-01-06 18:00"),  # it is held now
    ("2026-01-06T19:00", "2026-01-20 18:00"),  # over, and the next one is cancelled
    ("2025-06-01T00:00", "2026-01-06 18:00"),
]


@pytest.mark.parametrize(("now", "expected"), NEXT)
def test_the_next_meeting_is_the_one_that_runs_or_the_next_that_is_held(now: str, expected: str):
    changed = replace(EVENING, once=(Once(date(2026, 1, 13)),))

    found = running_or_next(changed, ZoneInfo(WARSAW), utc(now))

    assert found is not None
    assert shown([found]) == [expected]


def test_after_the_last_there_is_no_next():
    over = replace(EVENING, last=date(2026, 1, 6))

    assert running_or_next(over, ZoneInfo(WARSAW), utc("2026-01-06T19:00")) is None


ZONES: list[tzinfo] = [
    ZoneInfo(name)
    for name in (
        *(WARSAW, "America/St_Johns", "Pacific/Apia", "UTC", "America/Nuuk", "Pacific/Easter"),
        *("America/Santiago", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll"),
        *("Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "America/Asuncion"),
    )
]


def skipped(begins: datetime, later: timedelta) -> timedelta:
    """Return by how much clocks jumped in the time before this moment that is `later`."""
    before = (begins.astimezone(UTC) - later).astimezone(begins.tzinfo).utcoffset()
    after = begins.utcoffset()
    assert before is not None
    assert after is not None
    return after - before


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.times(), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_clocks_show_the_planned_hour_or_as_much_later_as_was_skipped(
    zone: tzinfo, at: time, day: date
):
    at = at.replace(tzinfo=None, microsecond=0)
    daily = replace(EVENING, days=tuple(range(7)), at=at, first=date(2020, 1, 1))

    (found,) = (
        one
        for one in occurrences(daily, zone, utc(str(day)) - 3 * DAY_MS, utc(str(day)) + 3 * DAY_MS)
        if one.day == day
    )

    begins = datetime.fromtimestamp(found.start / 1000, zone)
    later = begins.replace(tzinfo=None) - datetime.combine(day, at)
    assert 0 == begins.fold  # of an hour that comes twice, the first
    assert later == (skipped(begins, later) if later else timedelta())


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times(),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 4),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.integers(1, 40),
)
def test_two_spans_that_meet_hold_what_one_long_span_holds(
    zone: tzinfo, at: time, days: set[int], weeks: int, day: date, cut: int
):
    meeting = replace(EVENING, at=at.replace(tzinfo=None), days=tuple(sorted(days)), weeks=weeks)
    begin = utc(str(day))
    middle, end = begin + cut * DAY_MS // 2, begin + 21 * DAY_MS

    whole = occurrences(meeting, zone, begin, end)
    parts = [
        *occurrences(meeting, zone, begin, min(middle, end)),
        *occurrences(meeting, zone, min(middle, end), end),
    ]

    assert list(whole) == parts
    assert [one.start for one in whole] == sorted({one.start for one in whole})
