"""The private line: who may open it, who ends it, and what is done with words on it."""

import pytest
from memory_streams import MemoryStreams, run

from moderation.case import Talk
from moderation.events import (
    CaseClaimed,
    CaseRaised,
    NotMeant,
    TalkAccepted,
    TalkEnded,
    TalkOffered,
)
from moderation.private_line import PrivateLines, has_blank, home_of, is_line, line_id
from rooms.events import RuleRaised

ROOM = "gambling"
LINE = line_id(ROOM, "abc")


class World:
    """A case about Ada, claimed by Vera, who offers to write."""

    def __init__(self) -> None:
        self.streams = MemoryStreams(ROOM)
        self.streams.raise_unasked(CaseRaised("1-a", ROOM, "flag", "ada", level="S1", of=1))
        self.streams.raise_unasked(CaseClaimed("1-a", "vera"))
        self.lines = PrivateLines(self.streams)

    def offer(self) -> None:
        self.streams.raise_unasked(TalkOffered("1-a", 2, "vera", LINE))

    @property
    def talk(self) -> Talk:
        return self.streams.folded_desk.cases["1-a"].talk


@pytest.fixture
def world() -> World:
    return World()


def test_a_lines_id_names_its_room_and_is_no_rooms():
    assert (ROOM, True, False) == (home_of(LINE), is_line(LINE), is_line(ROOM))
    assert ROOM == home_of(ROOM)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello {name}.", True),
        ("I am [your name] and", True),
        ("Would you like [...]", True),
        ("My name is ____", True),
        ("Hello Ada. How are you (today)?", False),
        ("a_b is fine", False),
    ],
)
def test_a_blank_placeholder_is_seen(text: str, left: bool):  # noqa: FBT001 - a table's column
    assert left is has_blank(text)


def test_saying_yes_opens_the_line_once(world: World):
    world.offer()

    first = run(world.lines.accept(LINE, "ada"))
    again = run(world.lines.accept(LINE, "ada"))

    assert first is again is world.streams.folded_desk.cases["1-a"]
    assert [TalkAccepted("1-a", LINE)] == world.streams.cases[3:]


def test_nobody_else_opens_it_and_nobody_opens_what_was_not_offered(world: World):
    assert run(world.lines.accept(LINE, "ada")) is None
    world.offer()

    assert run(world.lines.accept(LINE, "ben")) is None
    assert Talk.OFFERED is world.talk


def test_leaving_ends_it_and_raises_the_lines_rule(world: World):
    world.offer()
    run(world.lines.accept(LINE, "ada"))

    run(world.lines.end(LINE, "ben"))
    run(world.lines.end(LINE, "ada"))
    run(world.lines.end(LINE, "ada"))

    assert [TalkEnded("1-a", LINE)] == world.streams.cases[4:]
    assert [RuleRaised()] == [event for _, _, event in world.streams.entries]
    assert run(world.lines.accept(LINE, "ada")) is None


def test_not_now_ends_only_what_is_still_offered(world: World):
    run(world.lines.decline(ROOM, "ada"))
    world.offer()
    run(world.lines.decline(ROOM, "ada"))
    assert Talk.ENDED is world.talk

    world.offer()
    run(world.lines.accept(LINE, "ada"))
    run(world.lines.decline(ROOM, "ada"))
    assert Talk.OPEN is world.talk


def test_the_end_is_decided_again_if_somebody_was_first(world: World):
    world.offer()
    world.streams.meanwhile = lambda: world.streams.raise_unasked(TalkEnded("1-a", LINE, "vera"))

    assert run(world.lines.accept(LINE, "ada")) is None
    assert [TalkEnded("1-a", LINE, "vera")] == world.streams.cases[3:]


def test_not_meant_is_noted_once_and_lowers_nothing(world: World):
    run(world.lines.not_meant(ROOM, "ada"))
    run(world.lines.not_meant(ROOM, "ada"))
    run(world.lines.not_meant(ROOM, "ben"))

    case = world.streams.folded_desk.cases["1-a"]
    assert [NotMeant("1-a")] == world.streams.cases[2:]
    assert ("S1", "claimed") == (case.level.value, case.state.value)
