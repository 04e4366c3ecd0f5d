"""The learned table, as small whole numbers, and what it says of a message."""

from dataclasses import dataclass
from importlib import resources
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.features import BITS, Features

FILE = "weights.npz"
# What the table answers: is it at least S3, at least S2, S1.
STEPS = 3


@dataclass(frozen=True)
class Weights:
    """One row of small numbers for each place; `scale` makes them what was learned."""

    table: NDArray[np.int8]  # (2 ** BITS, STEPS)
    scale: NDArray[np.float32]  # (groups, STEPS)
    bias: NDArray[np.float32]  # (STEPS,)
    families: NDArray[np.int8]  # (places of families, families)
    family_names: tuple[str, ...]
    cuts: dict[str, tuple[float, float, float]]  # by room kind

    @classmethod
    def load(cls) -> Self:
        """Read the shipped table."""
        file = resources.files("moderation.scoring") / FILE
        with file.open("rb") as opened:
            return cls.read(opened)

    @classmethod
    def read(cls, opened: IO[bytes]) -> Self:
        """Read a table from an open file."""
        with np.load(opened, allow_pickle=False) as kept:
            table = np.zeros((2**BITS, STEPS), dtype=np.int8)
            places = np.cumsum(kept["gaps"], dtype=np.int64)
            table[places] = kept["rows"]
            kinds = [str(kind) for kind in kept["kinds"]]
            cuts = {k: tuple(map(float, c)) for k, c in zip(kinds, kept["cuts"], strict=True)}
            names = tuple(str(name) for name in kept["family_names"])
            return cls(
                table,
                kept["scale"],
                kept["bias"],
                kept["families"],
                names,
                cuts,  # type: ignore[arg-type]
            )

    def score(self, features: Features) -> NDArray[np.float32]:
        """Return how much speaks for each step, as log odds."""
        total = self.bias.copy()
        start = 0
        for group, end in enumerate(features.ends):
            if end > start:
                rows = self.table[features.places[start:end]]
                total += rows.sum(axis=0, dtype=np.int32) * self.scale[group]
            start = end
        return total
