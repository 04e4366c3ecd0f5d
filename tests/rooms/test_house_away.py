"""While the whole house is away nobody can say anything: what was promised is kept afterwards."""

import pytest
from msgspec import structs

from rooms import formats
from rooms.meeting import pausing
from rooms.meeting.events import MeetingBegan, PauseEnded
from rooms.meeting.fold import evolve
from rooms.meeting.here import Here
from rooms.meeting.protocol import MINUTE_MS, SECOND_MS
from rooms.meeting.running import tick
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Feedback, Phase, Turn, Wish

AWAY_MS = 40 * SECOND_MS
LEFT_AT = 100 * MINUTE_MS
BACK_AT = LEFT_AT + AWAY_MS
PEOPLE = {"ada": "the ada", "ben": "the ben"}
FEEDBACK = Feedback("ada", "the ada", Wish.WELCOME, LEFT_AT + 10 * SECOND_MS)


def sharing(**facts: object) -> Meeting:
    """Return a circle in its round, which has 20 seconds left when the house goes away."""
    protocol = formats.load()["sharing_circle"].protocol("en")
    began = evolve(None, MeetingBegan("m", protocol, LEFT_AT - 30 * MINUTE_MS))
    assert began is not None
    times = {"until": LEFT_AT + 20 * SECOND_MS, "free_since": LEFT_AT - 2 * MINUTE_MS}
    return structs.replace(began, step=2, **(times | facts))


def after(meeting: Meeting, now: int = BACK_AT) -> Meeting:
    """Return the meeting after all that is due when the house is back."""
    here = Here(now, PEOPLE, {}, LEFT_AT, BACK_AT)
    for _ in range(5):
        event = tick(meeting, here)
        if event is None:
            return meeting
        folded = evolve(meeting, event)
        assert folded is not None
        meeting = folded
    pytest.fail("it never comes to rest")


def test_a_step_s_end_is_as_much_later_as_the_house_was_away():
    assert (2, BACK_AT + 20 * SECOND_MS) == (after(sharing()).step, after(sharing()).until)


def test_the_time_for_answers_is_as_much_later_as_the_house_was_away():
    feedback = after(sharing(feedback=FEEDBACK)).feedback

    assert BACK_AT + 10 * SECOND_MS == (feedback and feedback.until)


def test_a_place_that_was_kept_when_the_house_went_is_kept_so_much_longer():
    held = Turn("cem", "the cem", 90_000, LEFT_AT - 80_000, Phase.HELD, LEFT_AT - 80_000)
    turn = after(sharing(turn=held)).turn

    assert BACK_AT - 80_000 == (turn and turn.held_at)


def test_a_turn_s_holder_has_what_was_left_when_the_house_went():
    turn = after(sharing(turn=Turn("ada", "the ada", 180_000, LEFT_AT - 30_000))).turn

    assert 150_000 == (turn and turn.left_at(BACK_AT))


def test_a_chair_whose_line_was_lost_has_what_was_left_of_a_minute():
    meeting = after(sharing(chair="cem", away=LEFT_AT - 50_000))

    assert ("cem", BACK_AT - 50_000) == (meeting.chair, meeting.away)


def test_it_is_set_back_once_however_often_one_looks():
    once = after(sharing())

    assert once == after(once, BACK_AT + SECOND_MS)


def test_a_meeting_that_began_when_the_house_was_back_is_not_set_back():
    meeting = sharing(ran_from=BACK_AT, until=BACK_AT + MINUTE_MS)

    assert meeting.until == after(meeting).until


def test_a_pause_that_ran_while_the_house_was_away_is_not_counted_twice():
    paused = evolve(sharing(), pausing.begun(LEFT_AT - MINUTE_MS))
    assert paused is not None
    now = LEFT_AT + 9 * MINUTE_MS
    here = Here(now, PEOPLE, {}, LEFT_AT, now)
    over = tick(paused, here)
    assert isinstance(over, PauseEnded)
    resumed = evolve(paused, over)

    assert LEFT_AT + 20 * SECOND_MS + pausing.PAUSE_MS == (resumed and resumed.until)
    assert resumed == (resumed and after(resumed, now))
