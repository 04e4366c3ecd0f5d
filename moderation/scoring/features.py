"""Turns a reading into numbers of features: where in the table of weights each one lies."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from moderation.reading import Reading
from moderation.scoring.concepts import Hit
from moderation.scoring.kinds import (
    BEGINS,
    ENDS,
    OF_PIECES,
    OF_SLOTS,
    OF_WORDS,
    Part,
    Places,
    layer,
    numbers_of,
    places,
)
from moderation.scoring.orders import concepts, in_order, pairs_of

# A word that stands for nothing counts by its beginning: endings differ, in Polish most of all.
_STEM = 5
_LAST_DIGIT = ord("9")
_ALL = (0,)
_PIECES_LAYER = layer(OF_PIECES)[0]
# Words and slots are as many: both are made in one, and what they have no kind for is left out.
_BOTH_LAYERS = np.stack([layer([*OF_WORDS, (0,) * 5]), layer(OF_SLOTS)])
_REACH = _BOTH_LAYERS.shape[-1]


class Features(NamedTuple):
    """Words and pairs of them, what they stand for in their place, and pieces of words."""

    words: Places
    slots: Places
    pieces: Places
    named: Sequence[int]  # the words and what they stand for, as numbers, between edges
    classes: Sequence[int]
    order: tuple[int, ...]  # what is named, once each

    @property
    def parts(self) -> Sequence[Part]:
        """Return all but what is named, each group to be added up."""
        return (self.words, _ALL), (self.slots, _ALL), (self.pieces, _ALL)

    @property
    def places(self) -> Places:
        """Return where in the table they lie; what is named counts among the slots, before them."""
        named = [part for part, _ in concepts((self.order,)).parts]
        return places(np.concatenate((self.words, *named, self.slots, self.pieces)))

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many there are of words, slots and pieces."""
        return len(self.words), pairs_of(len(self.order)) + len(self.slots), len(self.pieces)

    @property
    def ends(self) -> tuple[int, int, int]:
        """Return where each of these ends, if they stand behind each other."""
        words, slots, pieces = self.counts
        return words, words + slots, words + slots + pieces


def features(
    reading: Reading, hits: Sequence[Hit], marks: Sequence[int], language: str
) -> Features:
    """Return the features of a reading, whose words have these marks. Linear in its length."""
    letters = reading.line.encode()
    said = letters.split()
    tongue = crc32(language.encode())
    named = [BEGINS, *[crc32(word, tongue) for word in said], ENDS]
    classes = _classes(said, marks)
    order = in_order([mark for _, _, mark in hits])
    words, slots = _words_and_slots(named, classes)
    return Features(words, slots, _pieces(letters), named, classes, order)


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
