"""Kinds of features: what each number of words or letters that stand together is taken times."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.uint32]
# Some features, and where in them each sum begins.
Part = tuple[Places, Sequence[int]]

BITS = 20
_SHIFT = np.uint32(32 - BITS)
_MIX = np.uint32(2654435761)
_HALF = np.uint32(15)
_ODD = [odd * 2654435761 & 0xFFFFFFFF | 1 for odd in range(3, 25, 2)]
_WORD, _TWO, _THREE, _APART, _, _, _SLOT, _SLOTS, _FAR, _PIECE, _PIECES = _ODD
CONCEPT, AFTER = map(np.uint32, _ODD[4:6])
# What each of some words or letters that stand together is taken times; what is made is their sum.
Kind = tuple[int, ...]
OF_WORDS: Sequence[Kind] = (
    (_WORD,),
    (_TWO, 1),
    (_TWO * _THREE, _THREE, 1),
    (_APART, 0, 1),
)
OF_SLOTS: Sequence[Kind] = (
    (_SLOT, 1),
    (_SLOT * _SLOTS, _SLOTS, 1),
    (_FAR, 0, 1),
    (_FAR, 0, 0, 1),
    (_FAR, 0, 0, 0, 1),
)
OF_PIECES: Sequence[Kind] = ((_PIECE * _PIECES, _PIECES, _PIECE, 1),)
# What stands before the first word and behind the last one.
BEGINS, ENDS = 1, 2


def layer(rows: Sequence[Kind]) -> Places:
    """Return what makes features of the numbers that it is multiplied with."""
    widest = max(map(len, rows))
    return np.array([[*row, *[0] * (widest - len(row))] for row in rows], dtype=np.uint64).astype(
        np.uint32
    )


def numbers_of(some: Sequence[int]) -> Places:
    """Return these, each below 2 ** 32, as an array."""
    return np.frombuffer(array("I", some), dtype=np.uint32)


def places(raw: Places) -> Places:
    """Return where in the table these features lie; the array they are given in is used up."""
    raw *= _MIX
    raw ^= raw >> _HALF
    raw *= _MIX
    return raw >> _SHIFT
