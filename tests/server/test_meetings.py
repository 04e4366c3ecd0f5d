"""The timetable as people, programs and calendars are told of it."""

import re
from datetime import UTC, date, datetime, time

import pytest
from msgspec.structs import replace
from small_timetable import NOW, TUESDAY, SmallTimetable

from rooms.events import RoomClosed
from rooms.house import evolve as evolve_house
from rooms.timetable.events import MeetingCancelled, MeetingMoved
from rooms.timetable.table import evolve
from server.public.feeds import Calendars, icalendar, meeting_guide
from server.timetable.zones import zone

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def world() -> SmallTimetable:
    world = SmallTimetable()
    world.plan(TUESDAY)
    return world


def test_the_next_meeting_stands_first_and_one_without_a_date_last(world: SmallTimetable):
    monday = replace(TUESDAY, id="a", days=(0,))
    over = replace(TUESDAY, id="b", last=date(2026, 10, 13))
    world.plan(over, monday)

    assert ["a", "gambling-tuesday", "b"] == [v.meeting.id for v in world.meetings.all()]
    assert ["2026-10-19T21:30:00Z", "2026-10-20T21:30:00Z", None] == [
        view.begins for view in world.meetings.all()
    ]


def test_the_list_is_new_after_a_change_and_after_a_minute(world: SmallTimetable):
    assert world.meetings.all() is world.meetings.all()

    world.now += 36 * 3600 * 1000 + 90 * 60 * 1000  # it is held now
    assert ["2026-10-20T21:30:00Z"] == [view.begins for view in world.meetings.all()]
    world.now += 6 * 3600 * 1000
    assert ["2026-10-27T22:30:00Z"] == [view.begins for view in world.meetings.all()]
    evolve(world.table, world.now, MeetingCancelled(TUESDAY.id, date(2026, 10, 27)))
    assert ["2026-11-03T22:30:00Z"] == [view.begins for view in world.meetings.all()]


def test_a_closed_room_s_meetings_are_not_shown(world: SmallTimetable):
    evolve_house(world.house, RoomClosed("gambling"))

    assert ([], None) == (list(world.meetings.all()), world.meetings.next_in("gambling"))


def test_a_room_knows_its_next_meeting(world: SmallTimetable):
    world.plan(replace(TUESDAY, id="later", days=(3,)), replace(TUESDAY, id="y", room="youth"))

    found = world.meetings.next_in("gambling")

    assert found is not None
    assert TUESDAY == found.meeting
    assert world.meetings.next_in("families") is None


def test_cover_is_what_volunteers_promised_for_the_whole_of_it(world: SmallTimetable):
    begins = round(datetime(2026, 10, 20, 21, 30, tzinfo=UTC).timestamp() * 1000)
    covered = []
    for last in (begins + 90 * 60_000, begins + 90 * 60_000 + 1):
        world.now += 60_000
        world.promised = range(begins, last)
        covered.append(world.meetings.all()[0].cover)

    assert [False, True] == covered


def test_a_page_s_name_says_nothing_and_dies_with_the_second_day(world: SmallTimetable):
    name = world.meetings.handle(TUESDAY.id)

    assert re.fullmatch(r"[\w-]{22}", name)
    for days, known in ((1, True), (1, False)):
        world.now += days * DAY_MS
        assert known == (world.meetings.by_handle(name) is not None)
    assert world.meetings.by_handle(world.meetings.handle("other")) is None


def test_what_calendars_call_a_meeting_stays(world: SmallTimetable):
    name = world.meetings.calendar(TUESDAY.id)
    world.now += 40 * DAY_MS

    found = world.meetings.by_calendar(name)

    assert found is not None
    assert TUESDAY == found.meeting
    assert name != world.meetings.handle(TUESDAY.id)


def test_a_calendar_tells_times_and_nothing_else(world: SmallTimetable):
    evolve(world.table, NOW, MeetingCancelled(TUESDAY.id, date(2026, 10, 27)))
    moved = MeetingMoved(TUESDAY.id, date(2026, 11, 3), datetime(2026, 11, 4, 18, 0))  # noqa: DTZ001 - the zone's own
    evolve(world.table, NOW, moved)
    uid = world.meetings.calendar(TUESDAY.id)

    text = icalendar(world.meetings, world.meetings.all(), "Appointment")

    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    events = [index for index, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    assert 8 == len(events)
    assert [
        "BEGIN:VEVENT",
        f"UID:{uid}-20261020",
        "DTSTAMP:20261019T080000Z",
        "DTSTART:20261020T213000Z",
        "DTEND:20261020T230000Z",
        "SUMMARY:Appointment",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ] == lines[events[0] : events[0] + 8]
    assert "STATUS:CANCELLED" in lines[events[1] : events[2]]
    assert f"UID:{uid}-20261103" in lines[events[2] : events[3]]
    assert "DTSTART:20261104T170000Z" in lines[events[2] : events[3]]
    names = {line.partition(":")[0] for line in lines if line}
    assert names == {
        *("BEGIN", "END", "VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "CLASS", "STATUS"),
    }
    betrayed = ("http", "gambl", "stopp", "warsaw", "kith", "room", "@")
    assert [word for word in betrayed if word in text.lower()] == []
    assert max(len(line.encode()) for line in lines) <= 75


def test_a_calendar_reminds_so_many_minutes_before_if_asked(world: SmallTimetable):
    plain = icalendar(world.meetings, world.meetings.all(), "Choir")
    text = icalendar(world.meetings, world.meetings.all(), "Choir", 30)

    alarm = "BEGIN:VALARM|ACTION:DISPLAY|DESCRIPTION:Choir|TRIGGER:-PT30M|END:VALARM|"
    assert text.replace(alarm.replace("|", "\r\n"), "") == plain
    assert text.count("VALARM") == 2 * plain.count("BEGIN:VEVENT") > 0


def test_the_calendar_of_all_is_made_once_a_minute_and_after_a_change(world: SmallTimetable):
    calendars = Calendars(world.meetings)
    first = calendars.everything("Appointment")

    assert calendars.everything("Appointment") is first
    assert "SUMMARY:Termin" in calendars.everything("Termin")
    evolve(world.table, NOW, MeetingCancelled(TUESDAY.id, date(2026, 10, 27)))
    assert "STATUS:CANCELLED" in calendars.everything("Appointment")


def test_an_empty_calendar_is_one_too(world: SmallTimetable):
    world.table.meetings.clear()

    text = icalendar(world.meetings, world.meetings.all(), "Appointment")

    assert text.split("\r\n")[0::4] == ["BEGIN:VCALENDAR", "END:VCALENDAR"]


# What code4recovery/spec says of each field that we tell, and the types that it knows.
TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
KNOWN_TYPES = {"O", "C", "Y", "EN", "POL", "DE", "S"}


def test_the_meeting_guide_finds_what_its_specification_asks_for(world: SmallTimetable):
    world.plan(
        replace(TUESDAY, id="both", days=(1, 6), at=time(9), is_open=True, room="youth"),
        replace(TUESDAY, id="other-week", days=(4,), weeks=2),
        replace(TUESDAY, id="over", days=(4,), last=date(2026, 10, 9)),
    )

    listed = meeting_guide(world.meetings.all(), "https://kith.example/meetings")

    by_slug = {one["slug"]: one for one in listed}
    assert set(by_slug) == {"gambling-tuesday", "both"}
    assert by_slug["gambling-tuesday"] == {
        "name": "Stopping, and what then",
        "slug": "gambling-tuesday",
        "day": 2,
        "time": "23:30",
        "end_time": "01:00",
        "timezone": "Europe/Warsaw",
        "group": "Room gambling",
        "types": ["C", "POL"],
        "conference_url": "https://kith.example/meetings",
    }
    assert ([0, 2], ["O", "Y", "POL"]) == (by_slug["both"]["day"], by_slug["both"]["types"])
    for one in listed:
        assert len(one["name"]) <= 255
        assert re.fullmatch(r"[\w-]{1,64}", one["slug"])
        assert TIME.fullmatch(one["time"])
        assert TIME.fullmatch(one["end_time"])
        assert set(one["types"]) <= KNOWN_TYPES


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Atlantis",
        "",
        "europe/warsaw",
        "../../etc/passwd",
        "Europe",
        "posix/UTC",
        "localtime",
    ],
)
def test_a_zone_that_does_not_exist_is_none(name: str):
    assert zone(name) is None


def test_a_zone_is_known_by_its_name():
    assert str(zone("Europe/Warsaw")) == "Europe/Warsaw"
    assert zone("UTC") is not None
