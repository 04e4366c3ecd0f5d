"""A few who stop reading: `make storm ARGS="readers"` does the same with a hundred, ten minutes."""

import pytest

from bench.stuck import Stillness, stuck

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]  # a storm has bounds of its own

STILL = 5
LARGE = "\U0001f9e1" * 1_900  # a few lines fill what may wait for one reader


async def test_who_reads_nothing_is_let_go_and_the_others_notice_nothing():
    plan = Stillness(50, STILL, 200, until_let_go=True, calm_s=1, per_s=20, words=LARGE)

    seen = await stuck(plan)

    assert [] == seen.broken()
    assert STILL == seen.closed
    assert 0 < len(seen.calm_ms) < len(seen.still_ms)
