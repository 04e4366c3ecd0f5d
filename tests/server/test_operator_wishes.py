"""A slip of an operator's pen is answered with how it is written, never with a pattern."""

import pytest

from server.commands import meeting_asked, operating
from server.operator_error import OperatorError

ROOM = {"id": "grief", "topic": "grief", "side": "self", "language": "en", "title": "A"}
MEETING = {"id": "a", "room": "grief", "title": "A", "zone": "UTC", "days": ["tue"], "at": "19:00"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"id": "Grief 1"}, "id is written as a to z, 0 to 9 and -, at most 32 of them."),
        ({"topic": ""}, "topic is written as a to z, 0 to 9, - and _, at most 32 of them."),
        ({"side": "us"}, "side is written as self, relatives or young."),
        ({"language": "English"}, "language is written as two or three letters, such as en."),
        ({"title": ""}, "title is written as 1 to 80 letters."),
        ({"capacity": 1}, "capacity is written as a number from 2 on."),
        ({"colour": "red"}, "Object contains unknown field `colour`."),
    ],
)
def test_a_room_that_cannot_be_opened(wrong: dict[str, object], says: str):
    with pytest.raises(OperatorError) as told:
        operating.wanted({**ROOM, **wrong})

    assert f"This room cannot be opened: {says}" == str(told.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"at": "25:00"}, "at is written as hours and minutes, such as 19:00."),
        (
            {"days": ["tuesday"]},
            "days is written as one or more of mon, tue, wed, thu, fri, sat, sun.",
        ),
        ({"first": "soon"}, "first is written as a day, such as 2026-12-01."),
    ],
)
def test_a_meeting_that_cannot_be_planned(wrong: dict[str, object], says: str):
    with pytest.raises(OperatorError) as told:
        meeting_asked.wanted({**MEETING, **wrong})

    assert f"This meeting cannot be planned: {says}" == str(told.value)
