"""Company is waited for only in a crowd, and never for long."""

import pytest

from server.backplane.grouping import APART_S, CROWDED_PER_S, Grouping

STEP_S = 0.001


def after(grouping: Grouping, per_s: float, seconds: float, began: float) -> float:
    """Take groups of as many as come in a millisecond; return when that was over."""
    steps = round(seconds / STEP_S)
    for step in range(steps):
        came = int(per_s * STEP_S * (step + 1)) - int(per_s * STEP_S * step)
        if came:
            grouping.took(came, began + step * STEP_S)
    return began + steps * STEP_S


def test_the_first_of_all_waits_for_nobody():
    assert Grouping().wait_s(1000.0) == 0.0


def test_in_a_quiet_house_nobody_waits():
    grouping = Grouping()

    now = after(grouping, CROWDED_PER_S / 2, 2.0, began=1000.0)

    assert grouping.wait_s(now) == 0.0


def test_in_a_crowd_commits_begin_so_far_apart():
    grouping = Grouping()
    now = after(grouping, CROWDED_PER_S * 4, 2.0, began=1000.0)
    grouping.took(1, now)

    assert grouping.wait_s(now) == pytest.approx(APART_S)
    assert 0.0 < grouping.wait_s(now + APART_S / 2) < APART_S
    assert grouping.wait_s(now + APART_S) == 0.0


def test_when_the_crowd_is_over_nobody_waits_any_more():
    grouping = Grouping()
    now = after(grouping, CROWDED_PER_S * 4, 2.0, began=1000.0)

    now = after(grouping, CROWDED_PER_S / 4, 1.0, began=now)

    assert grouping.wait_s(now) == 0.0


def test_a_clock_that_stands_still_keeps_nobody_for_longer():
    grouping = Grouping()
    now = after(grouping, CROWDED_PER_S * 4, 2.0, began=1000.0)

    assert grouping.wait_s(now - 3600) == APART_S
