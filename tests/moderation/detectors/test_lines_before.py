"""How much of what stands before is read with a message: three to five lines of the same author."""

import pytest

from moderation.detectors.crisis import _near
from moderation.reading import Line

SHORT, LONG = Line("i just"), Line("i walked home by the river today. " * 5)


@pytest.mark.parametrize(
    ("near", "before"),
    [
        (1, [SHORT]),
        (3, [LONG] * 3),
        (5, [SHORT] * 5),
        (3, [LONG] * 5),
        (4, [LONG, SHORT, SHORT, LONG, SHORT]),
        (3, [SHORT, LONG, LONG, LONG, LONG]),
    ],
)
def test_three_lines_are_read_with_it_and_more_when_they_are_short(near: int, before: list[Line]):
    assert before[-near:] == _near(before)
