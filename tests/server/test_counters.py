"""The numbers on the admin port tell of a crowd, never of one person."""

import pytest

from rooms.refusal import Code
from server.counters import Counters


def told(counters: Counters) -> dict[str, float]:
    """Return every number as it is told."""
    lines = [line for line in counters.page().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize(("came", "says"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (12, 10)])
def test_people_are_counted_in_steps_of_five(came: int, says: int):
    counters = Counters()
    for _ in range(came):
        counters.sockets.inc()
        counters.posted += 1
        counters.refusal(Code.ATTACK)
    counters.count_cases({"raised": came, "open": came})

    numbers = told(counters)

    for name in (
        "kith_sockets",
        "kith_messages_total",
        'kith_refused_total{code="attack"}',
        'kith_cases{state="open"}',
    ):
        assert says == numbers[name], name


def test_nothing_that_fewer_than_five_did_shows_at_all():
    quiet, counters = told(Counters()), Counters()
    counters.sockets.inc(4)
    counters.posted += 4
    counters.deliveries += 4
    for code in set(Code) - {Code.UNAVAILABLE}:  # that one tells of the store, not of people
        counters.refusal(code)

    assert quiet == told(counters)


def test_bugs_alarms_and_a_lost_case_are_told_as_they_are():
    counters = Counters()
    counters.bugs.inc()
    counters.unsent.inc()
    counters.refusal(Code.UNAVAILABLE)
    counters.count_cases({"raised": 3, "open": 2})

    numbers = told(counters)

    assert [1, 1, 1, 1] == [
        numbers[name]
        for name in (
            "kith_bugs_total",
            "kith_store_away_total",
            "kith_alarms_unsent_total",
            "kith_cases_uneven",
        )
    ]


def test_no_number_tells_of_thanks_greetings_or_milestones():
    page = Counters().page().decode()

    assert "kith_sockets" in page
    assert [word for word in ("thank", "greet", "milestone") if word in page.lower()] == []
