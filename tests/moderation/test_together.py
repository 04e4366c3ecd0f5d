"""What a raid leaves is decided in one press; what may be somebody in need is looked at alone."""

import pytest
from one_case import CASE, SHADOW, VERA, Table, refused

from moderation.actor import Actor
from moderation.case import State
from moderation.events import (
    CaseClaimed,
    CaseClosed,
    CaseGivenBack,
    CaseJoined,
    HeldKept,
    HeldReleased,
    NoteWritten,
)
from moderation.refusal import DeskCode
from moderation.together import settle, stands_together
from rooms.events import MessagePosted


def held(level: str = "S3", rule: str = "slow_door", kind: str = "held", **more: object) -> Table:
    said = {"rule": rule, "id": "m1", "text": "buy now", "alias": "Ember Ash"} | more
    return Table(level, kind, **said)


ALONE = {
    "danger within the hour": held("S2"),
    "a worry": held(family="relapse"),
    "how one could hurt oneself": held(rule="method_detail"),
    "somebody who asked for a person": held(kind="need"),
    "a line that a member reported": held(kind="report"),
}


@pytest.mark.parametrize("why", ALONE)
def test_what_may_be_somebody_in_need_stands_alone(why: str):
    assert not stands_together(ALONE[why].case)
    with refused(DeskCode.NO_SUCH_MESSAGE):
        settle(ALONE[why].desk, CASE, VERA, ["m1"], release=False)


AFTERWARDS = {
    "a cry": [CaseJoined(CASE, "flag", level="S2", family="suicide")],
    "a worry held back": [
        CaseJoined(CASE, "held", rule="slow_door", level="S3", family="relapse", id="m2")
    ],
    "a need": [CaseJoined(CASE, "need")],
    "a note": [NoteWritten(CASE, "will", "I know them, they are all right")],
    "a claim": [CaseClaimed(CASE, "will")],
    "a decision": [HeldKept(CASE, 0, "will", "m1")],
}


@pytest.mark.parametrize("why", AFTERWARDS)
def test_what_became_more_than_a_held_message_stands_alone(why: str):
    table = held()
    assert stands_together(table.case)

    for event in AFTERWARDS[why]:
        table.happen(event)

    assert not stands_together(table.case)


def test_what_was_given_back_untouched_stands_with_the_others_again():
    table = held()
    table.happen(CaseClaimed(CASE, "will"))

    table.happen(CaseGivenBack(CASE, 2, "will"))

    assert stands_together(table.case)


def test_each_is_claimed_kept_out_and_closed_under_one_fence():
    table = held()
    table.happen(CaseJoined(CASE, "held", rule="attack", level="S3", id="m2", text="you loser"))

    decision = settle(table.desk, CASE, VERA, ["m1", "m2"], release=False)
    fence = table.do(decision)

    assert [CaseClaimed, HeldKept, HeldKept, CaseClosed] == [type(e) for e in decision.desk]
    assert {fence} == {e.fence for e in decision.desk[1:]}
    assert (State.RESOLVED, ["kept", "kept"], ()) == (
        table.case.state,
        [f.held for f in table.case.flagged],
        tuple(decision.room),
    )


def test_what_is_let_in_comes_under_its_first_id():
    table = held()

    decision = settle(table.desk, CASE, VERA, ["m1"], release=True)

    assert [MessagePosted("ada", "Ember Ash", "buy now", "m1")] == list(decision.room)
    assert HeldReleased in {type(e) for e in decision.desk}


def test_what_may_be_aimed_at_somebody_is_not_let_in_with_others():
    with refused(DeskCode.NO_SUCH_MESSAGE):
        settle(held(rule="attack").desk, CASE, VERA, ["m1"], release=True)


def test_what_came_after_the_look_is_not_decided_with_the_rest():
    table = held()
    table.happen(CaseJoined(CASE, "held", rule="slow_door", level="S3", id="m2", text="later"))

    with refused(DeskCode.NO_SUCH_MESSAGE):
        settle(table.desk, CASE, VERA, ["m1"], release=True)


@pytest.mark.parametrize(
    ("actor", "code"),
    [(SHADOW, DeskCode.NOT_ALLOWED), (Actor("vera", on_shift=False), DeskCode.NOT_ON_SHIFT)],
)
def test_who_may_not_claim_may_not_decide_together(actor: Actor, code: DeskCode):
    with refused(code):
        settle(held().desk, CASE, actor, ["m1"], release=False)
