"""The signs of a raid, and what only looks like one."""

import pytest

from moderation.raid import (
    FEW,
    FEW_AT_A_MEETING,
    HOUR_MINUTES,
    MINUTE_MS,
    Arrivals,
    SameWords,
    sentence,
)

ROOM = "gambling"
NOW = 100 * HOUR_MINUTES * MINUTE_MS
SPAM = "Buy followers now, best prices"


@pytest.mark.parametrize(
    ("usual", "lately", "at_a_meeting", "is_rush"),
    [
        (0, FEW, False, False),
        (0, FEW + 1, False, True),
        (0, FEW + 1, True, False),  # a meeting begins
        (0, FEW_AT_A_MEETING + 1, True, True),
        (5, 15, False, False),
        (5, 16, False, True),
    ],
)
def test_more_than_three_times_the_usual_in_a_minute_is_a_rush(
    usual: int, lately: int, *, at_a_meeting: bool, is_rush: bool
):
    arrivals = Arrivals()
    arrivals.came(ROOM, NOW - 2 * HOUR_MINUTES * MINUTE_MS)
    for minute in range(1, HOUR_MINUTES):
        for _ in range(usual):
            arrivals.came(ROOM, NOW - minute * MINUTE_MS)
    for _ in range(lately):
        arrivals.came(ROOM, NOW)

    assert is_rush is arrivals.is_rush(ROOM, NOW, at_a_meeting=at_a_meeting)
    assert not arrivals.is_rush("another", NOW, at_a_meeting=False)


def test_a_key_that_is_known_is_nobody_new():
    arrivals = Arrivals()

    assert [0, 1, 0, -1, 1] == [arrivals.known(ROOM, keys) for keys in (3, 4, 4, 3, 4)]


@pytest.mark.parametrize(
    ("text", "is_raid"),
    [
        (SPAM, True),
        ("BUY  followers...now best prices!!", True),
        ("Вuy fоllowers now, best рrices 77", True),
        ("Buy something else, my friends", False),
    ],
)
def test_a_sentence_said_by_three_who_are_new_is_a_raid_however_it_is_written(
    text: str, *, is_raid: bool
):
    words = SameWords()
    for member in ("ada", "ben", "ben"):
        assert not words.said(ROOM, member, SPAM, NOW, first=True)

    assert is_raid is words.said(ROOM, "cem", text, NOW, first=True)


def test_a_greeting_is_no_raid_however_many_say_it():
    words = SameWords()

    assert {False} == {words.said(ROOM, m, "Hello everybody", NOW, first=True) for m in "abcdef"}


def test_only_first_words_count_and_then_nobody_new_says_them_again():
    words = SameWords()
    for member in ("ada", "ben", "cem", "dan"):
        assert not words.said(ROOM, member, SPAM, NOW, first=False)
    for member in ("eve", "fay", "gil"):
        words.said(ROOM, member, SPAM, NOW, first=True)

    assert words.said(ROOM, "ada", SPAM, NOW, first=False)
    assert not words.said("another", "ada", SPAM, NOW, first=False)


def test_what_was_said_long_ago_is_forgotten():
    words = SameWords()
    for member in ("ada", "ben", "cem"):
        words.said(ROOM, member, SPAM, NOW, first=True)

    assert not words.said(ROOM, "dan", SPAM, NOW + 11 * MINUTE_MS, first=False)


def test_letters_of_every_script_are_read():
    assert "السلامعليكم" == sentence("السلام عليكم 12")
