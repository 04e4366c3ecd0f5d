"""Other people's words never move the cursor, rename the window, or turn the line around."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import safe_text

FSI, PDI, RLO = "\u2068", "\u2069", "\u202e"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("good evening", "good evening"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("\x90payload\x9c", "\ufffdpayload\ufffd"),
        ("one\btwo", "one\ufffdtwo"),
        ("a\tb", "a    b"),
        ("\ud800", "\ufffd"),
        (f"abc{RLO}def", "abc\ufffddef"),
        (HEBREW, f"{FSI}{HEBREW}{PDI}"),
        (f"{PDI}{PDI}out", f"{FSI}out{PDI}"),
        (f"{FSI}open", f"{FSI}{FSI}open{PDI}{PDI}"),
        ("e" + "\u0301" * 20, "e" + "\u0301" * 8),
    ],
)
def test_a_line_is_shown_but_not_obeyed(text: str, shown: str):
    assert shown == safe_text.line(text)


def test_each_line_of_a_text_is_closed_in_itself():
    text = f"{FSI}{HEBREW}\r\nplain\u2028last\x85end"
    assert [f"{FSI}{FSI}{HEBREW}{PDI}{PDI}", "plain", "last", "end"] == safe_text.lines(text)


@given(st.text())
def test_nothing_a_terminal_obeys_comes_through(text: str):
    for line in [*safe_text.lines(text), safe_text.line(text)]:
        assert {"Cc", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, line))
        assert not {"LRE", "RLE", "LRO", "RLO", "PDF"} & set(map(unicodedata.bidirectional, line))


@given(st.text(alphabet=f"ab{HEBREW}\u2066\u2067{FSI}{PDI}"))
def test_no_isolate_ends_too_soon_or_stays_open(text: str):
    depth = 0
    for letter in safe_text.line(text):
        depth += (letter in f"\u2066\u2067{FSI}") - (letter == PDI)
        assert depth >= 0
    assert depth == 0
