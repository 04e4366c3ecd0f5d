"""How cases are counted and kept on the desk, and when they are gone."""

import pytest
from one_case import CASE, VERA, WILL, Table

from moderation import acts, agreeing
from moderation.actor import Claim
from moderation.case import Outcome
from moderation.desk import KEPT_AFTER_MS, expire
from moderation.events import CaseJoined, CaseRaised
from moderation.tally import KEPT_MS


def test_every_case_is_counted_in_exactly_one_state_whatever_happens():
    table = Table()
    for n in range(4):
        table.happen(CaseRaised(f"17-{n}", "gambling", "need", f"m{n}"))
    held = table.claim()
    table.do(acts.call(table.desk, held))
    table.do(acts.claim(table.desk, "17-0", VERA))
    table.do(acts.claim(table.desk, "17-1", WILL))
    table.do(acts.close(table.desk, Claim("17-1", table.n, WILL), Outcome.CALMER, ""))

    counts = table.desk.counts()
    assert {"open": 2, "claimed": 1, "escalated": 1, "resolved": 1} == {
        state.value: many for state, many in counts.items()
    }
    assert table.desk.raised == sum(counts.values())
    expire(table.desk, KEPT_AFTER_MS + 1)
    assert table.desk.raised == sum(table.desk.counts().values())


def test_more_danger_begins_the_clock_again_and_less_does_not():
    table = Table("S3")
    table.case.alarms["alert"] = 1
    table.at = 50
    table.happen(CaseJoined(CASE, "flag", level="S1", family="suicide"))
    assert ("S1", 50, {}) == (table.case.level.value, table.case.since, table.case.alarms)

    table.at = 90
    table.happen(CaseJoined(CASE, "flag", level="S2"))
    assert ("S1", 50) == (table.case.level.value, table.case.since)


def test_a_closed_case_is_gone_after_three_days_and_an_open_one_never():
    table = Table("S3")
    table.happen(CaseRaised("17-b", "gambling", "need", "ben"))
    table.at = 10
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, ""))

    expire(table.desk, 10 + KEPT_AFTER_MS)
    assert len(table.desk.cases) == 2
    expire(table.desk, 11 + KEPT_AFTER_MS)
    assert ["17-b"] == list(table.desk.cases)


@pytest.mark.parametrize(("days_after_a_year", "kept"), [(0, 1), (30, 1), (31, 0)])
def test_a_month_s_counts_are_gone_a_year_after_it(days_after_a_year: int, kept: int):
    table = Table("S3")

    expire(table.desk, KEPT_MS + days_after_a_year * 24 * 3600 * 1000)

    assert (kept, 1) == (len(table.desk.tally), table.desk.raised)


def test_a_case_nobody_signed_stays_without_a_word_until_somebody_does():
    table = Table(text="i want to die", spans=((0, 4),), alias="quiet otter")
    table.do(agreeing.note(table.desk, CASE, VERA, "a hard night"))
    table.at = 10
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, "said goodbye"))

    expire(table.desk, 11 + KEPT_AFTER_MS)

    assert table.case.waits_for_signature
    assert ("calmer", "vera") == (table.case.outcome, table.case.closed_by)
    kept = str(table.case)
    assert [] == [word for word in ("die", "otter", "night", "goodbye") if word in kept]
    table.do(agreeing.sign(table.desk, CASE, WILL))
    expire(table.desk, 11 + KEPT_AFTER_MS)
    assert {} == table.desk.cases
