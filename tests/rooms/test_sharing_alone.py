"""Somebody asks, privately, that the guest is not there while they share."""

import pytest

from rooms import formats
from rooms.formats.format import Play, Scene
from rooms.formats.stage import Stage
from rooms.meeting import asking
from rooms.meeting.events import GuestAskedOut
from rooms.meeting.fold import evolve
from rooms.meeting.protocol import MINUTE_MS
from rooms.meeting.state import Meeting
from rooms.refusal import Code, Refusal
from rooms.state import Room
from rooms.state import evolve as fold_room

QUESTIONS_MS = 22 * MINUTE_MS + 5_000


def with_guest(at_ms: int) -> Stage:
    """An hour with a guest, so far in."""
    scene = Scene("", ("Ember", "Ash", "Dr Finch"), guests=("Dr Finch",))
    stage = Stage(formats.load()["guest_hour"], scene)
    stage.wait_until(at_ms)
    return stage


def meeting(stage: Stage) -> Meeting:
    assert stage.meeting is not None
    return stage.meeting


def alone(stage: Stage, who: str, *, up: bool = True) -> None:
    stage.meeting = evolve(meeting(stage), asking.alone(meeting(stage), who, up=up))


def does(who: str, what: str) -> Play:
    return Play("0:00", who, what, "")  # type: ignore[arg-type] - the scenes' own words


def test_the_guest_is_out_while_who_asked_for_it_shares_and_no_longer():
    stage = with_guest(QUESTIONS_MS)
    alone(stage, "Ash")
    out = [meeting(stage).without_guests]

    stage.do(does("Ember", "ask"))
    out.append(meeting(stage).without_guests)
    stage.do(does("Ash", "ask"))
    stage.do(does("Ember", "pass"))
    out.append(meeting(stage).without_guests)
    stage.do(does("Ash", "pass"))
    out.append(meeting(stage).without_guests)

    assert [False, False, True, False] == out


def test_it_may_be_asked_for_in_the_middle_of_ones_turn_and_taken_back():
    stage = with_guest(QUESTIONS_MS)
    stage.do(does("Ash", "ask"))

    alone(stage, "Ash")
    asked = meeting(stage).without_guests
    alone(stage, "Ash", up=False)

    assert (True, False) == (asked, meeting(stage).without_guests)


def test_it_may_be_asked_for_before_the_guest_s_part_begins():
    stage = with_guest(0)
    alone(stage, "Ash")
    stage.wait_until(QUESTIONS_MS)
    stage.do(does("Ash", "ask"))

    assert meeting(stage).without_guests


@pytest.mark.parametrize(
    ("at_ms", "who", "code"),
    [
        (QUESTIONS_MS, "Dr Finch", Code.NOT_FOR_GUESTS),
        (27 * MINUTE_MS, "Ash", Code.NO_SUCH_GUEST),
    ],
)
def test_a_guest_cannot_ask_for_it_nor_anybody_once_no_guest_comes(
    at_ms: int, who: str, code: Code
):
    stage = with_guest(at_ms)

    with pytest.raises(Refusal, check=lambda refusal: refusal.code is code):
        alone(stage, who)


def test_nothing_that_was_said_without_the_guest_is_theirs_afterwards():
    stage = with_guest(QUESTIONS_MS)
    stage.do(does("Ash", "ask"))
    room = Room(meeting=stage.meeting)

    fold_room(room, 7, 0, 7, GuestAskedOut("Ash"))
    fold_room(room, 8, 0, 8, None)
    fold_room(room, 9, 0, 9, GuestAskedOut("Ash", up=False))

    assert 8 == room.alone_to
