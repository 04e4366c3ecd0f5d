"""A button of a page without script, pressed when the meeting has gone on."""

import json
from importlib.resources import files

import pytest
from msgspec import structs

from rooms import formats
from rooms.formats.format import Scene
from rooms.formats.stage import Stage
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Feedback, Turn, Wish
from rooms.refusal import Code, Refusal
from server.plain.late import CANNOT, OF_A_PART, refuse_late

ME, ANN = "me", "ann"
ROUND, BEFORE = "sharing", "check_in"


def meeting(*, holder: str = "", answers_to: str = "") -> Meeting:
    """A sharing circle in its round."""
    stage = Stage(formats.load()["sharing_circle"], Scene("", (ME, ANN)))
    assert stage.meeting is not None
    at = next(n for n, step in enumerate(stage.meeting.protocol.steps) if step.id == ROUND)
    turn = Turn(holder, holder, 60_000, 0) if holder else None
    feedback = Feedback(answers_to, answers_to, Wish.WELCOME, 9) if answers_to else None
    return structs.replace(stage.meeting, step=at, turn=turn, feedback=feedback)


@pytest.mark.parametrize("do", sorted(OF_A_PART))
def test_a_button_of_an_earlier_part_decides_nothing_about_this_one(do: str):
    with pytest.raises(Refusal) as refused:
        refuse_late(do, BEFORE, meeting(holder=ME), ME)

    assert Code.WENT_ON == refused.value.code


@pytest.mark.parametrize(
    ("do", "now"),
    [
        ("pass", meeting(holder=ANN)),
        ("pass", meeting(answers_to=ME)),  # it would end the answers
        ("enough", meeting(holder=ME)),  # it would pass the piece on
        ("enough", meeting(answers_to=ANN)),
    ],
)
def test_a_button_of_an_earlier_turn_decides_nothing_about_this_one(do: str, now: Meeting):
    with pytest.raises(Refusal) as refused:
        refuse_late(do, ROUND, now, ME)

    assert Code.NOT_YOUR_TURN == refused.value.code


@pytest.mark.parametrize(
    ("do", "step", "now"),
    [
        ("pass", ROUND, meeting(holder=ME)),
        ("enough", ROUND, meeting(answers_to=ME)),
        ("ask", ROUND, meeting()),
        ("lead", BEFORE, meeting()),  # for the whole evening
        ("pass", "", None),  # the room itself says that there are no turns
    ],
)
def test_what_is_pressed_in_time_is_let_through(do: str, step: str, now: Meeting | None):
    refuse_late(do, step, now, ME)


def test_whatever_cannot_be_is_said_in_words_that_every_page_has():
    words = json.loads((files("client") / "web/locales/en.json").read_text(encoding="utf-8"))

    assert set() == set(CANNOT.values()) - words.keys()
