"""A short tour: each main fault once, on real houses, and nothing that was promised is broken."""

from pathlib import Path
from time import monotonic

import pytest
from kinds import FAULTS
from promised_cases import NAMES
from tour import Figures, Tour, Turn, briefly

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SEED = 11
BOUND_S = 540.0
CROWD = 60
# By house, so that each house is built once.
ALONE = ("kill -9 of the node, SQLite", "node frozen, SQLite", "flushes fail, SQLite")
TWO = (
    "kill -9 of a node, Redis",
    "kill -9 of Redis",
    "kill -9 of Redis and a node",
    "Redis frozen",
    "slow readers, Redis",
)
OTHERS = (
    "node to Redis cut one way",
    "power cut, SQLite",
    "disk full, SQLite",
)


@pytest.mark.parametrize("names", [ALONE, TWO, OTHERS], ids=["one node", "two nodes", "grounds"])
async def test_no_promise_is_broken(names: tuple[str, ...], tmp_path: Path):
    found: list[Figures] = []
    turns = [Turn(name, briefly(FAULTS[name], CROWD), 0) for name in names]

    await Tour(SEED, monotonic() + BOUND_S, tmp_path / "kept", found.append).play(turns)

    assert list(names) == [one.fault for one in found if one.fault not in NAMES.values()]
    assert {one.fault: one.violations for one in found if one.violations} == {}
    assert [one.fault for one in found if not one.not_run and not one.acked] == []
