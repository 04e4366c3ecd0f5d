"""A line between two members: both want it, either ends it, and the young have none."""

import pytest
from msgspec import structs
from refusals import refused

from rooms.group.events import GroupEvent, PassUsed, Profession, SponsorOffered
from rooms.group.state import Group, Guest
from rooms.group.state import evolve as evolve_group
from rooms.refusal import Code
from rooms.sponsor import lines
from rooms.sponsor.events import LineAsked, LineEnded, PairEvent
from rooms.sponsor.pairs import ASKED_MS, Pairs, evolve

ASKED = LineAsked("line", "ada", "the ada", "ben", "the ben")


class Room:
    """Members of whom some would stand by others."""

    def __init__(self, *sponsors: str) -> None:
        self.group, self.pairs = Group(), Pairs()
        self.now = 0
        for sponsor in sponsors:
            self.agree_on(SponsorOffered(sponsor, f"the {sponsor}"))

    def agree_on(self, event: GroupEvent) -> None:
        evolve_group(self.group, self.group.head + 1, self.now, event)

    def happen(self, event: PairEvent | None) -> None:
        if event is not None:
            evolve(self.pairs, self.pairs.head + 1, self.now, event)

    def ask(self, asked: LineAsked = ASKED, *, young: bool = False) -> None:
        self.happen(lines.ask(self.group, self.pairs, asked, self.now, young=young))

    def agree(self, line: str = "line", by: str = "ben") -> None:
        self.happen(lines.agree(self.pairs, line, by, self.now))

    def end(self, line: str = "line", by: str = "ada") -> None:
        self.happen(lines.end(self.pairs, line, by, self.now))


def test_a_line_opens_when_both_want_it_and_not_before():
    room = Room("ben")
    room.ask()

    assert not room.pairs.pairs["line"].is_open
    room.agree()
    assert room.pairs.pairs["line"].is_open


def test_whoever_asks_cannot_answer_for_the_other():
    room = Room("ben")
    room.ask()

    with refused(Code.NOT_ANSWERED):
        room.agree(by="ada")


@pytest.mark.parametrize("by", ["ada", "ben"])
@pytest.mark.parametrize("state", ["open", "asked"])
def test_either_ends_it_at_any_time_and_it_is_not_kept_who(by: str, state: str):
    room = Room("ben")
    room.ask()
    if state == "open":
        room.agree()
    ended = lines.end(room.pairs, "line", by, room.now)
    room.happen(ended)

    assert LineEnded("line", "ada", "ben") == ended
    assert {} == room.pairs.pairs


def test_a_line_of_others_is_no_line():
    room = Room("ben")
    room.ask()
    for act in (room.agree, room.end):
        with refused(Code.NO_SUCH_ROOM):
            act(by="cem")


def test_nobody_is_asked_who_did_not_offer_it():
    room = Room("cem")

    with refused(Code.NO_SPONSOR):
        room.ask()
    with refused(Code.NO_SPONSOR):
        room.ask(structs.replace(ASKED, by="cem", to="cem"))


def test_an_offer_is_taken_back_and_open_lines_stay():
    room = Room("ben")
    room.ask()
    room.agree()
    withdrawn = lines.withdraw(room.group, "ben")
    assert withdrawn is not None
    room.agree_on(withdrawn)

    assert room.pairs.pairs["line"].is_open
    with refused(Code.NO_SPONSOR):
        room.ask(structs.replace(ASKED, line="other", by="cem"))


def test_one_question_at_a_time():
    room = Room("ben", "cem")
    room.ask()

    with refused(Code.ASKED_ALREADY):
        room.ask(structs.replace(ASKED, line="other", to="cem"))
    room.end()
    room.ask(structs.replace(ASKED, line="other", to="cem"))


def test_three_lines_are_as_many_as_one_stands_by():
    room = Room("ben")
    for by in ("ada", "cem", "dan"):
        room.ask(structs.replace(ASKED, line=by, by=by))

    with refused(Code.SPONSOR_BUSY):
        room.ask(structs.replace(ASKED, by="eva"))


def test_a_question_nobody_answers_is_gone_after_a_week():
    room = Room("ben")
    room.ask()
    room.now = ASKED_MS

    with refused(Code.NO_SUCH_ROOM):
        room.agree()
    room.ask(structs.replace(ASKED, line="other"))
    assert ["other"] == list(room.pairs.pairs)


def test_the_young_have_no_line_of_two():
    room = Room("ben")

    with refused(Code.NOT_FOR_YOUNG):
        room.ask(young=True)
    with refused(Code.NOT_FOR_YOUNG):
        lines.offer(room.group, "eva", "the eva", room.now, young=True)


def test_somebody_who_turns_out_to_be_young_has_no_line_any_more():
    room = Room("ben")
    room.ask()
    room.agree()

    assert [LineEnded("line", "ada", "ben")] == lines.closed_for(room.pairs, "ada")
    assert [] == lines.closed_for(room.pairs, "cem")


def test_a_guest_opens_no_line():
    room = Room("ben")
    room.group.guests["g"] = Guest(Profession.DOCTOR, 0, 1000, 0, digest="d")
    room.agree_on(PassUsed("g", "guest"))

    with refused(Code.NOT_FOR_GUESTS):
        room.ask(structs.replace(ASKED, by="guest"))
    with refused(Code.NOT_FOR_GUESTS):
        lines.offer(room.group, "guest", "the guest", room.now)
