"""The learned table, as small whole numbers, and what it says of a message."""

from dataclasses import dataclass
from importlib import resources
from math import sqrt
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.features import BITS, Features

FILE = "weights.npz"
# What the table answers: is it at least S3, at least S2, S1.
STEPS = 3
_ROW = 4
# The families' table is smaller: it is asked only about what was flagged.
FAMILY_BITS = 15
_COARSER = np.uint32(BITS - FAMILY_BITS)

Scores = tuple[float, float, float]


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
        counts = np.empty(len(features.places), dtype=np.float32)
        start = 0
        for end, weight, full in zip(features.ends, self.group_weight, self.full, strict=True):
            counts[start:end] = weight / sqrt(max(end - start, full))
            start = end
        # Four bytes at once: one reach into the table for all steps.
        rows = self.table.take(features.places).view(np.int8).reshape(-1, _ROW)
        third, second, first, _ = (counts @ rows.astype(np.float32)).tolist()
        unit, bias = self.unit, self.bias
        return (
            third * unit[0] + bias[0],
            second * unit[1] + bias[1],
            first * unit[2] + bias[2],
        )

    def family(self, features: Features) -> str:
        """Return the likeliest family of a message that was flagged."""
        places = features.places[: features.ends[1]] >> _COARSER
        odds = self.families[places].sum(axis=0, dtype=np.int32)
        return self.family_names[int(odds.argmax())]


def _scores(kept: NDArray[np.float32]) -> Scores:
    third, second, first = kept.tolist()
    return third, second, first
