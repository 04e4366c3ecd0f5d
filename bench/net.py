"""Learns the net of `moderation/scoring/meaning.py` in plain numpy, always in the same way."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.learning import Floats, Wanted
from moderation.scoring.judge import Looked
from moderation.scoring.meaning import EDGE, FEWEST, FIRST, REACH, UNKNOWN, WIDTH, Words

VECTORS = Path(__file__).resolve().with_name("vectors.npz")
HEARD, WHOLE, ROUNDS, TOGETHER = 64, 64, 7, 128
# Longer messages are learned from by their end.
MOST_WORDS = 60
_PACE, _WORDS_PACE, _FADE = 2e-3, 1e-2, 1e-4
_LOST, _SLIPPED, _DROPPED = 0.05, 0.1, 0.3
# Words' places start out a third of a unit wide, in coarse steps; what they learn is finer.
COARSE, FINE = 0.12, 0.04
_SEED = 0

Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Start:
    """Where learning starts: the words, their places, the concepts."""

    names: Sequence[str]
    words: Words
    table: NDArray[np.int8]
    marks: Sequence[int]

    @classmethod
    def load(cls, marks: Sequence[int]) -> "Start":
        """Read what `bench/vectors.py` made."""
        with np.load(VECTORS, allow_pickle=False) as kept:
            names = kept["words"].tobytes().decode().split("\n")
            words = Words(names)
            return cls(names, words, words.table(kept["vectors"]), marks)


def rows_of(start: Start, lines: Sequence[Looked]) -> list[Rows]:
    """Return for each line its words' rows, those of their beginnings, and of its concepts."""
    marks = {named: row for row, named in enumerate(start.marks, 1)}
    return [_rows(start.words, line, marks) for line in lines]


def _rows(words: Words, line: Looked, marks: dict[int, int]) -> Rows:
    read = line.reading.words
    named = [marks.get(mark, 0) for mark in line.marks[1:-1]]
    beginnings = map(words.beginning, read)
    each = [*zip(words.rows(read), beginnings, named, strict=True)]
    return np.array(each[-MOST_WORDS:] or [(UNKNOWN, UNKNOWN, 0)], dtype=np.int32)


class Net:
    """The layers, the words' places, and what each of them still moves by."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._chance = np.random.default_rng(_SEED)
        self.places = start.table.astype(np.float32) * np.float32(COARSE)
        self.concepts = np.zeros((len(start.marks) + 1, WIDTH), dtype=np.float32)
        sizes = ((REACH * WIDTH, HEARD), (2 * HEARD, WHOLE), (WHOLE, 3))
        self.layers: list[Floats] = []
        for (fan_in, fan_out), lift in zip(sizes, (1.5, 1.0, 0.7), strict=True):
            spread = lift * np.sqrt(2 / fan_in)
            drawn = self._chance.normal(0, spread, (fan_in, fan_out))
            self.layers += [drawn.astype(np.float32), np.zeros(fan_out, dtype=np.float32)]
        self._first = [np.zeros_like(layer) for layer in self.layers]
        self._second = [np.zeros_like(layer) for layer in self.layers]
        self._moved = [np.full((len(t), 1), 1e-6, np.float32) for t in (self.places, self.concepts)]

    def fit(self, lines: Sequence[Rows], wanted: Wanted) -> None:
        """Go over all lines some times, in small groups of like length."""
        total = ROUNDS * (len(lines) // TOGETHER + 1)
        for step, group in enumerate(self._groups(lines), 1):
            words, concepts = self._noisy([lines[i] for i in group])
            self._learn(words, concepts, wanted.targets[group], wanted.importance[group])
            self._walk(step, 1 - step / (total + 1))

    def _groups(self, lines: Sequence[Rows]) -> Iterator[NDArray[np.intp]]:
        lengths = np.array([len(line) for line in lines])
        for _ in range(ROUNDS):
            order = np.argsort(lengths + self._chance.random(len(lines)) * 4, kind="stable")
            starts = np.arange(0, len(lines), TOGETHER)
            for start in self._chance.permutation(starts):
                yield order[start : start + TOGETHER]

    def _noisy(self, lines: Sequence[Rows]) -> tuple[Rows, Rows]:
        """Return words and concepts side by side; here and there one is lost or mistyped."""
        wide = np.zeros((len(lines), max(map(len, lines)) + REACH - 1, 3), dtype=np.int32)
        for row, line in enumerate(lines):
            wide[row, 1 : len(line) + 1] = line
        words, beginnings, concepts = wide[:, :, 0], wide[:, :, 1], wide[:, :, 2]
        luck = self._chance.random(words.shape)
        there = words != EDGE
        lost, slipped = there & (luck < _LOST), there & (luck >= _LOST) & (luck < _SLIPPED)
        words = np.where(lost, UNKNOWN, np.where(slipped, beginnings, words))
        return words, np.where(lost | slipped, 0, concepts)

    def _learn(self, words: Rows, concepts: Rows, targets: Floats, importance: Floats) -> None:
        """Work out for every layer which way is down."""
        near, near_bias, whole, whole_bias, answers, answers_bias = self.layers
        there = words[:, 1:-1] != EDGE
        count, length = there.shape
        seen = self.places[words] + self.concepts[concepts]
        wide = np.concatenate([seen[:, d : d + length] for d in range(REACH)], axis=2)
        wide = wide.reshape(count * length, -1)
        heard = np.maximum((wide @ near + near_bias).reshape(count, length, -1), 0)
        heard *= there[:, :, None]
        thin = 2 / np.maximum(there.sum(axis=1), FEWEST).astype(np.float32)[:, None]
        loudest = heard.argmax(axis=1)
        pooled = np.concatenate((heard.max(axis=1), heard.sum(axis=1) * thin), axis=1)
        kept_pooled, kept_inner = self._kept(pooled.shape), self._kept((count, WHOLE))
        pooled = pooled * kept_pooled
        inner = np.maximum(pooled @ whole + whole_bias, 0) * kept_inner
        odds = inner @ answers + answers_bias

        wrong = ((1 / (1 + np.exp(-odds)) - targets) * importance / count).astype(np.float32)
        to_inner = (wrong @ answers.T) * kept_inner * (inner > 0)
        to_pooled = (to_inner @ whole.T) * kept_pooled
        to_heard = np.repeat((to_pooled[:, HEARD:] * thin)[:, None, :], length, axis=1)
        to_heard[np.arange(count)[:, None], loudest, np.arange(HEARD)] += to_pooled[:, :HEARD]
        flat = (to_heard * (heard > 0)).reshape(count * length, -1)
        self._slopes = [
            *(wide.T @ flat, flat.sum(axis=0), pooled.T @ to_inner, to_inner.sum(axis=0)),
            *(inner.T @ wrong, wrong.sum(axis=0)),
        ]
        to_wide = (flat @ near.T).reshape(count, length, REACH, WIDTH)
        to_seen = np.zeros_like(seen)
        for d in range(REACH):
            to_seen[:, d : d + length] += to_wide[:, :, d]
        self._seen = (words.ravel(), concepts.ravel(), to_seen.reshape(-1, WIDTH))

    def _kept(self, shape: tuple[int, ...]) -> Floats:
        kept = self._chance.random(shape) >= _DROPPED
        return kept.astype(np.float32) / np.float32(1 - _DROPPED)

    def _walk(self, step: int, left: float) -> None:
        """Move layers (Adam) and the rows that were read (Adagrad) downhill."""
        pace = _PACE * left
        for n, slope in enumerate(self._slopes):
            self._first[n] += 0.1 * (slope - self._first[n])
            self._second[n] += 0.001 * (slope**2 - self._second[n])
            far = np.sqrt(self._second[n] / (1 - 0.999**step)) + 1e-8
            way = self._first[n] / (1 - 0.9**step) / far + _FADE * self.layers[n]
            self.layers[n] -= np.float32(pace) * way
        words, concepts, slopes = self._seen
        last = FIRST + len(self._start.names)
        tables = ((self.places, words, FIRST, last), (self.concepts, concepts, 1, None))
        for (table, rows, lowest, above), moved in zip(tables, self._moved, strict=True):
            own, slope = _by_row(rows, slopes, lowest, above or len(table))
            moved[own] += (slope**2).mean(axis=1, keepdims=True)
            table[own] -= np.float32(_WORDS_PACE * left) * slope / np.sqrt(moved[own])

    def packed(self) -> bytes:
        """Return the file: words' places in small steps, the rest in halves."""
        learned = self.places[FIRST : FIRST + len(self._start.names)]
        layers = {f"layer{n}": layer.astype(np.float16) for n, layer in enumerate(self.layers)}
        out = io.BytesIO()
        np.savez_compressed(
            out,
            words=np.frombuffer("\n".join(self._start.names).encode(), dtype=np.uint8),
            vectors=np.clip(np.round(learned / FINE), -127, 127).astype(np.int8),
            unit=np.float32(FINE),
            marks=np.array(self._start.marks, dtype=np.uint32),
            concepts=self.concepts.astype(np.float16),
            **layers,
        )
        return out.getvalue()


def _by_row(rows: Rows, slopes: Floats, lowest: int, above: int) -> tuple[Rows, Floats]:
    """Return the rows that may move, each once, and the sum of its slopes."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    own = ordered[start]
    kept = (own >= lowest) & (own < above)
    return own[kept], np.add.reduceat(slopes[order], start, axis=0)[kept]
