"""Lines that are read together are read as one text is: no word is seen otherwise."""

from random import Random

import pytest

from moderation.reading import Line, read, together

MOST = 120
SPOKEN = (
    "i want to",
    "it was a long day, and I'm glad to be here",
    "nie wiem już co robić",
    "es ist schön hier, größer als zu Hause",
    "no sé qué decir",
    "sooooo tired....",
    "k1ll me",
    "i w",
    "a",
    "n t",
    "t o  d i e",
    "w-a-n-t",
    "ok.",
    "",
    "   ",
    "\x00\t",
    "!!!!!!",
    "🙂🙂🙂🙂🙂",
    "ich weiß nicht!!!!!",
    "call 0 7 7",
    "r 2",
    "'",
    "y e",
)


def as_one(before: list[Line], text: str) -> str:
    return f"{' '.join(before)[-MOST:]} {text}"


@pytest.mark.parametrize("first", SPOKEN)
@pytest.mark.parametrize("then", SPOKEN)
def test_any_two_lines_are_read_as_one(first: str, then: str):
    seen = together([Line(first)], read(then), MOST)

    alone = read(as_one([Line(first)], then))
    assert (alone.text, alone.words, alone.line) == (seen.text, seen.words, seen.line)


def test_any_lines_in_any_order_are_read_as_one():
    chance = Random(7)  # noqa: S311 - which lines stand together, always the same
    for _ in range(2_000):
        before = [Line(chance.choice(SPOKEN)) for _ in range(chance.randint(1, 5))]
        text = chance.choice(SPOKEN)

        seen = together(before, read(text), MOST)

        alone = read(as_one(before, text))
        assert (alone.words, alone.line) == (seen.words, seen.line)


def test_a_line_is_read_once_and_stays_the_text_it_is():
    line = Line("good evening")

    assert line.words is line.words
    assert line == "good evening"
