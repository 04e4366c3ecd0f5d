"""Whoever has listened to one person for an hour is told, once an hour, that they may rest."""

import pytest

from rooms.sponsor.resting import BREAK_MS, LONG_MS, Sitting, heard

MINUTE_MS = 60_000


def told_at(*minutes: int) -> list[int]:
    """Say a word at each of these minutes; return at which somebody was told of rest."""
    sitting: Sitting | None = None
    told = []
    for minute in minutes:
        sitting, is_long = heard(sitting, minute * MINUTE_MS)
        if is_long:
            told.append(minute)
    return told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (range(0, 59, 5), []),
        (range(0, 65, 5), [60]),
        (range(0, 185, 5), [60, 120, 180]),
        ([0, 10, 20, 30, 45, 55, 65, 75], []),
        ([0, LONG_MS // MINUTE_MS], []),
    ],
    ids=["short", "an hour", "for hours", "a break in between", "two words an hour apart"],
)
def test_a_word_about_rest(minutes: list[int], told: list[int]):
    assert told == told_at(*minutes)


def test_a_break_is_a_quarter_of_an_hour():
    assert not Sitting(0, 0).is_over(BREAK_MS - 1)
    assert Sitting(0, 0).is_over(BREAK_MS)
