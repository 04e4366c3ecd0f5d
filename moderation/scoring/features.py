"""Turns a reading into numbers of features: where in the table of weights each one lies."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from moderation.reading import Reading
from moderation.scoring.concepts import Hit

Places = NDArray[np.uint32]

BITS = 20
_SHIFT = np.uint32(32 - BITS)
_MIX = np.uint32(2654435761)
_HALF = np.uint32(15)
_WORD, _TWO, _THREE, _APART, _CONCEPT, _AFTER, _SLOT, _SLOTS, _FAR, _PIECE, _PIECES = (
    np.uint32(odd * 2654435761 & 0xFFFFFFFF | 1) for odd in range(3, 25, 2)
)
# A word that stands for nothing counts by its beginning: endings differ, in Polish most of all.
_STEM = 5
_RUN = 4
# Every feature is made in whole arrays; more concepts than these say nothing new.
MOST_CONCEPTS = 24
# Most words come again and again; a few thousand of them are most of what people say.
_KEPT = 8_192
GROUPS = ("words", "slots", "pieces")


@dataclass(frozen=True, slots=True)
class Features:
    """Places in the table: words and pairs of them first, then slots, then pieces of words."""

    places: Places
    ends: tuple[int, int, int]


def features(
    reading: Reading, hits: Sequence[Hit], marks: Sequence[int], language: str
) -> Features:
    """Return the features of a reading, whose words have these marks. Linear in its length."""
    named = [1, *[_named(word, language) for word in reading.words], 2]
    words = _words(np.array(named, dtype=np.uint32))
    slots = _slots(reading.words, hits, marks)
    mixed = np.concatenate((*words, *slots, _pieces(reading.line)))
    mixed *= _MIX
    mixed ^= mixed >> _HALF
    mixed *= _MIX
    of_words = sum(map(len, words))
    of_slots = of_words + sum(map(len, slots))
    return Features(mixed >> _SHIFT, (of_words, of_slots, len(mixed)))


def _words(named: Places) -> list[Places]:
    two = named[:-1] * _TWO + named[1:]
    three = two[:-1] * _THREE + named[2:]
    return [named[1:-1] * _WORD, two, three, named[:-2] * _APART + named[2:]]


def _slots(words: Sequence[str], hits: Sequence[Hit], marks: Sequence[int]) -> list[Places]:
    """Return what is named, which after which, and the words between as they stand."""
    classes = _classes(words, marks)
    named = list(dict.fromkeys(hit.mark for hit in hits))[:MOST_CONCEPTS]
    order = np.array(named, dtype=np.uint32)
    parts = [order * _CONCEPT]
    if len(order) > 1:
        first, second = _orders(len(order))
        parts.append(order[first] * _AFTER + order[second])
    two = classes[:-1] * _SLOT + classes[1:]
    parts += [two, two[:-1] * _SLOTS + classes[2:]]
    scaled = classes * _FAR
    parts += [scaled[:-d] + classes[d:] for d in (2, 3, 4) if len(classes) > d]
    return parts


@cache
def _orders(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first, second = np.triu_indices(count, 1)
    return first, second


def _classes(words: Sequence[str], marks: Sequence[int]) -> Places:
    """Return the words with what they stand for in their place."""
    inner = [named or _stem(word) for word, named in zip(words, marks[1:], strict=False)]
    return np.array([1, *inner, 2], dtype=np.uint32)


@lru_cache(_KEPT)
def _named(word: str, language: str) -> int:
    return zlib.crc32(word.encode(), zlib.crc32(language.encode()))


@lru_cache(_KEPT)
def _stem(word: str) -> int:
    """Return a word's beginning as a number; a figure is a figure, with what follows it."""
    if word[0] <= "9":
        word = "0" + word.lstrip("0123456789")
    return zlib.crc32(word[:_STEM].encode())


def _pieces(line: str) -> Places:
    """Return runs of four characters, word ends among them: they outlive a slip."""
    codes = np.frombuffer(line.encode("ascii", "replace"), dtype=np.uint8).astype(np.uint32)
    if len(codes) < _RUN:
        return codes[:0]
    two = codes[:-1] * _PIECE + codes[1:]
    return two[:-2] * _PIECES + two[2:]
