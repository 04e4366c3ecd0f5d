"""The features that lie across a seam: where one line ends and the next begins, or an edge is.

The same numbers as in `features.py`. Each is a sum of a few words times what makes it this kind of
feature, so those of all seams come of one product: there are few of each, and every step over
whole arrays costs as much as all of them.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from moderation.scoring import features as made
from moderation.scoring.features import Places

# So far a feature reaches, in words, with what they stand for, and in letters.
REACH = 4
REACH_OF_WORDS = 2
REACH_OF_LETTERS = 3

Numbers = Sequence[int]
# What each of some words that stand together is taken times; 0 for what stands between them.
Kind = tuple[int, ...]

_TWO, _THREE, _APART = int(made.TWO), int(made.THREE), int(made.APART)
_SLOT, _SLOTS, _FAR = int(made.SLOT), int(made.SLOTS), int(made.FAR)
_PIECE, _PIECES = int(made.PIECE), int(made.PIECES)
_OF_WORDS: Sequence[Kind] = ((_TWO, 1), (_TWO * _THREE, _THREE, 1), (_APART, 0, 1))
_OF_SLOTS: Sequence[Kind] = (
    (_SLOT, 1),
    (_SLOT * _SLOTS, _SLOTS, 1),
    (_FAR, 0, 1),
    (_FAR, 0, 0, 1),
    (_FAR, 0, 0, 0, 1),
)
_OF_PIECES: Sequence[Kind] = ((_PIECE * _PIECES, _PIECES, _PIECE, 1),)


@dataclass(frozen=True, slots=True)
class Side:
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
BEGINNING = Side((made.BEGINS,), (made.BEGINS,), "")
ENDING = Side((made.ENDS,), (made.ENDS,), "")


def opening(named: Numbers, classes: Numbers, line: str) -> Side:
    """Return what stands behind the seam before a line, which itself begins with a space."""
    return Side(tuple(named[:REACH_OF_WORDS]), tuple(classes[:REACH]), line[1:REACH_OF_LETTERS])


def across(seams: Sequence[Seam]) -> tuple[Places, Sequence[int]]:
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
    return product @ np.frombuffer(array("I", numbers), dtype=np.uint32), begins


@cache
def _product(shape: Sequence[tuple[int, int, int]]) -> tuple[Places, Sequence[int]]:
    """Return what makes features of the numbers beside seams of this shape."""
    rows: list[list[int]] = []
    begins = []
    at = 0
    for before, behind, letters in shape:
        left, right = min(before, REACH_OF_WORDS), min(behind, REACH_OF_WORDS)
        for kinds, first, then in (
            (_OF_WORDS, left, right),
            (_OF_SLOTS, before, behind),
            (_OF_PIECES, REACH_OF_LETTERS, letters - REACH_OF_LETTERS),
        ):
            if then > 0:
                begins.append(len(rows))
                rows += ([0] * at + row for row in _rows(kinds, first, then))
                at += first + then
    whole = np.zeros((len(rows), at), dtype=np.uint64)
    for row, few in zip(whole, rows, strict=True):
        row[: len(few)] = few
    return whole.astype(np.uint32), tuple(begins)


def _rows(kinds: Sequence[Kind], before: int, behind: int) -> Iterator[list[int]]:
    """Yield each feature that begins before a seam and ends behind it."""
    for kind in kinds:
        for first in range(before):
            if before < first + len(kind) <= before + behind:
                yield [0] * first + [*kind]
