"""The clock: who is called when, while nobody has the case."""

import pytest

from moderation.case import Case, State
from moderation.clock import due
from moderation.levels import Level

S = 1000


def case(level: str = "S1", state: State = State.OPEN, *, dropped: bool = False) -> Case:
    return Case("17-a", "gambling", "ada", "flag", 1, 0, Level(level), state=state, dropped=dropped)


def called(at: Case, seconds: float, *, staffed: bool = True, delivered: bool = True) -> list[str]:
    return list(due(at, round(seconds * S), staffed=staffed, delivered=delivered))


@pytest.mark.parametrize("level", ["S1", "S2"])
@pytest.mark.parametrize(
    ("staffed", "steps"),
    [
        (
            True,
            [(2, "alert"), (45, "again"), (90, "backup"), (180, "on_call"), (300, "update")],
        ),
        (
            False,
            [
                (2, "on_call"),
                (45, "helper"),
                (90, "on_call_2"),
                (180, "coordinator"),
                (300, "update"),
            ],
        ),
    ],
)
def test_severe_cases_are_called_out_step_by_step(
    level: str, *, staffed: bool, steps: list[tuple[int, str]]
):
    for number, (seconds, step) in enumerate(steps, 1):
        before = called(case(level), seconds - 0.001, staffed=staffed)
        on_time = called(case(level), seconds, staffed=staffed)
        assert [step for _, step in steps[: number - 1]] == before
        assert [*before, step] == on_time


@pytest.mark.parametrize(
    ("staffed", "steps"),
    [
        (True, [(10, "alert"), (300, "again"), (900, "backup")]),
        (False, [(10, "on_call"), (300, "on_call_2"), (900, "coordinator")]),
    ],
)
def test_a_concern_goes_the_same_way_slower(*, staffed: bool, steps: list[tuple[int, str]]):
    for number, (seconds, _) in enumerate(steps, 1):
        assert number - 1 == len(called(case("S3"), seconds - 0.001, staffed=staffed))
        assert [s for _, s in steps[:number]] == called(case("S3"), seconds, staffed=staffed)


def test_what_was_begun_does_not_come_again():
    at = case()
    at.alarms["alert"] = 2 * S

    assert ["again"] == called(at, 50)


def test_the_author_is_told_the_truth_every_five_minutes_until_somebody_has_it():
    at = case()
    at.alarms |= dict.fromkeys(("alert", "again", "backup", "on_call", "update"), 1)

    assert [[], ["update_2"], ["update_3"]] == [called(at, s) for s in (599, 600, 900)]


def test_the_others_hear_nothing_of_what_was_never_delivered():
    steps = called(case(), 60, staffed=False, delivered=False)

    assert ["on_call"] == steps


@pytest.mark.parametrize("state", [State.CLAIMED, State.RESOLVED])
def test_nobody_is_called_while_somebody_has_it_or_it_is_over(state: State):
    assert [] == called(case(state=state), 10_000)


def test_what_becomes_more_urgent_while_somebody_has_it_rings_once_for_all_on_shift():
    grown = case(state=State.CLAIMED)
    grown.claimed_at, grown.since = 20 * S, 30 * S
    concern = case("S3", state=State.CLAIMED)
    concern.claimed_at, concern.since = 20 * S, 30 * S

    assert ["alert"] == called(grown, 31)
    assert [] == called(concern, 31)
    grown.alarms["alert"] = 31 * S
    assert [] == called(grown, 1_000)


@pytest.mark.parametrize(
    "at", [case(dropped=True), case(state=State.ESCALATED)], ids=["dropped", "escalated"]
)
def test_whom_a_volunteer_lost_or_called_for_waits_for_nothing(at: Case):
    assert ["alert", "backup"] == called(at, 0)
