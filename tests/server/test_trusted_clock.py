"""A wrong clock must not erase anything, and an operator must be asked only once."""

from pathlib import Path

import pytest

from server.upkeep.trusted_clock import is_held

HOUR = 3_600_000
NOW = 1_800_000_000_000


def held(folder: Path, wall: int, last_at: int, *, accept: bool = False) -> bool:
    return is_held(folder, wall, last_at, accept=accept)


@pytest.mark.parametrize(
    ("wall", "last_at", "expected"),
    [
        pytest.param(NOW, 0, False, id="a first start"),
        pytest.param(NOW, NOW - 47 * HOUR, False, id="a weekend off"),
        pytest.param(NOW, NOW - 49 * HOUR, True, id="more than two days past"),
        pytest.param(NOW, NOW + 30_000, False, id="a clock being corrected"),
        pytest.param(NOW, NOW + HOUR, True, id="before the last append"),
    ],
)
def test_a_clock_far_from_the_last_append_is_held(
    tmp_path: Path, wall: int, last_at: int, *, expected: bool
) -> None:
    assert expected is held(tmp_path, wall, last_at)


def test_an_accepted_clock_is_believed_from_then_on(tmp_path: Path) -> None:
    assert held(tmp_path, NOW, NOW - 72 * HOUR)
    assert not held(tmp_path, NOW, NOW - 72 * HOUR, accept=True)
    assert not held(tmp_path, NOW + HOUR, NOW)


def test_an_append_under_a_doubtful_clock_does_not_make_it_believed(tmp_path: Path) -> None:
    assert held(tmp_path, NOW, NOW - 72 * HOUR)
    assert held(tmp_path, NOW + HOUR, NOW)


def test_what_was_stored_ahead_of_a_corrected_clock_erases_nothing(tmp_path: Path) -> None:
    year_ahead = NOW + 365 * 24 * HOUR
    assert held(tmp_path, year_ahead, NOW)
    assert held(tmp_path, NOW + HOUR, year_ahead + HOUR)
