"""The talking piece: one holder, one order, and an answer to everybody who asks."""

import pytest

from rooms import formats
from rooms.commands import Post
from rooms.decide import post
from rooms.formats.format import Play, Scene
from rooms.formats.stage import Stage
from rooms.meeting import running
from rooms.meeting.events import MeetingBegan
from rooms.meeting.fold import evolve
from rooms.meeting.here import Here
from rooms.meeting.protocol import MINUTE_MS, SECOND_MS
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Phase, Turn
from rooms.refusal import Code, Refusal
from rooms.standing import FREE, Standing
from rooms.state import Room

SHARING_MS = 7 * MINUTE_MS
THIRTY = tuple(f"P{number:02}" for number in range(30))


def sharing(*people: str, chair: str = "", reserve: str = "") -> Stage:
    """A sharing circle that has just come to its round."""
    form = formats.load()["sharing_circle"]
    stage = Stage(form, Scene("", people, chair=chair, reserve=reserve))
    stage.wait_until(SHARING_MS)
    return stage


def turn(stage: Stage) -> Turn:
    assert stage.meeting is not None
    assert stage.meeting.turn is not None
    return stage.meeting.turn


def meeting(stage: Stage) -> Meeting:
    assert stage.meeting is not None
    return stage.meeting


def does(who: str, what: str, to: str = "") -> Play:
    return Play("0:00", who, what, to)  # type: ignore[arg-type] - the scenes' own words


def test_two_chairs_pressing_next_at_once_go_one_step_on():
    stage = Stage(formats.load()["sharing_circle"], Scene("", ("A", "B"), chair="A"))
    stage.wait_until(3 * MINUTE_MS)

    answers = [stage.do(does("A", "next", "check_in")) for _ in range(2)]

    assert ["", Code.WENT_ON] == answers
    assert "sharing" == meeting(stage).now_step.id


def test_thirty_people_who_ask_in_five_minutes_each_have_their_answer():
    stage = sharing(*THIRTY)
    answers = []
    for number, name in enumerate(THIRTY):
        stage.wait_until(SHARING_MS + number * 10 * SECOND_MS)
        answers.append(stage.do(does(name, "ask")))

    fits = answers.index(Code.NO_TIME_LEFT)

    assert ["" for _ in range(fits)] == answers[:fits]
    assert {Code.NO_TIME_LEFT} == set(answers[fits:])
    assert 15 <= fits <= 17  # 45 minutes are 15 turns of three, and a little more
    assert (THIRTY[1], THIRTY[2:fits]) == (turn(stage).holder, meeting(stage).line)


def test_they_speak_in_the_order_in_which_they_asked():
    stage = sharing(*THIRTY)
    for name in reversed(THIRTY[:6]):
        stage.do(does(name, "ask"))
    order = []
    while meeting(stage).turn is not None:
        order.append(turn(stage).holder)
        stage.do(does(order[-1], "pass"))

    assert list(reversed(THIRTY[:6])) == order


def test_a_second_asking_keeps_the_place_in_line():
    stage = sharing("A", "B", "C")
    for name in ("A", "B", "C"):
        stage.do(does(name, "ask"))

    assert Code.IN_LINE == stage.do(does("B", "ask"))
    assert ("B", "C") == meeting(stage).line
    assert Code.YOUR_TURN == stage.do(does("A", "ask"))


def test_somebody_may_go_to_the_end_of_the_line():
    stage = sharing("A", "B", "C")
    for name in ("A", "B", "C"):
        stage.do(does(name, "ask"))
    stage.do(does("B", "ask_last"))

    assert ("C", "B") == meeting(stage).line


def test_the_signal_comes_thirty_seconds_before_the_end_and_a_minute_of_grace_after_it():
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))
    phases = []
    for second in (149, 150, 179, 180, 239, 240):
        stage.wait_until(SHARING_MS + second * SECOND_MS)
        phases.append(meeting(stage).turn and turn(stage).phase)

    assert [Phase.OPEN, Phase.SOON, Phase.SOON, Phase.GRACE, Phase.GRACE, None] == phases


def test_a_holder_who_comes_back_within_the_time_has_what_was_left():
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))
    stage.wait_until(SHARING_MS + 100 * SECOND_MS)
    stage.do(does("A", "drop"))
    stage.wait_until(SHARING_MS + 185 * SECOND_MS)
    stage.do(does("A", "come"))

    assert (80 * SECOND_MS, Phase.OPEN, 0) == (
        turn(stage).left_at(stage.now),
        turn(stage).phase,
        turn(stage).held_at,
    )


def test_the_clock_stands_from_when_the_line_was_lost_not_from_when_it_was_noticed():
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))
    noticed = SHARING_MS + 150 * SECOND_MS
    lost = SHARING_MS + 100 * SECOND_MS

    event = running.tick(meeting(stage), Here(noticed, {"B": "B"}, {"A": lost}))
    after = evolve(stage.meeting, event) if event else None

    assert after is not None
    assert after.turn is not None
    assert (80 * SECOND_MS, noticed) == (after.turn.left_at(noticed + 5), after.turn.held_at)


def test_nobody_pays_for_the_time_in_which_the_house_was_away():
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))
    slept, woke = (SHARING_MS + second * SECOND_MS for second in (100, 1000))
    meant = stage.meeting

    for now in (woke + 1, woke + 2, woke + 5):  # the step's end is later, the place held, then back
        here = Here(now, {"A": "A", "B": "B"}, slept_from=slept, woke_at=woke)
        event = running.tick(meant, here) if meant else None
        meant = evolve(meant, event) if event else None

    assert meant is not None
    assert meant.turn is not None
    assert ("A", 80 * SECOND_MS, 0) == (
        meant.turn.holder,
        meant.turn.left_at(woke + 5),
        meant.turn.held_at,
    )


def test_the_same_moment_is_decided_alike_by_every_node():
    one, two = sharing("A", "B", "C"), sharing("A", "B", "C")
    for stage in (one, two):
        for name in ("B", "C", "A"):
            stage.do(does(name, "ask"))
        stage.wait_until(SHARING_MS + 300 * SECOND_MS)

    assert one.meeting == two.meeting


def test_only_the_holder_speaks_in_the_room():
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))
    room = Room(meeting=stage.meeting)

    assert "hello" == post(room, Post("A", "1", "Ash Wren", "hello"), FREE).text
    with pytest.raises(Refusal, check=lambda refusal: refusal.code is Code.NOT_YOUR_TURN):
        post(room, Post("B", "1", "Elm Lark", "hello"), FREE)


@pytest.mark.parametrize(
    ("who", "what", "code"),
    [
        ("B", "pass", Code.NOT_YOUR_TURN),
        ("B", "welcome", Code.NOT_YOUR_TURN),
        ("A", "step_back", Code.YOUR_TURN),
        ("B", "lay_down", Code.NOT_THE_CHAIR),
        ("B", "next", Code.NOT_THE_CHAIR),
    ],
)
def test_what_is_not_ones_own_is_refused(who: str, what: str, code: Code):
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))

    assert code == stage.do(does(who, what))


@pytest.mark.parametrize(
    ("to", "code"), [("nobody here", Code.NOT_HERE), ("A", Code.NOT_HERE), ("B", "")]
)
def test_the_piece_is_given_only_to_somebody_else_who_is_here(to: str, code: str):
    stage = sharing("A", "B")
    stage.do(does("A", "ask"))

    assert code == stage.do(does("A", "give", to))


def test_where_people_only_meet_nobody_writes_between_meetings():
    only = Standing(met_only=True)

    assert "hello" == post(Room(), Post("A", "1", "Ash Wren", "hello"), FREE).text
    with pytest.raises(Refusal, check=lambda refusal: refusal.code is Code.NO_MEETING):
        post(Room(), Post("A", "1", "Ash Wren", "hello"), only)


def test_a_meeting_begins_once():
    stage = sharing("A", "B")
    began = MeetingBegan("m", meeting(stage).protocol, 0)

    with pytest.raises(Refusal, check=lambda refusal: refusal.code is Code.MEETING_ON):
        running.begin(stage.meeting, stage.here, began)
