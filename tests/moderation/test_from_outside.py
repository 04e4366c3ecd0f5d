"""Somebody outside: what is looked for, what is hidden, what only a volunteer sees."""

from collections.abc import AsyncIterator
from functools import cache

import pytest
from memory_streams import Clock, MemoryStreams, Names, run

from moderation.from_outside import MOST_POINTED_AT, MOST_TOLD, FromOutside, Since
from moderation.levels import Level
from moderation.screening import Screen
from moderation.sought import Detail, Sought, sought
from rooms.events import MessageHidden, MessagePosted
from rooms.ports import Line

ROOM = "gambling"
NUMBER = "07700 900 123"
SLIPPED = "her number 07700 :: 900 :: 123"  # as nobody's guard reads a number


@cache
def eyes() -> Screen:
    return Screen.load()


def found(kind: Detail, detail: str) -> Sought | None:
    return sought(kind, detail, eyes().look)


HIDDEN = [
    (Detail.NUMBER, "+44 7700 900123", SLIPPED),
    (Detail.NUMBER, NUMBER, "٠٧٧٠٠ ٩٠٠ ١٢٣"),
    (Detail.OTHER, f"my number is {NUMBER}", SLIPPED),
    (Detail.ADDRESS, "14 Maple Street", "she is at 14, MAPLE-street"),
    (Detail.MAIL, "sad.fox@example.com", "sad . fox @ example . com"),
    (Detail.ACCOUNT, "DE89 3704 0044 0532 0130 00", "de89370400440532013000 is his"),
]
POINTED_AT = [(Detail.NAME, "Anna Nowak", "anna nowak has a shop in Lodz")]
NOT_LOOKED_FOR = [
    (Detail.NUMBER, "988"),
    (Detail.NUMBER, "0800 1110111"),  # a help line's
    (Detail.NUMBER, "the"),
    (Detail.NAME, "you"),
    (Detail.NAME, "anna"),
    (Detail.OTHER, "i want to die"),
    (Detail.MAIL, "thank you"),
    (Detail.ADDRESS, "street"),
]
OTHERS = [
    "i am at day 07700",
    "it was 7700, and 900 of us, and 123 more",
    "i lost 12,500 in 2019",
    "nobody lives on this street",
    "thank you",
]


@pytest.mark.parametrize(("kind", "detail", "line"), HIDDEN)
def test_what_the_guard_knows_is_found_however_it_is_written(kind: Detail, detail: str, line: str):
    wanted = found(kind, detail)

    assert wanted is not None
    assert (True, True) == (wanted.is_sure, wanted.is_in(line))
    assert [] == [other for other in OTHERS if wanted.is_in(other)]


@pytest.mark.parametrize(("kind", "detail", "line"), POINTED_AT)
def test_what_may_be_anything_is_only_pointed_at(kind: Detail, detail: str, line: str):
    wanted = found(kind, detail)

    assert wanted is not None
    assert (False, True) == (wanted.is_sure, wanted.is_in(line))


@pytest.mark.parametrize(("kind", "detail"), NOT_LOOKED_FOR)
def test_nobody_takes_ordinary_talk_off_the_screens(kind: Detail, detail: str):
    assert found(kind, detail) is None


class KeptHere(MemoryStreams):
    """A room whose kept lines can be read."""

    async def newest(self, room_id: str) -> int:
        assert room_id == self.room_id
        return len(self.entries)

    async def kept(self, room_id: str, most: int) -> AsyncIterator[Line]:
        for n in range(max(1, len(self.entries) - most + 1), len(self.entries) + 1):
            line = await self.line(room_id, n)
            if line is not None:
                yield line


class World:
    """A room in which Ada wrote somebody's number, and Ben something else."""

    def __init__(self) -> None:
        self.streams = KeptHere(ROOM)
        self.outside = FromOutside(self.streams, Names(), Clock(), eyes())
        self.streams.happen(MessagePosted("ada", "the ada", SLIPPED, "1"))
        self.streams.happen(MessagePosted("ben", "the ben", "hello", "2"))

    def tell(self, kind: Detail = Detail.NUMBER) -> None:
        run(self.outside.tell(ROOM, kind, Since.DAY))

    def seek(self, detail: str, kind: Detail = Detail.NUMBER) -> None:
        run(self.outside.seek([ROOM], kind, detail))

    def hidden(self) -> list[int]:
        events = [event for _, _, event in self.streams.entries]
        return [event.of for event in events if isinstance(event, MessageHidden)]


@pytest.fixture
def world() -> World:
    return World()


def test_a_volunteer_is_called_soon_about_nobody_beside_the_newest_lines(world: World):
    world.tell()

    (case,) = world.streams.folded_desk.cases.values()
    (told,) = case.flagged
    assert ("outside", "", Level.S2) == (case.kind, case.about, case.level)
    assert ("number", "day", 2, "") == (told.why, told.rule, told.of, told.text)
    assert [] == world.hidden()


def test_who_asks_a_hundred_times_is_one_case_of_bounded_length(world: World):
    for _ in range(100):
        world.tell()

    (case,) = world.streams.folded_desk.cases.values()
    assert MOST_TOLD == len(case.flagged)


def test_a_found_number_is_hidden_and_its_author_s_line_is_with_the_volunteers(world: World):
    world.seek(NUMBER)

    (case,) = world.streams.folded_desk.cases.values()
    assert [1] == world.hidden()
    assert ("report", "ada", Level.S2) == (case.kind, case.about, case.level)
    assert [("outside", 1, SLIPPED)] == [(f.why, f.of, f.text) for f in case.flagged]


def test_what_a_volunteer_showed_again_is_not_hidden_again(world: World):
    world.seek(NUMBER)
    world.streams.folded.hidden.clear()

    world.seek(NUMBER)

    assert [1] == world.hidden()


def test_a_name_is_pointed_at_and_hides_nothing(world: World):
    world.streams.happen(MessagePosted("ben", "the ben", "anna nowak has a shop", "3"))

    world.seek("Anna Nowak", Detail.NAME)

    (case,) = world.streams.folded_desk.cases.values()
    assert ([], "ben") == (world.hidden(), case.about)


def test_a_room_full_of_it_fills_no_desk(world: World):
    for n in range(100):
        world.streams.happen(MessagePosted("cem", "the cem", SLIPPED, f"more {n}"))

    world.seek(NUMBER)

    assert MOST_POINTED_AT == len(world.hidden())


def test_what_is_looked_for_is_in_nothing_that_is_kept(world: World):
    world.seek("Berta Nowak", Detail.NAME)
    world.tell()

    assert "Nowak" not in repr(world.streams.cases)
