"""Logistic regression on sparse features, in plain numpy, the same on every machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.features import Features
from moderation.scoring.kinds import BITS, Places

Floats = NDArray[np.float32]
# A feature of one single message says nothing about the next one.
LEAST_MESSAGES = 2
_MEMORY = 8


@dataclass(frozen=True)
class Row:
    """A message: its places in the table, and where each group of them ends."""

    places: Places
    ends: tuple[int, int, int]

    @classmethod
    def of(cls, features: Features) -> "Row":
        """Return a message's features as learning reads them."""
        return cls(features.places, features.ends)


@dataclass(frozen=True)
class Sparse:
    """Messages as rows; only what is there, in one long array."""

    column: NDArray[np.int32]
    value: Floats
    start: NDArray[np.int64]

    def times(self, weights: Floats) -> Floats:
        """Return the rows times the weights."""
        product = weights[self.column]
        product *= self.value[:, None]
        return np.add.reduceat(product, self.start, axis=0)

    def back(self, errors: Floats, width: int) -> Floats:
        """Return the transposed rows times the errors."""
        counts = np.diff(np.append(self.start, len(self.column)))
        spread = np.repeat(errors, counts, axis=0) * self.value[:, None]
        columns = [
            np.bincount(self.column, spread[:, k], minlength=width) for k in range(errors.shape[1])
        ]
        return np.stack(columns, axis=1).astype(np.float32)


@dataclass(frozen=True)
class Norm:
    """How much each group counts, and from how many features on a message is scaled down."""

    weight: tuple[float, ...] = (1.0, 2.0, 0.5)
    full: tuple[float, ...] = (10.0, 10.0, 14.0)


def known_places(rows: Sequence[Row]) -> NDArray[np.int32]:
    """Return, for each place of the table, its column, or -1 if too few messages have it."""
    counts = np.zeros(2**BITS, dtype=np.int32)
    for row in rows:
        counts[np.unique(row.places)] += 1
    column = np.full(2**BITS, -1, dtype=np.int32)
    kept = np.flatnonzero(counts >= LEAST_MESSAGES)
    column[kept] = np.arange(len(kept))
    return column


def sparse(rows: Sequence[Row], column: NDArray[np.int32], norm: Norm) -> Sparse:
    """Return messages in the columns that are known, each group scaled to its length."""
    columns, values, starts, at = [], [], [], 0
    for row in rows:
        starts.append(at)
        value = np.empty(len(row.places), dtype=np.float32)
        begin = 0
        for group, end in enumerate(row.ends):
            length = max(end - begin, norm.full[group], 1)
            value[begin:end] = norm.weight[group] / np.sqrt(length)
            begin = end
        found = column[row.places]
        here = found >= 0
        # One column always stands: an empty row would shift all others.
        columns.append(np.append(found[here], 0).astype(np.int32))
        values.append(np.append(value[here], 0).astype(np.float32))
        at += len(columns[-1])
    return Sparse(np.concatenate(columns), np.concatenate(values), np.array(starts, dtype=np.int64))


@dataclass(frozen=True)
class Fitted:
    """What was learned: a weight for each column and step."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True)
class Wanted:
    """What each message should say, and how much it counts."""

    targets: Floats
    importance: Floats


def fit(rows: Sparse, width: int, wanted: Wanted, ridge: float, steps: int) -> Fitted:
    """Minimise the weighted logistic loss with a ridge, by L-BFGS."""
    targets, importance = wanted.targets, wanted.importance
    answers = targets.shape[1]
    total = importance.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat[:-answers].reshape(width, answers)
        margin = rows.times(weights) + flat[-answers:]
        odds = np.logaddexp(0, margin) - targets * margin
        share = 1 / (1 + np.exp(-margin))
        errors = (share - targets) * importance / total
        slope = rows.back(errors, width) + ridge * weights
        value = float((odds * importance).sum() / total + ridge / 2 * (weights**2).sum())
        return value, np.append(slope.ravel(), errors.sum(axis=0)).astype(np.float32)

    flat = _lbfgs(loss, np.zeros(width * answers + answers, dtype=np.float32), steps)
    return Fitted(flat[:-answers].reshape(width, answers), flat[-answers:])


Loss = Callable[[Floats], tuple[float, Floats]]


def _lbfgs(loss: Loss, at: Floats, steps: int) -> Floats:
    """Walk downhill, remembering the last few turns."""
    value, slope = loss(at)
    moves: list[tuple[Floats, Floats, float]] = []
    for _ in range(steps):
        way = _direction(slope, moves)
        reach = 1.0 if moves else 1 / max(1e-9, float(np.abs(slope).sum()))
        downhill = float(slope @ way)
        for _ in range(20):
            there = at + np.float32(reach) * way
            new_value, new_slope = loss(there)
            if new_value <= value + 1e-4 * reach * downhill:
                break
            reach /= 2
        else:
            break
        move, turn = there - at, new_slope - slope
        if (curve := float(move @ turn)) > 1e-12:
            moves = [*moves[1 - _MEMORY :], (move, turn, curve)]
        done = value - new_value < 1e-6 * abs(value)
        at, value, slope = there, new_value, new_slope
        if done:
            break
    return at


def _direction(slope: Floats, moves: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    way = -slope
    alphas = []
    for move, turn, curve in reversed(moves):
        alpha = np.float32(float(move @ way) / curve)
        way = way - alpha * turn
        alphas.append(alpha)
    if moves:
        move, turn, curve = moves[-1]
        way = way * np.float32(curve / float(turn @ turn))
    for (move, turn, curve), alpha in zip(moves, reversed(alphas), strict=True):
        way = way + move * (alpha - np.float32(float(turn @ way) / curve))
    return way
