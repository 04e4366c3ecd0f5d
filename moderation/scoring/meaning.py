"""What words mean where they stand: a small net over words that were met elsewhere, too.

The table of features knows only what it has read. Here each word is a place among other words, near
those that mean alike, so that a sentence nobody wrote before is judged by its likes. Three words at
a time, then what was strongest and what was usual over the whole message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

FILE = "meaning.npz"
WIDTH = 64
# Words read together.
REACH = 3
# Rows of the table before the words: where a message begins and ends, and a word nobody knows.
EDGE, UNKNOWN, FIRST = 0, 1, 2
# A word that is not known is taken for those that begin alike.
_BEGINNING = 5
# So many products at most are asked for at once: from more on they are spread over all cores, which
# costs each of them more than it saves.
_MOST_PRODUCTS = 200_000
# A message of a word or two has so little to say that its mean is thinned.
FEWEST = 6

Floats = NDArray[np.float32]


def known_as(word: str) -> str:
    """Return a word as the table has it: a figure is a figure, with what follows it."""
    return "0" + word.lstrip("0123456789") if word[0] <= "9" else word


class Words:
    """Which row of the table a word has."""

    def __init__(self, words: Sequence[str]) -> None:
        self._rows = dict(zip(words, range(FIRST, FIRST + len(words)), strict=True))
        long = {
            row: word[:_BEGINNING] for word, row in self._rows.items() if len(word) >= _BEGINNING
        }
        first = FIRST + len(words)
        known = dict.fromkeys(long.values())
        self._beginnings = dict(zip(known, range(first, first + len(known)), strict=True))
        self._long = np.array([*long])
        self._begins = np.array([*map(self._beginnings.__getitem__, long.values())])

    def rows(self, words: Sequence[str]) -> list[int]:
        """Return each word's row, or that of its beginning."""
        get = self._rows.get
        # Most words stand in the table as they are; only the others need a second look.
        return [get(w) or get(known_as(w)) or self.beginning(w) for w in words]

    def beginning(self, word: str) -> int:
        """Return the row of all words that begin like this one."""
        return self._beginnings.get(known_as(word)[:_BEGINNING], UNKNOWN)

    def table(self, vectors: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return the whole table: edge, unknown, words, beginnings as the mean of their words."""
        order = np.argsort(self._begins, kind="stable")
        _, starts, many = np.unique(self._begins[order], return_index=True, return_counts=True)
        together = vectors[self._long[order] - FIRST]
        sums = np.add.reduceat(together, starts, axis=0, dtype=np.int32)
        means = np.round(sums / many[:, np.newaxis]).astype(np.int8)
        none = np.zeros((FIRST, vectors.shape[1]), dtype=np.int8)
        return np.concatenate([none, vectors, means])


@dataclass(frozen=True)
class Layers:
    """What was learned besides the words: three layers, each with where it starts from."""

    near: Floats
    near_bias: Floats
    whole: Floats
    whole_bias: Floats
    answers: Floats
    answers_bias: Floats


@dataclass(frozen=True)
class Meaning:
    """The net. `marks` are the rows of what a word may be part of."""

    words: Words
    table: NDArray[np.int8]
    marks: dict[int, int]
    concepts: Floats
    layers: Layers

    @classmethod
    def load(cls) -> Self:
        """Read the shipped net."""
        with (resources.files("moderation.scoring") / FILE).open("rb") as opened:
            return cls.read(opened)

    @classmethod
    def read(cls, opened: IO[bytes]) -> Self:
        """Read a net from an open file."""
        with np.load(opened, allow_pickle=False) as kept:
            words = Words(kept["words"].tobytes().decode().split("\n"))
            marks = {mark: row for row, mark in enumerate(kept["marks"].tolist(), 1)}
            table = words.table(kept["vectors"])
            # Small numbers stay as they are; the first layer knows what they are worth.
            unit = kept["unit"]
            first, *others = (kept[f"layer{n}"].astype(np.float32) for n in range(6))
            concepts = kept["concepts"].astype(np.float32) / unit
            return cls(words, table, marks, concepts, Layers(first * unit, *others))

    def score(self, words: Sequence[str], marks: Sequence[int]) -> list[float]:
        """Return how much speaks for each step, as log odds. Linear in the message's length.

        `marks` tells what each word is part of, an edge on both sides.
        """
        count = len(words)
        if not count:
            return [0.0, 0.0, 0.0]
        heard = self.hear(self.places(words, marks), count)
        return self.answer(heard.max(axis=0), heard.sum(axis=0), count)

    @cached_property
    def edge(self) -> Floats:
        """What stands before the first word and behind the last one."""
        edge: Floats = self.places((), (0, 0))[0]
        return edge

    @property
    def silence(self) -> Floats:
        """What is heard where there is nothing to hear."""
        return np.zeros((1, len(self.layers.near_bias)), dtype=np.float32)

    def places(self, words: Sequence[str], marks: Sequence[int]) -> Floats:
        """Return each word's place among others, an edge on both sides."""
        rows_of = self.marks
        places = self.table[[EDGE, *self.words.rows(words), EDGE]].astype(np.float32)
        places += self.concepts[[rows_of.get(mark, 0) for mark in marks]]
        return places

    def hear(self, places: Floats, count: int) -> Floats:
        """Return what is heard at each of so many words between the first and the last place."""
        return self.hear_rows(_side_by_side(places, count))

    def hear_rows(self, rows: Floats) -> Floats:
        """Return what is heard at words that are given with those beside them."""
        heard = _products(rows, self.layers.near)
        heard += self.layers.near_bias
        np.maximum(heard, 0, out=heard)
        return heard

    def answer(self, strongest: Floats, usual: Floats, count: int) -> list[float]:
        """Return what was heard over so many words means for each step."""
        layers = self.layers
        usual = usual * np.float32(2 / max(count, FEWEST))
        whole = np.concatenate((strongest, usual)) @ layers.whole
        whole += layers.whole_bias
        np.maximum(whole, 0, out=whole)
        answers: list[float] = (whole @ layers.answers + layers.answers_bias).tolist()
        return answers


def _side_by_side(places: Floats, count: int) -> Floats:
    """Return for each word itself and those beside it, in one row."""
    # The rows of words that stand together lie one after the other.
    shape, step = (count, REACH * WIDTH), places.itemsize
    return np.ndarray(shape, np.float32, places, strides=(WIDTH * step, step)).copy()


def _products(rows: Floats, layer: Floats) -> Floats:
    few = max(1, _MOST_PRODUCTS // layer.size)
    if len(rows) <= few:
        return rows @ layer
    return np.concatenate([rows[at : at + few] @ layer for at in range(0, len(rows), few)])
