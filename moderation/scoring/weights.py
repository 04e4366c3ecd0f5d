"""The learned table, as small whole numbers, and what it says of a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from math import sqrt
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.features import Features
from moderation.scoring.kinds import BITS, Part, places

FILE = "weights.npz"
# What the table answers: is it at least S3, at least S2, S1. All three stand in one number, the
# first in its lowest bits, so that one addition adds them all.
_STEP_BITS = 21
_HALF = 1 << (_STEP_BITS - 1)
# So many small numbers can be added before a step might run into the next one.
MOST_ADDED = _HALF >> 7
# The families' table is smaller: it is asked only about what was flagged.
FAMILY_BITS = 15
_COARSER = np.uint32(BITS - FAMILY_BITS)

Scores = tuple[float, float, float]
# By group of features, all steps of each in one number.
Sums = tuple[int, int, int]
Steps = tuple[int, int, int]


@dataclass(frozen=True)
class Weights:
    """A number for each place, of three small ones; `unit` makes them what was learned."""

    table: NDArray[np.int64]  # (2 ** BITS,)
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
            table = np.zeros(2**BITS, dtype=np.int64)
            where = np.cumsum(kept["gaps"], dtype=np.int64)
            for step, small in enumerate(kept["rows"].T):
                table[where] += small.astype(np.int64) << step * _STEP_BITS
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
        of_words, of_slots, count = features.ends
        rows = self.table.take(features.places)
        groups = [rows[:of_words], rows[of_words:of_slots], rows[of_slots:]]
        counts = (of_words, of_slots - of_words, count - of_slots)
        return self._of([_long_sum(group) for group in groups], counts)

    def of_sums(self, sums: Sums, counts: tuple[int, int, int]) -> Scores:
        """Return the scores of sums by group, and of how many were added up."""
        return self._of([_steps(group) for group in sums], counts)

    def _of(self, sums: Sequence[Steps], counts: tuple[int, int, int]) -> Scores:
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

    def sums(self, parts: Sequence[Part]) -> list[int]:
        """Return what stands at these features, added up from each beginning to the next.

        Nothing that is to be added up is empty, or more than `MOST_ADDED`.
        """
        begins: list[int] = []
        at = 0
        for some, starts in parts:
            begins += [at + start for start in starts]
            at += len(some)
        where = places(np.concatenate([some for some, _ in parts]))
        sums: list[int] = np.add.reduceat(self.table.take(where), begins).tolist()
        return sums

    def family(self, features: Features) -> str:
        """Return the likeliest family of a message that was flagged."""
        places = features.places[: features.ends[1]] >> _COARSER
        odds = self.families[places].sum(axis=0, dtype=np.int32)
        return self.family_names[int(odds.argmax())]


def _steps(total: int) -> Steps:
    """Return the sums of each step, from the sum of all."""
    third = (total + _HALF) % (2 * _HALF) - _HALF
    total = (total - third) >> _STEP_BITS
    second = (total + _HALF) % (2 * _HALF) - _HALF
    return third, second, (total - second) >> _STEP_BITS


def _long_sum(rows: NDArray[np.int64]) -> Steps:
    """Return the sums of each step of any number of rows."""
    some = [_steps(int(rows[at : at + MOST_ADDED].sum())) for at in range(0, len(rows), MOST_ADDED)]
    return sum(one[0] for one in some), sum(one[1] for one in some), sum(one[2] for one in some)


def _scores(kept: NDArray[np.float32]) -> Scores:
    third, second, first = kept.tolist()
    return third, second, first
