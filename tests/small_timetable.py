"""A house with two rooms and a timetable, at a moment that stands still."""

from datetime import UTC, date, datetime, time

from msgspec.structs import replace

from rooms.events import RoomOpened
from rooms.house import House
from rooms.house import evolve as evolve_house
from rooms.timetable.events import MeetingPlanned
from rooms.timetable.meeting import Kind, Meeting
from rooms.timetable.table import Timetable, evolve
from server.timetable.meetings import Meetings

KEY = bytes(32)
NOW = round(datetime(2026, 10, 19, 8, tzinfo=UTC).timestamp() * 1000)  # a Monday
EVENING = Meeting(
    id="evening",
    room="gambling",
    title="Tuesday evening",
    kind=Kind.SHARING,
    is_open=False,
    format="open_floor",
    zone="Europe/Warsaw",
    days=(1,),
    at=time(19, 0),
    minutes=60,
    first=date(2026, 1, 1),
)
TUESDAY = replace(
    EVENING,
    id="gambling-tuesday",
    title="Stopping, and what then",
    at=time(23, 30),
    minutes=90,
)


class SmallTimetable:
    """A house with two rooms and a timetable; `promised` is when volunteers come."""

    def __init__(self) -> None:
        self.now = NOW
        self.house = House()
        self.table = Timetable()
        self.promised = range(0)
        for room, side in (("gambling", "self"), ("youth", "young")):
            opened = RoomOpened(room, room, side, "pl", f"Room {room}", 12, "open_floor")
            evolve_house(self.house, opened)
        self.meetings = Meetings(
            KEY,
            lambda: self.table,
            lambda: self.house,
            lambda: self.now,
            lambda start, end: start in self.promised and end in self.promised,
        )

    def plan(self, *meetings: Meeting) -> None:
        for meeting in meetings:
            evolve(self.table, self.now, MeetingPlanned(meeting))
