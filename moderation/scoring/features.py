"""Turns a reading into numbers of features: where in the table of weights each one lies."""

from array import array
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from moderation.reading import Reading
from moderation.scoring.concepts import Hit

Places = NDArray[np.uint32]

BITS = 20
_SHIFT = np.uint32(32 - BITS)
_MIX = np.uint32(2654435761)
_HALF = np.uint32(15)
_ODD = [odd * 2654435761 & 0xFFFFFFFF | 1 for odd in range(3, 25, 2)]
_WORD, _TWO, _THREE, _APART, _, _, _SLOT, _SLOTS, _FAR, _PIECE, _PIECES = _ODD
_CONCEPT, _AFTER = map(np.uint32, _ODD[4:6])
# A kind of feature: what each of some words or letters that stand together is taken times.
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
# A word that stands for nothing counts by its beginning: endings differ, in Polish most of all.
_STEM = 5
# More concepts than these say nothing new.
MOST_CONCEPTS = 24
_LAST_DIGIT = ord("9")


def layer(rows: Sequence[Kind]) -> Places:
    """Return what makes features of the numbers that it is multiplied with."""
    widest = max(map(len, rows))
    return np.array([[*row, *[0] * (widest - len(row))] for row in rows], dtype=np.uint64).astype(
        np.uint32
    )


_PIECES_LAYER = layer(OF_PIECES)[0]
# Words and slots are as many: both are made in one, and what they have no kind for is left out.
_BOTH_LAYERS = np.stack([layer([*OF_WORDS, (0,) * 5]), layer(OF_SLOTS)])
_, _KINDS, _REACH = _BOTH_LAYERS.shape


class Features(NamedTuple):
    """Words and pairs of them first, then slots, then pieces of words; where each group ends."""

    parts: Sequence[Places]
    ends: tuple[int, int, int]
    named: Sequence[int] = ()  # the words and what they stand for, as numbers, between edges
    classes: Sequence[int] = ()
    order: tuple[int, ...] = ()  # what is named, once each

    @property
    def places(self) -> Places:
        """Return where in the table they lie."""
        return places(np.concatenate(self.parts))

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many there are in each group."""
        of_words, of_slots, count = self.ends
        return of_words, of_slots - of_words, count - of_slots

    @property
    def begins(self) -> tuple[int, int, int, int]:
        """Return where groups begin, the slots in two: what is named comes before the others."""
        of_words, of_slots, _ = self.ends
        named = len(self.order)
        return 0, of_words, of_words + named + named * (named - 1) // 2, of_slots


def features(
    reading: Reading, hits: Sequence[Hit], marks: Sequence[int], language: str
) -> Features:
    """Return the features of a reading, whose words have these marks. Linear in its length."""
    letters = reading.line.encode()
    said = letters.split()
    tongue = crc32(language.encode())
    named = [BEGINS, *[crc32(word, tongue) for word in said], ENDS]
    classes = _classes(said, marks)
    order = in_order([hit.mark for hit in hits])
    words, slots = _words_and_slots(named, classes)
    pieces, named_there = _pieces(letters), concepts(order)
    of_words, of_slots = len(words), sum(map(len, named_there), start=len(words) + len(slots))
    ends = (of_words, of_slots, of_slots + len(pieces))
    return Features((words, *named_there, slots, pieces), ends, named, classes, order)


def _words_and_slots(named: Sequence[int], classes: Sequence[int]) -> tuple[Places, Places]:
    """Return what words make side by side and apart, and the same of what they stand for."""
    count = len(named)
    numbers = numbers_of([*named, *classes, *[0] * (_REACH - 1)])
    # Each number with those behind it, of words and of slots: nothing is copied.
    step = numbers.itemsize
    beside = np.ndarray((2, _REACH, count), np.uint32, numbers, strides=(count * step, step, step))
    of_words, of_slots = (_BOTH_LAYERS @ beside).reshape(2, -1)
    words, slots = _inside(count)
    return of_words.take(words), of_slots.take(slots)


@lru_cache(maxsize=64)
def _inside(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which of all products reach over no edge of so many numbers."""
    words, slots = (
        np.concatenate(
            [
                # An edge is no word by itself.
                np.arange(row * count + (len(kind) == 1), (row + 1) * count - max(1, len(kind) - 1))
                for row, kind in enumerate(kinds)
            ]
        )
        for kinds in (OF_WORDS, OF_SLOTS)
    )
    return words, slots


def numbers_of(some: Sequence[int]) -> Places:
    """Return these, each below 2 ** 32, as an array."""
    return np.frombuffer(array("I", some), dtype=np.uint32)


def places(raw: Places) -> Places:
    """Return where in the table these features lie; the array they are given in is used up."""
    raw *= _MIX
    raw ^= raw >> _HALF
    raw *= _MIX
    return raw >> _SHIFT


def in_order(marks: Iterable[int]) -> tuple[int, ...]:
    """Return what is named, once each, in the order in which it is named first."""
    return (*dict.fromkeys(marks),)[:MOST_CONCEPTS]


def concepts(named: Sequence[int]) -> list[Places]:
    """Return what is named, and which after which."""
    order = numbers_of(named)
    if len(order) < 2:  # noqa: PLR2004 - a pair
        return [order * _CONCEPT]
    after = np.add.outer(order * _AFTER, order)
    return [order * _CONCEPT, after.take(_orders(len(order)))]


@cache
def _orders(count: int) -> NDArray[np.intp]:
    """Return the pairs of so many in which the second stands behind the first."""
    first, second = np.triu_indices(count, 1)
    pairs: NDArray[np.intp] = first * count + second
    return pairs


def _classes(words: Sequence[bytes], marks: Sequence[int]) -> list[int]:
    """Return the words with what they stand for in their place."""
    inner = [
        named or crc32(word[:_STEM] if word[0] > _LAST_DIGIT else _figure(word)[:_STEM])
        for word, named in zip(words, marks[1:], strict=False)
    ]
    return [BEGINS, *inner, ENDS]


def _figure(word: bytes) -> bytes:
    """Return a figure as any figure, with what follows it."""
    return b"0" + word.lstrip(b"0123456789")


def _pieces(letters: bytes) -> Places:
    """Return runs of four characters, word ends among them: they outlive a slip."""
    codes = np.frombuffer(letters, dtype=np.uint8).astype(np.uint32)
    run, step = len(_PIECES_LAYER), codes.itemsize
    if len(codes) < run:
        return codes[:0]
    runs = np.ndarray((len(codes) - run + 1, run), np.uint32, codes, strides=(step, step))
    pieces: Places = runs @ _PIECES_LAYER
    return pieces
