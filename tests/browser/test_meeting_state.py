"""What the page makes of a meeting's frames, as values."""

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.slow

FOLD = """async ([kept, you]) => {
  const {meetingOf, choices, maySpeak} = await import("/s/state/meeting.js");
  const meeting = meetingOf(kept);
  return meeting && {...meeting, may: choices(meeting, you), speaks: maySpeak(meeting, you)};
}"""

Frame = dict[str, Any]
STEPS = [{"id": "a", "kind": "opening", "minutes": 2}, {"id": "b", "kind": "round", "minutes": 9}]
BEGAN = {"n": 1, "title": "Circle", "steps": STEPS, "guided": True}
ROUND = {"n": 3, "step": 1, "id": "b", "kind": "round", "speak": "holder", "until": 9}
FACTS = {**BEGAN, "n": 9, "step": 1, "speak": "holder", "until": 9, "now": 5, "line": ["me"]}

MINE = {"holder": "me", "alias": "A"}
YOU = {"id": "me"}
GUEST = {**YOU, "guest": True}
TALK = {**FACTS, "line": [], "steps": [STEPS[0], {**STEPS[1], "guest": True}]}


def turn(n: int, holder: str, *line: str) -> Frame:
    return {"n": n, "why": "begun", "line": list(line), "turn": {"holder": holder, "alias": "A"}}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({}, None),
        ({"meeting": BEGAN, "over": {"n": 2}}, None),
        ({"facts": FACTS, "over": {"n": 4}}, {"step": 1}),  # the end of the one before
        ({"meeting": BEGAN}, {"step": -1, "speaks": False}),
        ({"meeting": BEGAN, "step": ROUND}, {"step": 1, "line": [], "speaks": False}),
        ({"meeting": BEGAN, "step": ROUND, "turn": turn(2, "me")}, {"speaks": False}),
        ({"meeting": BEGAN, "step": ROUND, "turn": turn(4, "me")}, {"speaks": True}),
        ({"facts": FACTS, "turn": turn(8, "me")}, {"line": ["me"], "speaks": False}),
        ({"facts": FACTS, "turn": turn(10, "me")}, {"line": [], "speaks": True}),
        ({"facts": FACTS, "closing": {"n": 11}}, {"closing": True}),
        ({"facts": FACTS, "roles": {"n": 10, "waiting": True}}, {"waiting": True}),
        ({"facts": FACTS, "pause": {"n": 10}}, {"paused": True, "may": {}, "speaks": False}),
        ({"facts": {**FACTS, "paused": 7}}, {"paused": True, "until": 9}),
        (
            {"facts": FACTS, "pause": {"n": 10}, "resume": {"n": 11, "until": 20, "turn": MINE}},
            {"paused": False, "until": 20, "line": ["me"], "speaks": True},
        ),
        (
            {"facts": FACTS, "resume": {"n": 11, "until": 20}, "turn": turn(12, "you")},
            {"until": 20, "line": [], "speaks": False},
        ),
    ],
)
async def test_the_newest_frame_of_each_kind_is_the_meeting(
    blank: Page, kept: Frame, expected: Frame | None
):
    found = await blank.evaluate(FOLD, [kept, YOU])

    assert expected == (found and {key: found[key] for key in expected or ()})


@pytest.mark.parametrize(
    ("kept", "may"),
    [
        ({"facts": FACTS}, {"unask", "lead"}),
        ({"facts": {**FACTS, "line": []}}, {"ask", "not_me", "lead"}),
        ({"facts": FACTS, "turn": turn(10, "you", "me", "they")}, {"unask", "last", "lead"}),
        ({"facts": FACTS, "turn": turn(10, "me")}, {"pass", "lead"}),
        ({"facts": {**FACTS, "chair": "me"}}, {"unask", "lay_down", "next"}),
        ({"facts": {**FACTS, "chair": "you"}}, {"unask", "stand_in"}),
        ({"facts": {**FACTS, "chair": "you", "reserve": "they"}}, {"unask"}),
    ],
)
async def test_one_is_offered_what_one_may_do(blank: Page, kept: Frame, may: set[str]):
    found = await blank.evaluate(FOLD, [kept, YOU])

    assert may == {name for name, on in found["may"].items() if on}


@pytest.mark.parametrize(
    ("facts", "speaks"),
    [
        ({**TALK, "speak": "guest"}, True),
        (TALK, True),  # an answer to whoever has the piece
        ({**TALK, "paused": 7}, False),
        ({**FACTS, "line": []}, False),  # a round of the members' own
    ],
)
async def test_a_guest_is_offered_no_turn_and_writes_in_the_guest_s_part(
    blank: Page, facts: Frame, *, speaks: bool
):
    found = await blank.evaluate(FOLD, [{"facts": facts}, GUEST])

    assert ([], speaks) == ([name for name, on in found["may"].items() if on], found["speaks"])


ANSWERED = """async ([lines, wish]) => {
  const {answered} = await import("/s/state/answers.js");
  return answered({lines, you: {id: "me"}}, {feedback: {of: "you", wish}}, 3);
}"""


@pytest.mark.parametrize(
    ("by", "wish", "why"),
    [
        ("me", "welcome", "done"),
        ("they", "welcome", ""),
        ("you", "question", ""),
        ("they", "question", "asked"),
        ("me", "question", "asked"),  # there is one question in all: the others ask no more either
    ],
)
async def test_one_answers_once_and_asks_one_question_in_all(
    blank: Page, by: str, wish: str, why: str
):
    lines = [{"kind": "said", "n": 2, "by": "me"}, {"kind": "said", "n": 4, "by": by}]

    assert why == await blank.evaluate(ANSWERED, [lines, wish])
