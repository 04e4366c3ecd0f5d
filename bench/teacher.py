"""A small teacher: what a sentence encoder's numbers mean for each step, in plain numpy."""

from collections.abc import Iterator
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bench.learning import Floats, Wanted

_INNER, _ROUNDS, _TOGETHER = 512, 12, 256
_PACE, _FADE = 1.5e-3, 2e-2
_LOST, _DROPPED = 0.1, 0.5


class Teacher:
    """Two layers over what an encoder says of a message."""

    def __init__(self, width: int, answers: int, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._lift = np.float32(np.sqrt(width))  # the encoder's numbers have length one
        sizes = ((width, _INNER, 2 / width), (_INNER, answers, 1 / _INNER))
        self._layers: list[Floats] = []
        for fan_in, fan_out, spread in sizes:
            drawn = self._chance.normal(0, np.sqrt(spread), (fan_in, fan_out))
            self._layers += [drawn.astype(np.float32), np.zeros(fan_out, dtype=np.float32)]

    @classmethod
    def taught(cls, encoded: Floats, wanted: Wanted, seed: int) -> Self:
        """Return a teacher who has learned what is wanted of each row."""
        teacher = cls(encoded.shape[1], wanted.targets.shape[1], seed)
        teacher._fit(encoded, wanted)
        return teacher

    def says(self, encoded: Floats) -> Floats:
        """Return how likely each step is, for each row."""
        inner, inner_bias, answers, answers_bias = self._layers
        heard = np.maximum(encoded * self._lift @ inner + inner_bias, 0)
        odds = heard @ answers + answers_bias
        likely: Floats = 1 / (1 + np.exp(-odds))
        return likely

    def _fit(self, encoded: Floats, wanted: Wanted) -> None:
        """Walk downhill (Adam), slower and slower."""
        first = [np.zeros_like(layer) for layer in self._layers]
        second = [np.zeros_like(layer) for layer in self._layers]
        steps = _ROUNDS * (len(encoded) // _TOGETHER + 1)
        for step, some in enumerate(self._groups(len(encoded)), 1):
            pace = np.float32(_PACE * (1 - step / (steps + 1)))
            for n, slope in enumerate(self._slopes(encoded[some], wanted, some)):
                first[n] += 0.1 * (slope - first[n])
                second[n] += 0.001 * (slope**2 - second[n])
                far = np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8
                fade = _FADE if n % 2 == 0 else 0.0
                way = first[n] / (1 - 0.9**step) / far + fade * self._layers[n]
                self._layers[n] -= pace * way

    def _groups(self, count: int) -> Iterator[NDArray[np.intp]]:
        for _ in range(_ROUNDS):
            yield from np.array_split(self._chance.permutation(count), count // _TOGETHER + 1)

    def _slopes(self, encoded: Floats, wanted: Wanted, some: NDArray[np.intp]) -> list[Floats]:
        inner, inner_bias, answers, answers_bias = self._layers
        seen = encoded * self._lift * self._kept(encoded.shape, _LOST)
        before = seen @ inner + inner_bias
        kept = self._kept(before.shape, _DROPPED)
        heard = np.maximum(before, 0) * kept
        likely = 1 / (1 + np.exp(-(heard @ answers + answers_bias)))
        wrong = ((likely - wanted.targets[some]) * wanted.importance[some] / len(some)).astype("f4")
        back = (wrong @ answers.T) * kept * (before > 0)
        return [seen.T @ back, back.sum(axis=0), heard.T @ wrong, wrong.sum(axis=0)]

    def _kept(self, shape: tuple[int, ...], lost: float) -> Floats:
        return (self._chance.random(shape) >= lost).astype(np.float32) / np.float32(1 - lost)
