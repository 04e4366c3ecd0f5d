"""What follows hello: PROTOCOL, "Order of things", as a table and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.meeting.events import Ending, MeetingBegan, MeetingEnded
from rooms.meeting.protocol import Protocol, Speak, Step, StepKind
from rooms.replay import RECENT, After, Kept, Plan, floor, plan
from rooms.state import Room, evolve

EPOCH = "now"


def kept(head: int, first: int = 1, since: int = 0) -> Kept:
    return Kept(EPOCH, head, first, since)


def after(n: int, epoch: str = EPOCH) -> After:
    return After(epoch, n)


def told(*, resumed: bool, from_: int, gap: tuple[int, int] | None, read: int) -> Plan:
    return Plan(resumed=resumed, from_=from_, gap=gap, read_after=read)


@pytest.mark.parametrize(
    ("case", "asked", "expected"),
    [
        # a newcomer: the last fifty that are kept
        (kept(0), None, told(resumed=False, from_=1, gap=None, read=0)),
        (kept(7), None, told(resumed=False, from_=1, gap=None, read=0)),
        (kept(60), None, told(resumed=False, from_=11, gap=None, read=10)),
        (kept(60, first=30), None, told(resumed=False, from_=30, gap=None, read=29)),
        (kept(60, first=61), None, told(resumed=False, from_=61, gap=None, read=60)),
        # who comes back
        (kept(60), after(60), told(resumed=True, from_=61, gap=None, read=60)),
        (kept(60), after(3), told(resumed=True, from_=4, gap=None, read=3)),
        (kept(60), after(0), told(resumed=True, from_=1, gap=None, read=0)),
        (kept(0), after(0), told(resumed=True, from_=1, gap=None, read=0)),
        (kept(60, first=30), after(29), told(resumed=True, from_=30, gap=None, read=29)),
        (kept(60, first=30), after(28), told(resumed=True, from_=29, gap=(29, 29), read=29)),
        (kept(60, first=30), after(0), told(resumed=True, from_=1, gap=(1, 29), read=29)),
        (kept(60, first=61), after(10), told(resumed=True, from_=11, gap=(11, 60), read=60)),
        (kept(60, first=61), after(60), told(resumed=True, from_=61, gap=None, read=60)),
        # positions nobody gave out
        (kept(60), after(61), told(resumed=False, from_=11, gap=None, read=10)),
        (kept(60), after(5, "other"), told(resumed=False, from_=11, gap=None, read=10)),
        (kept(60), after(0, "other"), told(resumed=False, from_=11, gap=None, read=10)),
        (kept(60), after(5, ""), told(resumed=False, from_=11, gap=None, read=10)),
        # all that is kept
        (kept(60), after(0, ""), told(resumed=False, from_=1, gap=None, read=0)),
        (kept(60, first=30), after(0, ""), told(resumed=False, from_=30, gap=None, read=29)),
        (kept(60, first=61), after(0, ""), told(resumed=False, from_=61, gap=None, read=60)),
        # without history nothing older than the place
        (kept(60, since=55), None, told(resumed=False, from_=56, gap=None, read=55)),
        (kept(60, since=60), None, told(resumed=False, from_=61, gap=None, read=60)),
        (kept(60, since=55), after(57), told(resumed=True, from_=58, gap=None, read=57)),
        (kept(60, since=55), after(55), told(resumed=True, from_=56, gap=None, read=55)),
        (kept(60, since=55), after(54), told(resumed=False, from_=56, gap=None, read=55)),
        (kept(60, since=55), after(0), told(resumed=False, from_=56, gap=None, read=55)),
        (kept(60, since=55), after(0, ""), told(resumed=False, from_=56, gap=None, read=55)),
        (kept(60, 59, since=55), after(56), told(resumed=True, from_=57, gap=(57, 58), read=58)),
    ],
)
def test_the_answer_is_as_promised(case: Kept, asked: After | None, expected: Plan):
    assert expected == plan(case, asked)


@st.composite
def houses(draw: st.DrawFn) -> Kept:
    head = draw(st.integers(0, 200))
    return kept(head, draw(st.integers(1, head + 1)), draw(st.just(0) | st.integers(0, head)))


ASKED = st.none() | st.builds(After, st.sampled_from([EPOCH, "", "other"]), st.integers(0, 300))


@given(houses(), ASKED)
def test_numbers_are_dense_from_the_first_named(case: Kept, asked: After | None):
    answer = plan(case, asked)

    gap = range(answer.gap[0], answer.gap[1] + 1) if answer.gap else range(0)
    follows = [*gap, *range(answer.read_after + 1, case.head + 1)]

    assert list(range(answer.from_, case.head + 1)) == follows
    assert answer.from_ <= case.head + 1


@given(houses(), ASKED)
def test_a_gap_is_never_told_for_what_is_kept(case: Kept, asked: After | None):
    answer = plan(case, asked)

    if answer.gap is not None:
        assert answer.gap[0] <= answer.gap[1] < case.first
    assert answer.read_after >= case.first - 1


@given(houses(), ASKED)
def test_resumed_is_true_exactly_if_nothing_after_the_position_is_missing(
    case: Kept, asked: After | None
):
    known = asked is not None and asked.epoch == EPOCH and case.since <= asked.n <= case.head

    answer = plan(case, asked)

    assert known is answer.resumed
    assert not known or asked is None or answer.from_ == asked.n + 1


@given(houses(), ASKED)
def test_nothing_older_than_the_place_is_given_without_history(case: Kept, asked: After | None):
    answer = plan(case, asked)

    assert answer.from_ > case.since
    assert answer.read_after >= case.since


@given(houses())
def test_a_newcomer_is_given_fifty_at_most(case: Kept):
    answer = plan(case, None)

    assert case.head - answer.read_after <= RECENT
    assert answer.gap is None


@pytest.mark.parametrize(
    ("came", "running", "over"),
    [(3, 0, 0), (10, 0, 0), (12, 12, 12), (20, 20, 20), (25, 25, 20)],
    ids=["before", "as it began", "in its middle", "at its end", "after it"],
)
def test_of_a_meeting_nothing_is_shown_to_who_was_not_there(came: int, running: int, over: int):
    steps = (Step("talk", StepKind.TALK, Speak.EVERYONE, 5),)
    room = Room()
    evolve(room, 10, 0, 0, MeetingBegan("m", Protocol("social_hour", 1, "", steps), 0))

    assert running == floor(room, came, lambda form: form == "social_hour")
    assert 0 == floor(room, came, lambda _: False)
    evolve(room, 20, 0, 0, MeetingEnded(Ending.DONE))
    assert over == floor(room, came, lambda form: form == "social_hour")
