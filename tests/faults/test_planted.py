"""Faults planted in a real server: the checker finds each, and nothing where none is."""

import asyncio
from collections.abc import Mapping

import pytest
from checking.violation import Kind
from planted_round import CONTROL, PLANTS, play

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROUNDS = 50

Kinds = list[set[Kind]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Kinds]:
    """Play rounds with a kill and with a shutdown until all are caught, at most 50."""
    kinds: dict[str, Kinds] = {room: [] for room in (*PLANTS, CONTROL)}
    for number in range(ROUNDS):
        folder = tmp_path_factory.mktemp("planted") / "data"
        for room, judged in asyncio.run(play(folder, kill=not number % 2)).items():
            kinds[room].append(judged.kinds)
        if all(any(kind in k for k in kinds[p]) for p, kind in PLANTS.items()):
            break
    return kinds


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_found(found: Mapping[str, Kinds], plant: str):
    assert any(PLANTS[plant] in kinds for kinds in found[plant]), found[plant]


def test_where_nothing_is_planted_nothing_is_found(found: Mapping[str, Kinds]):
    assert {frozenset()} == set(map(frozenset, found[CONTROL]))
