"""What volunteers do with a case that is not theirs: sign, answer an appeal, stand beside."""

import pytest
from one_case import CASE, CORA, SHADOW, VERA, WILL, Table, refused

from moderation import acts, agreeing
from moderation.actor import Actor, Claim
from moderation.case import Outcome, State
from moderation.events import AppealMade, CaseJoined
from moderation.refusal import DeskCode
from moderation.sanctions import DAY_MS, What


@pytest.mark.parametrize(("level", "waits"), [("S1", True), ("S2", True), ("S3", False)])
def test_a_severe_case_waits_for_a_second_signature(level: str, *, waits: bool):
    table = Table(level)
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, "slept"))

    assert (State.RESOLVED, waits) == (table.case.state, table.case.waits_for_signature)


def test_the_second_signature_is_somebody_elses():
    table = Table()
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, ""))

    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.sign(table.desk, CASE, VERA)
    with refused(DeskCode.NOT_ALLOWED):
        agreeing.sign(table.desk, CASE, SHADOW)
    table.do(agreeing.sign(table.desk, CASE, WILL))
    assert ("will", False) == (table.case.signed_by, table.case.waits_for_signature)


def test_an_open_case_cannot_be_signed():
    with refused(DeskCode.STILL_OPEN):
        agreeing.sign(Table().desk, CASE, WILL)


@pytest.mark.parametrize("signed", [True, False])
def test_a_ban_of_over_a_day_runs_a_day_until_it_is_signed(*, signed: bool):
    table = Table()
    week = 7 * DAY_MS
    of = table.do(acts.sanction(table.desk, table.claim(), What.BAN, week, "attack", "digest"))
    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.sign_sanction(table.desk, CASE, of, VERA)
    if signed:
        table.do(agreeing.sign_sanction(table.desk, CASE, of, WILL))

    sanctions = table.desk.sanctions
    assert (True, signed) == (
        sanctions.standing("gambling", "ada", DAY_MS - 1).removed,
        sanctions.standing("gambling", "ada", DAY_MS + 1).removed,
    )
    assert not sanctions.standing("families", "ada", 1).removed


def test_a_ban_of_over_thirty_days_is_signed_by_a_coordinator():
    table = Table()
    held, month = table.claim(), 30 * DAY_MS
    ban = What.BAN
    for_a_month = table.do(acts.sanction(table.desk, held, ban, month, "attack", "digest"))
    for_longer = table.do(acts.sanction(table.desk, held, ban, month + 1, "attack", "digest"))

    table.do(agreeing.sign_sanction(table.desk, CASE, for_a_month, WILL))
    with refused(DeskCode.NOT_ALLOWED):
        agreeing.sign_sanction(table.desk, CASE, for_longer, WILL)
    table.do(agreeing.sign_sanction(table.desk, CASE, for_longer, CORA))
    assert table.desk.sanctions.standing("gambling", "ada", month).removed


def test_an_appeal_is_answered_by_somebody_who_did_not_decide():
    table = Table()
    of = table.do(acts.sanction(table.desk, table.claim(), What.BAN, DAY_MS, "attack", "x"))
    with refused(DeskCode.NO_SUCH_MESSAGE):
        agreeing.answer(table.desk, CASE, of, WILL, lifted=True)
    table.happen(AppealMade(of, "I was quoting a song"))

    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.answer(table.desk, CASE, of, VERA, lifted=True)
    table.do(agreeing.answer(table.desk, CASE, of, WILL, lifted=True))
    assert not table.desk.sanctions.standing("gambling", "ada", 1).removed


def test_a_second_volunteer_stands_beside_and_the_holder_decides():
    table = Table()
    held = table.claim()

    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"vera", "will"}))

    assert ("vera", "will") == (table.case.holder, table.case.second)
    with refused(DeskCode.STALE_LEASE):
        acts.close(table.desk, Claim(CASE, held.fence, WILL), Outcome.CALMER, "")
    table.do(agreeing.step_back(table.desk, CASE, VERA))
    assert "will" == table.case.second
    table.do(agreeing.step_back(table.desk, CASE, WILL))
    assert "" == table.case.second


@pytest.mark.parametrize(
    ("actor", "claimed", "code"),
    [
        (SHADOW, True, DeskCode.NOT_ALLOWED),
        (Actor("will", on_shift=False), True, DeskCode.NOT_ON_SHIFT),
        (VERA, True, DeskCode.NEEDS_ANOTHER),
        (WILL, False, DeskCode.NOBODY_HAS_IT),
    ],
)
def test_who_may_not_stand_beside_is_told_why(actor: Actor, claimed: bool, code: DeskCode):  # noqa: FBT001 - a table's column
    table = Table()
    if claimed:
        table.claim()

    with refused(code):
        agreeing.come_beside(table.desk, CASE, actor, set())


def test_there_is_one_second_and_one_who_is_gone_makes_room():
    table = Table()
    table.claim()
    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"will"}))

    with refused(DeskCode.TWO_ALREADY) as told:
        agreeing.come_beside(table.desk, CASE, Actor("xena"), {"will", "xena"})
    assert "will" == told.value.by
    table.do(agreeing.come_beside(table.desk, CASE, Actor("xena"), {"xena"}))

    assert "xena" == table.case.second


def test_a_second_stays_when_the_holder_goes_and_is_none_once_the_case_is_theirs():
    table = Table()
    held = table.claim()
    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"will"}))

    table.do(acts.give_back(table.desk, held))
    beside = table.case.second
    table.claim(WILL)

    assert ("will", "", "will") == (beside, table.case.second, table.case.holder)


def test_a_note_and_a_hand_over_tell_when_something_was_last_left_for_the_team():
    table = Table()
    table.at = 1
    held = table.claim()
    seen = [table.case.noted_at]
    table.at = 2
    table.do(agreeing.note(table.desk, CASE, VERA, "a hard night"))
    seen.append(table.case.noted_at)
    table.at = 3
    table.do(acts.hand_over(table.desk, held, ("a", "b", "c", "now")))

    assert [1, 2, 3] == [*seen, table.case.noted_at]


LONG = 90 * DAY_MS


def banned(until: int = LONG, *, signed: bool = True) -> Table:
    table = Table("S3")
    held = table.claim()
    of = table.do(acts.sanction(table.desk, held, What.BAN, until, "attack", "code"))
    if signed:
        table.do(agreeing.sign_sanction(table.desk, CASE, of, CORA))
    return table


def test_a_long_ban_is_looked_at_again_each_30_days():
    bans = (table := banned()).desk.sanctions

    days = []
    for day in range(1, 90):
        table.at = day * DAY_MS
        if bans.to_review(table.at):
            days.append(day)
            table.happen(CaseJoined(CASE, "review", level="S3"))

    assert [30, 60] == days


@pytest.mark.parametrize(
    ("until", "signed"),
    [(30 * DAY_MS, True), (LONG, False)],
    ids=["of no more than 30 days", "never signed, and over"],
)
def test_other_bans_are_not_looked_at_again(until: int, *, signed: bool):
    bans = banned(until, signed=signed).desk.sanctions

    assert [] == [day for day in range(90) if bans.to_review(day * DAY_MS)]
