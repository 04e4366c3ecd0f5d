"""A meeting as whoever hears its frames knows it: what is worth telling, and who may write."""

from collections.abc import Sequence

import pytest
from msgspec import UNSET

from server.wire.frames import (
    Closing,
    FeedbackFacts,
    Meeting,
    MeetingFrame,
    Over,
    Pause,
    Resume,
    Roles,
    Step,
    StepFacts,
    Turn,
    TurnFacts,
)
from server.wire.sitting import Change, Floor, Sitting, gone_in

ME, ANN = "me", "ann"
STEPS = [StepFacts("one", "sharing", 10, 180), StepFacts("two", "closing", 5)]
BEGAN = Meeting(n=1, at=0, id="m", format="f", version=1, title="Circle", steps=STEPS, guided=True)
ROUND = Step(n=2, at=0, step=0, id="one", kind="sharing", speak="holder", until=0)
MINE = TurnFacts(ME, "Me", "open", 180, "listen")
HERS = TurnFacts(ANN, "Ann", "open", 180, "listen")
AWAY = TurnFacts(ANN, "Ann", "held", 60, "listen")
ON_HERS = FeedbackFacts(ANN, "Ann", "welcome", 9)
ASKED = FeedbackFacts(ANN, "Ann", "question", 9)
ON_MINE = FeedbackFacts(ME, "Me", "welcome", 9)


def sitting(*before: MeetingFrame) -> Sitting:
    """Return what is known after these frames."""
    known = Sitting()
    known.you = ME
    for frame in before:
        known.take(frame)
    return known


def turn(why: str, holder: TurnFacts | None = None, line: Sequence[str] = ()) -> Turn:
    return Turn(n=3, at=0, why=why, line=list(line), turn=holder or UNSET)


@pytest.mark.parametrize(
    ("before", "frame", "change"),
    [
        ([], BEGAN, Change.BEGAN),
        ([BEGAN], ROUND, Change.PART),
        ([BEGAN, ROUND], turn("asked", HERS), Change.FLOOR),
        ([BEGAN, ROUND, turn("asked", HERS)], turn("line_lost", AWAY), Change.HELD),
        ([BEGAN, ROUND, turn("asked", AWAY)], turn("line_back", HERS), Change.FLOOR),
        ([BEGAN, ROUND, turn("asked", MINE)], turn("soon", MINE), Change.SOON),
        ([BEGAN, ROUND, turn("asked", MINE)], turn("grace", MINE), Change.GRACE),
        ([BEGAN, ROUND, turn("asked", HERS)], turn("soon", HERS), None),
        ([BEGAN, ROUND, turn("asked", HERS)], turn("asked", HERS, [ME]), Change.IN_LINE),
        ([BEGAN, ROUND, turn("asked", HERS, [ME])], turn("asked", HERS, [ME, "x"]), None),
        ([BEGAN], Roles(n=3, at=0, chair=ME), Change.YOU_LEAD),
        ([BEGAN], Roles(n=3, at=0, chair=ANN), Change.LED),
        ([BEGAN, Roles(n=3, at=0, chair=ANN)], Roles(n=4, at=0, chair=ANN), None),
        ([BEGAN], Roles(n=3, at=0, waiting=True), Change.NO_ADULT),
        ([BEGAN], Pause(n=3, at=0, until=9), Change.PAUSED),
        ([BEGAN, Pause(n=3, at=0, until=9)], Resume(n=4, at=0), Change.RESUMED),
        ([BEGAN, ROUND], Closing(n=3, at=0), None),
        ([BEGAN, ROUND, turn("asked", HERS)], Closing(n=4, at=0), Change.LAST_TURN),
        ([BEGAN, ROUND], Over(n=3, at=0, why="done"), Change.OVER),
    ],
)
def test_what_is_worth_telling_of_a_frame(
    before: list[MeetingFrame], frame: MeetingFrame, change: Change | None
):
    assert change is sitting(*before).take(frame)


@pytest.mark.parametrize(
    ("facts", "floor"),
    [
        ({"speak": "everyone"}, (Floor.EVERYONE, "")),
        ({"speak": "nobody"}, (Floor.NOBODY, "")),
        ({"speak": "guest"}, (Floor.GUEST, "")),
        ({"speak": "chair", "chair": ANN}, (Floor.OTHERS, "*ann*")),
        ({"speak": "chair", "chair": ME}, (Floor.EVERYONE, "")),
        ({"speak": "holder"}, (Floor.FREE, "")),
        ({"speak": "holder", "turn": MINE}, (Floor.YOURS, "")),
        ({"speak": "holder", "turn": HERS}, (Floor.OTHERS, "Ann")),
        ({"speak": "holder", "turn": AWAY}, (Floor.HELD, "Ann")),
        ({"speak": "holder", "feedback": ON_HERS}, (Floor.ANSWERS, "Ann")),
        ({"speak": "holder", "feedback": ASKED}, (Floor.QUESTION, "Ann")),
        ({"speak": "holder", "feedback": ON_MINE}, (Floor.ANSWERS_TO_YOU, "")),
    ],
)
def test_who_may_write(facts: dict[str, object], floor: tuple[Floor, str]):
    known = sitting(BEGAN, ROUND)
    for name, value in facts.items():
        setattr(known, name, value)

    assert floor == known.floor(lambda member: f"*{member}*")


@pytest.mark.parametrize(
    ("feedback", "by", "floor"),
    [
        (ON_HERS, "x", Floor.ANSWERS),
        (ON_HERS, ANN, Floor.ANSWERS),
        (ON_HERS, ME, Floor.ANSWERED),
        (ASKED, ME, Floor.ASKED),
        (ASKED, "x", Floor.ASKED),
        (ASKED, ANN, Floor.QUESTION),
        (ON_MINE, "x", Floor.ANSWERS_TO_YOU),
    ],
)
def test_one_answers_once_and_asks_one_question_in_all(
    feedback: FeedbackFacts, by: str, floor: Floor
):
    opened = Turn(n=4, at=0, why="passed", line=[], feedback=feedback)
    known = sitting(BEGAN, ROUND, turn("asked", HERS), opened)
    before, _ = known.floor(str)

    is_told = known.said(by, 5)

    assert floor is known.floor(str)[0]
    assert is_told == (floor is not before)
    assert not known.said(by, 6)


def test_whom_one_answered_before_one_may_answer_again():
    known = sitting(BEGAN, ROUND)
    for n in (4, 8):
        known.take(turn("asked", HERS))
        known.take(Turn(n=n, at=0, why="passed", line=[], feedback=ON_HERS))

        assert Floor.ANSWERS is known.floor(str)[0]
        assert known.said(ME, n + 1)


def test_a_meeting_that_is_over_has_no_part_and_says_when_its_words_go():
    over = Over(n=3, at=0, why="done", gone=60 * 60_000)

    known = sitting(BEGAN, ROUND, turn("asked", HERS, ["x", ME]))
    assert (2, 6) == known.wait()
    known.take(over)

    assert known.step is None
    assert (60, None) == (gone_in(over), gone_in(Over(n=3, at=0, why="done")))
