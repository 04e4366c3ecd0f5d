"""Made-up lines and what was said of them: what the net learns besides the corpus.

`bench/taught.npz` holds the answers alone; the lines are made again, always the same ones.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bench.corpus import Labelled
from bench.learning import Floats
from bench.made_up import MadeUp, made_up
from bench.net import Start

FILE = Path(__file__).resolve().with_name("taught.npz")
NOTHING: tuple[Sequence[MadeUp], Floats] = ((), np.zeros((0, 3), dtype=np.float32))
_MOST = 255  # an answer is kept as a small whole number


class OtherCorpusError(Exception):
    """What was taught is of another corpus than the one that is here."""


@dataclass(frozen=True)
class Taught:
    """Made-up lines, and what the teacher of each left-out part says of them."""

    lines: Sequence[MadeUp]
    answers: NDArray[np.uint8]  # (PARTS, lines, steps)

    @classmethod
    def load(cls, corpus: Sequence[Labelled], start: Start) -> Self:
        """Read what was taught from this corpus, the whole of its training half."""
        answers = answers_for(corpus)  # before much is made up for another corpus
        return cls(list(made_up(corpus, start)), answers)

    @classmethod
    def of(cls, lines: Sequence[MadeUp], said: Sequence[Floats]) -> Self:
        """Return what each teacher said, as it is kept."""
        answers = [np.round(likely * _MOST).astype(np.uint8) for likely in said]
        return cls(lines, np.stack(answers))

    def save(self, corpus: Sequence[Labelled]) -> int:
        """Write the answers, and of which corpus they are; return how many bytes that is."""
        np.savez_compressed(FILE, answers=self.answers, corpus=np.uint32(_print_of(corpus)))
        return FILE.stat().st_size

    def whole(self) -> tuple[Sequence[MadeUp], Floats]:
        """Return all lines, and what all teachers together say."""
        likely: Floats = self.answers.mean(axis=0, dtype=np.float32) / _MOST
        return self.lines, likely

    def without(self, left_out: int, parts: Sequence[int]) -> tuple[Sequence[MadeUp], Floats]:
        """Return the lines that have nothing of a part, and what its own teacher says of them."""
        ours = [
            at
            for at, line in enumerate(self.lines)
            if all(parts[parent] != left_out for parent in line.of)
        ]
        likely: Floats = self.answers[left_out, ours].astype(np.float32) / _MOST
        return [self.lines[at] for at in ours], likely


def answers_for(corpus: Sequence[Labelled]) -> NDArray[np.uint8]:
    """Return the answers that are kept, each of `PARTS` teachers'; raise if they are of another."""
    with np.load(FILE, allow_pickle=False) as kept:
        if int(kept["corpus"]) != _print_of(corpus):
            told = "the corpus has changed: run `python -m bench.teaching`"
            raise OtherCorpusError(told)
        answers: NDArray[np.uint8] = kept["answers"]
        return answers


def _print_of(corpus: Sequence[Labelled]) -> int:
    told = (f"{line.level} {' '.join(line.before)} {line.text}" for line in corpus)
    return zlib.crc32("\n".join(told).encode())
