"""Turns a reading into numbers of features: where in the table of weights each one lies."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
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
_WORD, TWO, THREE, APART, _CONCEPT, _AFTER, SLOT, SLOTS, FAR, PIECE, PIECES = (
    np.uint32(odd * 2654435761 & 0xFFFFFFFF | 1) for odd in range(3, 25, 2)
)
# What stands before the first word and behind the last one.
BEGINS, ENDS = 1, 2
# A word that stands for nothing counts by its beginning: endings differ, in Polish most of all.
_STEM = 5
_RUN = 4
# Every feature is made in whole arrays; more concepts than these say nothing new.
MOST_CONCEPTS = 24
_LAST_DIGIT = ord("9")
GROUPS = ("words", "slots", "pieces")


@dataclass(frozen=True, slots=True)
class Features:
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
    said = reading.line.encode().split()
    tongue = crc32(language.encode())
    named = [BEGINS, *[crc32(word, tongue) for word in said], ENDS]
    words = _words(_numbers(named))
    classes = _classes(said, marks)
    order = in_order(hit.mark for hit in hits)
    slots = [*concepts(order), *_slots(_numbers(classes))]
    pieces = _pieces(reading.line)
    of_words = sum(map(len, words))
    of_slots = of_words + sum(map(len, slots))
    ends = (of_words, of_slots, of_slots + len(pieces))
    return Features((*words, *slots, pieces), ends, named, classes, order)


def _numbers(some: Sequence[int]) -> Places:
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
    order = _numbers(named)
    if len(order) < 2:  # noqa: PLR2004 - a pair
        return [order * _CONCEPT]
    first, second = _orders(len(order))
    return [order * _CONCEPT, order[first] * _AFTER + order[second]]


def _words(named: Places) -> list[Places]:
    two = named[:-1] * TWO + named[1:]
    three = two[:-1] * THREE + named[2:]
    return [named[1:-1] * _WORD, two, three, named[:-2] * APART + named[2:]]


def _slots(classes: Places) -> list[Places]:
    """Return the words, what they stand for in their place: side by side and further apart."""
    two = classes[:-1] * SLOT + classes[1:]
    parts = [two, two[:-1] * SLOTS + classes[2:]]
    scaled = classes * FAR
    parts += [scaled[:-d] + classes[d:] for d in (2, 3, 4) if len(classes) > d]
    return parts


@cache
def _orders(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first, second = np.triu_indices(count, 1)
    return first, second


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


def _pieces(line: str) -> Places:
    """Return runs of four characters, word ends among them: they outlive a slip."""
    codes = np.frombuffer(line.encode("ascii", "replace"), dtype=np.uint8).astype(np.uint32)
    if len(codes) < _RUN:
        return codes[:0]
    two = codes[:-1] * PIECE + codes[1:]
    return two[:-2] * PIECES + two[2:]
