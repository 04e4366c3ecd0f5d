"""The features that lie across a seam: where one line ends and the next begins, or an edge is.

The same features as in `features.py`. Each is a sum of a few words times what makes it this kind of
feature, so those of all seams come of one product: there are few of each, and every step over
whole arrays costs as much as all of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from moderation.scoring.kinds import (
    BEGINS,
    ENDS,
    OF_PIECES,
    OF_SLOTS,
    OF_WORDS,
    Kind,
    Part,
    Places,
    layer,
    numbers_of,
)

# So far a feature reaches, in words, with what they stand for, and in letters.
REACH = 4
REACH_OF_WORDS = 2
REACH_OF_LETTERS = 3

Numbers = Sequence[int]


class Side(NamedTuple):
    """What stands beside a seam: words as features have them, what they stand for, letters."""

    named: tuple[int, ...]
    classes: tuple[int, ...]
    letters: str

    def then(self, named: Numbers, classes: Numbers, letters: str) -> "Side":
        """Return what stands before the next seam, after one more line."""
        return Side(
            (*self.named, *named)[-REACH_OF_WORDS:],
            (*self.classes, *classes)[-REACH:],
            letters[-REACH_OF_LETTERS:],
        )


Seam = tuple[Side, Side]
BEGINNING = Side((BEGINS,), (BEGINS,), "")
ENDING = Side((ENDS,), (ENDS,), "")


def opening(named: Numbers, classes: Numbers, line: str) -> Side:
    """Return what stands first in a line, whose numbers stand between edges."""
    end = len(named) - 1
    return Side(
        tuple(named[1 : min(1 + REACH_OF_WORDS, end)]),
        tuple(classes[1 : min(1 + REACH, end)]),
        line[1:REACH_OF_LETTERS],
    )


def closing(named: Numbers, classes: Numbers, line: str) -> Side:
    """Return what stands last in a line, whose numbers stand between edges."""
    return Side(
        tuple(named[-1 - REACH_OF_WORDS : -1]),
        tuple(classes[-1 - REACH : -1]),
        line[-REACH_OF_LETTERS:],
    )


def across(seams: Sequence[Seam]) -> Part:
    """Return the features across these seams, and where those of each begin.

    Of each first the pairs and threes of words, then of what they stand for, then runs of letters
    if there are letters on both sides.
    """
    numbers: list[int] = []
    shape = []
    for before, behind in seams:
        spelt = before.letters + behind.letters if before.letters and behind.letters else ""
        numbers += (*before.named, *behind.named, *before.classes, *behind.classes)
        numbers += spelt.encode()
        shape.append((len(before.classes), len(behind.classes), len(spelt)))
    product, begins = _product(tuple(shape))
    return product @ numbers_of(numbers), begins


@cache
def _product(shape: Sequence[tuple[int, int, int]]) -> tuple[Places, Sequence[int]]:
    """Return what makes features of the numbers beside seams of this shape."""
    rows: list[Kind] = []
    begins = []
    at = 0
    for before, behind, letters in shape:
        left, right = min(before, REACH_OF_WORDS), min(behind, REACH_OF_WORDS)
        for kinds, first, then in (
            (OF_WORDS, left, right),
            (OF_SLOTS, before, behind),
            (OF_PIECES, REACH_OF_LETTERS, letters - REACH_OF_LETTERS),
        ):
            if then > 0:
                begins.append(len(rows))
                rows += ((0,) * at + row for row in _rows(kinds, first, then))
                at += first + then
    return layer(rows), tuple(begins)


def _rows(kinds: Sequence[Kind], before: int, behind: int) -> Iterator[Kind]:
    """Yield each feature that begins before a seam and ends behind it."""
    for kind in kinds:
        for first in range(before):
            if before < first + len(kind) <= before + behind:
                yield (0,) * first + kind
