"""What an attendance slip says: a group, a day, minutes; nothing that tells two people apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.slip import Slip, minutes_present, unpacked

MINUTE_MS = 60_000
EVENING = Slip("Stepping away from gambling", date(2026, 11, 24), 55)


def test_a_slip_comes_back_as_it_was_packed():
    assert unpacked(EVENING.packed()) == EVENING


def test_two_who_were_there_equally_long_have_the_same_slip():
    assert EVENING.packed() == Slip(EVENING.group, EVENING.day, 57).packed()


@given(st.text(min_size=1, max_size=80), st.dates(date(2000, 1, 1), date(2170, 1, 1)))
def test_any_group_and_day_fit(group: str, day: date):
    slip = unpacked(Slip(group, day, 90).packed())

    assert slip is not None
    assert (day, 90) == (slip.day, slip.minutes)
    assert group.startswith(slip.group)


@pytest.mark.parametrize(
    "packed", [b"", b"\x01\x00\x00\x00", b"\x02\x00\x00\x00a", b"\x01\0\0\0\xff"]
)
def test_what_is_no_slip_is_none(packed: bytes):
    assert unpacked(packed) is None


PRESENT = [
    ((0, 60, 0, 60), 60),
    ((-30, 60, 0, 60), 60),  # who came before it began is there from the beginning
    ((20, 90, 0, 60), 40),  # and after it has ended, no longer
    ((1, 60, 0, 60), 55),
    ((56, 60, 0, 60), 0),
    ((70, 80, 0, 60), 0),
]


@pytest.mark.parametrize(("minutes", "expected"), PRESENT)
def test_minutes_are_those_of_the_meeting_in_whole_steps(
    minutes: tuple[int, int, int, int], expected: int
):
    came, now, start, end = (at * MINUTE_MS for at in minutes)

    assert minutes_present(came, now, start, end) == expected
