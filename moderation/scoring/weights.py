"""The learned table, as small whole numbers, and what it says of a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate, chain
from math import sqrt
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.features import BITS, GROUPS, Features, Places, concepts, places

FILE = "weights.npz"
# What the table answers: is it at least S3, at least S2, S1.
STEPS = 3
_ROW = 4
# The families' table is smaller: it is asked only about what was flagged.
FAMILY_BITS = 15
_COARSER = np.uint32(BITS - FAMILY_BITS)

Scores = tuple[float, float, float]
# By group of features, and step.
Sums = NDArray[np.int32]
_BUT_NAMED = np.array((0, 2, 3))


@dataclass(frozen=True)
class Weights:
    """One row of small numbers for each place; `unit` makes them what was learned."""

    table: NDArray[np.uint32]  # (2 ** BITS,), each four small numbers
    unit: Scores  # what a small number is worth, by step
    bias: Scores
    group_weight: tuple[float, ...]
    full: tuple[float, ...]  # from so many features on a group is scaled down
    families: NDArray[np.int8]  # (2 ** FAMILY_BITS, families)
    family_names: tuple[str, ...]

    @classmethod
    def load(cls) -> Self:
        """Read the shipped table."""
        with (resources.files("moderation.scoring") / FILE).open("rb") as opened:
            return cls.read(opened)

    @classmethod
    def read(cls, opened: IO[bytes]) -> Self:
        """Read a table from an open file."""
        with np.load(opened, allow_pickle=False) as kept:
            rows = kept["rows"]
            whole = np.zeros((len(rows), _ROW), dtype=np.int8)
            whole[:, :STEPS] = rows
            table = np.zeros(2**BITS, dtype=np.uint32)
            table[np.cumsum(kept["gaps"], dtype=np.int64)] = whole.view(np.uint32).ravel()
            return cls(
                table,
                _scores(kept["unit"]),
                _scores(kept["bias"]),
                tuple(kept["group_weight"].tolist()),
                tuple(kept["full"].tolist()),
                kept["families"],
                tuple(str(name) for name in kept["family_names"]),
            )

    def score(self, features: Features) -> Scores:
        """Return how much speaks for each step, as log odds."""
        return self.and_sums(features)[0]

    def and_sums(self, features: Features) -> tuple[Scores, Sums]:
        """Return the same, and the sums by group of all features but of what is named."""
        of_words, of_slots, count = features.ends
        begins = [0, of_words, of_words + features.of_concepts, of_slots]
        if of_slots == count:  # so few letters make no pieces
            begins.pop()
        rows = self._rows(features.places)
        sums = np.zeros((len(GROUPS) + 1, _ROW), dtype=np.int32)
        np.add.reduceat(rows, begins, axis=0, dtype=np.int32, out=sums[: len(begins)])
        if not features.order:
            sums[1] = 0
        counts = (of_words, of_slots - of_words, count - of_slots)
        words, named, slots, pieces = sums.tolist()
        with_named = [a + b for a, b in zip(named, slots, strict=True)]
        return self._of((words, with_named, pieces), counts), sums[_BUT_NAMED]

    def of_sums(self, sums: Sums, counts: tuple[int, int, int]) -> Scores:
        """Return the scores of sums by group, and of how many were added up."""
        return self._of(sums.tolist(), counts)

    def _of(self, sums: Sequence[Sequence[int]], counts: tuple[int, int, int]) -> Scores:
        third = second = first = 0.0
        for group, count, weight, full in zip(
            sums, counts, self.group_weight, self.full, strict=True
        ):
            worth = weight / sqrt(max(count, full))
            third += worth * group[0]
            second += worth * group[1]
            first += worth * group[2]
        unit, bias = self.unit, self.bias
        return (
            third * unit[0] + bias[0],
            second * unit[1] + bias[1],
            first * unit[2] + bias[2],
        )

    def sums(self, some: Sequence[Sequence[int]], order: Sequence[int] = ()) -> Sums:
        """Return the sum of each of these, none of them empty; features before they are mixed.

        After them stands the sum of what is named in this order, if anything is.
        """
        raw = np.array([*chain.from_iterable(some)], dtype=np.uint64).astype(np.uint32)
        begins = [*accumulate(map(len, some), initial=0)]
        if order:
            raw = np.concatenate((raw, *concepts(order)))
        else:
            begins.pop()
        return np.add.reduceat(self._rows(places(raw)), begins, axis=0, dtype=np.int32)

    def _rows(self, places: Places) -> NDArray[np.int8]:
        # Four bytes at once: one reach into the table for all steps.
        return self.table.take(places).view(np.int8).reshape(-1, _ROW)

    def family(self, features: Features) -> str:
        """Return the likeliest family of a message that was flagged."""
        places = features.places[: features.ends[1]] >> _COARSER
        odds = self.families[places].sum(axis=0, dtype=np.int32)
        return self.family_names[int(odds.argmax())]


def by_group(sums: Sums) -> Sums:
    """Return sums of words, slots and perhaps pieces with a row for each group."""
    whole = np.zeros((len(GROUPS), _ROW), dtype=np.int32)
    whole[: len(sums)] = sums
    return whole


def _scores(kept: NDArray[np.float32]) -> Scores:
    third, second, first = kept.tolist()
    return third, second, first
