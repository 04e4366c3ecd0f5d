"""A small storm: `make storm` does the same with ten thousand."""

from dataclasses import replace

import pytest

from bench.storm import Plan, storm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]  # a storm has bounds of its own

PEOPLE = 300


async def test_a_node_that_ends_loses_nobody_and_nothing():
    seen = await storm(replace(Plan.of(PEOPLE), per_s=30, calm_s=1, deaf_each=2))

    assert [] == seen.broken()
    assert PEOPLE == len(seen.crowd.roll.byes) == seen.crowd.roll.closes[1012]
    assert 0 < len(seen.storm_ms) < seen.crowd.roll.acknowledged
