"""Before coming in one sees where a room's meeting is, on whichever node it is held."""

from collections.abc import Collection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from memory_streams import Company, MemoryStreams, Pace
from reading import STREAM, Room, a_room
from small_timetable import KEY, SmallTimetable
from test_neighbours import heard, inhabited, listening

from rooms import formats
from rooms.group.roles import Evening
from rooms.held_meetings import HeldMeetings
from rooms.meeting.events import Ending, MeetingBegan, MeetingEnded, StepBegan
from server.backplane.sqlite import SqliteBackplane
from server.directory import Directory, Part
from server.meeting_clock import MeetingClock
from server.neighbours import Neighbours
from server.streams.envelope import Draft
from server.streams.kinds import ROOM

SECOND = Part(2, 4, "check_in", "check_in")
THIRD = Part(3, 4, "sharing", "round")


class Nobody:
    """Serves in no evening."""

    async def tonight(self, _room: str, _here: Collection[str]) -> tuple[Evening, list[str]]:
        return Evening(), []

    async def new_for(self, _room_id: str, _member: str) -> int:
        return 0

    async def adults(self, _room_id: str) -> tuple[str, ...]:
        return ()


def clock(room: Room) -> MeetingClock:
    """Return a clock that follows the room."""
    streams = MemoryStreams()
    held = HeldMeetings(streams, Company(streams), Pace(), formats.load(), Nobody())
    made = MeetingClock(held, room.store.now)
    room.streams.listen(ROOM.prefix, made.changed)
    return made


async def test_the_clock_of_meetings_knows_where_they_are(tmp_path: Path):
    async with a_room(tmp_path) as room:
        parts = clock(room).parts
        began = MeetingBegan("m", formats.load()["sharing_circle"].protocol("en"), 0)
        step = StepBegan(2, 0, "sharing", "round", "holder", 0)
        await room.streams.append(Draft(STREAM, began), Draft(STREAM, step))
        await room.channel.log.reached(2)
        assert {"gambling": THIRD} == parts

        await room.streams.append(Draft(STREAM, MeetingEnded(Ending.DONE)))
        await room.channel.log.reached(3)
        assert {} == parts


async def test_nodes_tell_each_other_and_the_furthest_is_the_newest(store: SqliteBackplane):
    here = Neighbours(store, await inhabited(store, "grief", "ada"), {"grief": SECOND})
    others = {"grief": THIRD, "gambling": SECOND}
    there = Neighbours(store, await inhabited(store, "gambling", "ben"), others)
    assert {"grief": SECOND} == here.parts()
    async with listening(here):
        await there.tell_counts()
        await heard(here, {"grief": 1, "gambling": 1})

    assert others == here.parts()


def test_the_directory_names_the_part_or_says_that_a_room_is_open():
    small = SmallTimetable()
    nobody: Any = SimpleNamespace(on=False, in_hours=None)
    directory = Directory(
        "house", KEY, lambda: small.house, lambda: small.now, 60, nobody, small.meetings
    )
    directory.counted({}, {"gambling": THIRD})

    told = {view.id: (view.step, view.part) for view in directory.rooms()}
    assert {"gambling": ("sharing", THIRD), "youth": ("open", None)} == told
