"""Which text a room takes: every code point, one by one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms import text
from rooms.refusal import Code, Refusal

CODE_POINTS = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
ALLOWED_CONTROLS = {"\t", "\n"}
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e")


def test_exactly_controls_and_overrides_are_refused():
    expected = {
        letter
        for letter in CODE_POINTS
        if (unicodedata.category(letter) == "Cc" and letter not in ALLOWED_CONTROLS)
        or letter in OVERRIDES
    }

    spans = text.bad_spans("".join(CODE_POINTS))

    assert expected == {letter for start, end in spans for letter in CODE_POINTS[start:end]}


def test_exactly_white_space_alone_is_empty():
    for letter in filter(str.isspace, CODE_POINTS):
        with pytest.raises(Refusal) as told:
            text.check(letter)
        assert told.value.code is Code.EMPTY
    for letter in ("\u200b", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800"):
        text.check(letter)  # Unicode does not call these white space


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("fine", []),
        ("\x00", [(0, 1)]),
        ("a\x00\x01b\x02", [(1, 3), (4, 5)]),
        ("\U0001f642\u202eb", [(1, 2)]),
        ("\u2066a\u2069\u200d\u200f", []),
    ],
)
def test_spans_count_code_points_and_end_before_their_end(words: str, spans: list[tuple[int, int]]):
    assert spans == text.bad_spans(words)


@given(st.text())
def test_spans_hold_what_is_bad_and_nothing_else(words: str):
    spans = text.bad_spans(words)

    inside = "".join(words[start:end] for start, end in spans)
    outside = "".join(
        letter
        for place, letter in enumerate(words)
        if not any(start <= place < end for start, end in spans)
    )
    assert not text.bad_spans(outside)
    assert len(inside) == sum(bool(text.bad_spans(letter)) for letter in inside)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("x" * 2_001, Code.TOO_LONG),
        (" " * 2_001, Code.EMPTY),
        ("\x00" * 2_001, Code.TOO_LONG),
        ("\x1b" + "x" * 1_999, Code.BAD_TEXT),
    ],
)
def test_the_first_reason_counts(words: str, code: Code):
    with pytest.raises(Refusal) as told:
        text.check(words)

    assert told.value.code is code


def test_a_refusal_quotes_nothing():
    with pytest.raises(Refusal) as told:
        text.check("a secret \x00")

    assert "secret" not in repr(told.value)
    assert "secret" not in str(told.value)
