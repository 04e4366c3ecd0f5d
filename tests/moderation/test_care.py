"""Asking for a human being, and pointing at a line."""

from functools import cache

import pytest
from memory_streams import Clock, MemoryStreams, Names, Pace, run
from refusals import refused

from moderation.care import Care
from moderation.events import CaseRaised
from moderation.screening import Screen
from rooms.events import MessageHidden, MessagePosted, RuleRaised
from rooms.refusal import Code, Refusal

ROOM = "gambling"


@cache
def eyes() -> Screen:
    return Screen.load()


class World:
    """A room with one line by Ada, and its desk."""

    def __init__(self) -> None:
        self.streams = MemoryStreams(ROOM)
        self.pace = Pace()
        self.care = Care(self.streams, self.pace, Names(), Clock(), eyes())
        self.streams.happen(MessagePosted("ada", "the ada", "call me on a number", "1"))

    def report(self, by: str, why: str = "details", n: int = 1, id_: str = "r") -> None:
        run(self.care.report(ROOM, by, id_, n, why))

    def need(self, by: str, id_: str = "n") -> None:
        run(self.care.need(ROOM, by, id_))

    def in_the_room(self) -> list[object]:
        """What members see happen after the line."""
        return [event for _, _, event in self.streams.entries[1:]]


@pytest.fixture
def world() -> World:
    return World()


def test_who_needs_someone_raises_a_case_about_themselves(world: World):
    world.need("ben")

    assert [CaseRaised("case 1", ROOM, "need", about="ben")] == world.streams.cases
    assert [] == world.in_the_room()


def test_need_is_never_slowed_and_never_for_want_of_space(world: World):
    world.pace.wait_s, world.pace.full = 60.0, True

    world.need("ben")

    assert (1, 0) == (len(world.streams.cases), world.pace.spent)


def test_who_presses_again_is_in_the_open_case_already(world: World):
    world.need("ben")
    world.need("ben", id_="again")
    world.need("cem", id_="another person")

    assert ["ben", "cem"] == [case.about for case in world.streams.folded_desk.cases.values()]
    assert len(world.streams.cases) == 2


def test_the_same_need_again_raises_no_second_case(world: World):
    world.need("ben")
    world.need("ben")

    assert len(world.streams.cases) == 1


def test_an_id_is_one_act(world: World):
    world.need("ben", id_="same")

    with refused(Code.ID_REUSED):
        world.report("ben", id_="same")
    world.report("cem", id_="other")
    with refused(Code.ID_REUSED):
        world.need("cem", id_="other")


def test_a_report_is_about_the_author_and_does_not_name_the_reporter(world: World):
    world.report("ben", why="worried")

    (case,) = world.streams.cases
    assert isinstance(case, CaseRaised)
    assert ("ada", "worried", 1, "mark of ben on 1") == (case.about, case.why, case.of, case.by)
    assert [] == world.in_the_room()


def test_what_is_reported_joins_the_one_open_case_about_its_author(world: World):
    world.need("ada")
    world.report("ben", why="worried")
    world.report("cem", why="other", id_="r2")

    (case,) = world.streams.folded_desk.cases.values()
    assert ["need", "report", "report"] == [flagged.kind for flagged in case.flagged]
    assert (1, 0) == (world.streams.folded_desk.raised, world.streams.folded_desk.resolved)


@pytest.mark.parametrize("n", [0, 2, 99])
def test_a_line_that_is_not_there_cannot_be_reported(world: World, n: int):
    world.streams.happen(RuleRaised())

    with refused(Code.NO_SUCH_LINE):
        world.report("ben", n=n)
    assert [] == world.streams.cases


def test_details_seen_by_one_member_hide_nothing_however_often(world: World):
    world.report("ben", id_="1")
    world.report("ben", id_="2")

    assert (2, []) == (len(world.streams.cases), world.in_the_room())


def test_details_seen_by_two_members_hide_the_line_with_the_second_report(world: World):
    world.report("ben")
    world.report("cem")

    assert [MessageHidden(1)] == world.in_the_room()


def test_details_that_the_detector_sees_too_are_hidden_at_once(world: World):
    world.streams.happen(MessagePosted("ada", "the ada", "text me on 07700 900 123", "2"))

    world.report("ben", n=2)

    assert MessageHidden(2) in world.in_the_room()


def test_only_a_report_of_details_has_the_detector_look_again(world: World):
    world.streams.happen(MessagePosted("ada", "the ada", "text me on 07700 900 123", "2"))

    world.report("ben", why="other", n=2)

    assert MessageHidden(2) not in world.in_the_room()


def test_a_resent_report_is_no_second_voice(world: World):
    world.report("ben")
    world.report("ben")

    assert (1, []) == (len(world.streams.cases), world.in_the_room())


def test_a_resent_report_is_answered_also_once_the_line_is_hidden(world: World):
    world.report("ben")
    world.report("cem")

    world.report("ben")

    assert (2, [MessageHidden(1)]) == (len(world.streams.cases), world.in_the_room())


@pytest.mark.parametrize("why", ["worried", "attack", "selling", "other"])
def test_other_reasons_never_hide(world: World, why: str):
    for member in ("ben", "cem", "deniz"):
        world.report(member, why=why)
    world.report("ela", why="details")

    assert [] == world.in_the_room()


def test_voices_about_another_line_do_not_count(world: World):
    world.streams.happen(MessagePosted("ada", "the ada", "another line", "2"))
    world.report("ben", n=1)
    world.report("cem", n=2)

    assert MessageHidden not in [type(event) for event in world.in_the_room()]


def test_two_who_report_at_the_same_moment_hide_the_line(world: World):
    case = CaseRaised("other", ROOM, "report", "ada", "details", 1, "mark of cem on 1")
    world.streams.meanwhile = lambda: world.streams.raise_unasked(case)

    world.report("ben")

    assert [MessageHidden(1)] == world.in_the_room()


def test_other_cases_at_the_same_moment_delay_nobody(world: World):
    case = CaseRaised("other", ROOM, "need", "cem")
    world.streams.meanwhile = lambda: world.streams.raise_unasked(case)

    world.report("ben", why="worried")

    assert ["cem", "ada"] == [c.about for c in world.streams.folded_desk.cases.values()]


def test_reports_have_a_pace(world: World):
    world.pace.wait_s = 3.0

    with pytest.raises(Refusal) as told:
        world.report("ben")

    assert (Code.SLOW_DOWN, 4) == (told.value.code, told.value.after_s)
