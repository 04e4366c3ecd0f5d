"""`make train`: learn the detector's weights from the corpus and write them where they ship.

Deterministic: the same corpus and lexica give the same file. One core, a few minutes.
"""

import argparse
import io
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpus import Labelled, read
from bench.learning import Fitted, Floats, Norm, Row, Wanted, fit, known_places, sparse
from bench.made_up import MadeUp
from bench.net import Net, Start, rows_of
from bench.taught import Taught
from bench.variants import with_variants
from moderation import lexicon
from moderation.reading import read as read_words
from moderation.scoring.judge import Judge, Looked
from moderation.scoring.kinds import BITS
from moderation.scoring.meaning import FILE as MEANING_FILE
from moderation.scoring.meaning import Meaning
from moderation.scoring.score import Score
from moderation.scoring.weights import FAMILY_BITS, FILE, Weights
from moderation.verdicts import URGENCY, Level

_SCORING = Path(__file__).resolve().parents[1] / "moderation" / "scoring"
NORM = Norm()
RIDGE, STEPS_DOWN = 2e-5, 60
FAMILY_RIDGE = 1e-4
# For each answer, how much a line counts: the nearest level below is no good example of what is
# harmless, and would push down what is like it.
_COUNTS = {
    Level.S1: (1.0, 1.0, 1.0),
    Level.S2: (1.0, 1.0, 0.3),
    Level.S3: (1.0, 0.15, 0.3),
    Level.S4: (0.3, 0.15, 0.3),
    Level.NONE: (1.0, 1.0, 1.0),
}
# What a teacher says of a made-up line counts for less than what a person said of a real one.
_TAUGHT = 0.5


def seen(lines: Sequence[Labelled], judge: Judge) -> list[Looked]:
    """Return what is seen in every line, what stood before it joined to it."""
    return [judge.look(read_words(x.whole), x.language) for x in lines]


def targets(lines: Sequence[Labelled]) -> Floats:
    """Return, for each line, whether it is at least S3, at least S2, S1."""
    urgency = np.array([URGENCY.index(line.level) for line in lines])
    least = [URGENCY.index(level) for level in (Level.S3, Level.S2, Level.S1)]
    return np.stack([urgency >= one for one in least], axis=1).astype(np.float32)


def importance(lines: Sequence[Labelled]) -> Floats:
    """Return how much each line counts for each answer."""
    return np.array([_COUNTS[line.level] for line in lines], dtype=np.float32)


def learn(lines: Sequence[Labelled], rows: Sequence[Row]) -> tuple[NDArray[np.int32], Fitted]:
    """Return the columns of the table that say something, and what they say."""
    column = known_places(rows)
    width = int(column.max()) + 1
    matrix = sparse(rows, column, NORM)
    return column, fit(matrix, width, Wanted(targets(lines), importance(lines)), RIDGE, STEPS_DOWN)


def learn_families(
    lines: Sequence[Labelled], rows: Sequence[Row]
) -> tuple[NDArray[np.int8], list[str]]:
    """Learn which family a dangerous line is of, from words and slots alone."""
    chosen = [i for i, line in enumerate(lines) if line.family]
    names = sorted({lines[i].family for i in chosen})
    coarse = [_coarse(rows[i]) for i in chosen]
    column = np.arange(2**BITS, dtype=np.int32)
    matrix = sparse(coarse, column, Norm(full=(1.0, 1.0, 1.0), weight=(1.0, 1.0, 1.0)))
    wanted = np.zeros((len(chosen), len(names)), dtype=np.float32)
    for row, i in enumerate(chosen):
        wanted[row, names.index(lines[i].family)] = 1
    fitted = fit(matrix, 2**FAMILY_BITS, Wanted(wanted, np.ones_like(wanted)), FAMILY_RIDGE, 25)
    return _small(fitted.weights, np.abs(fitted.weights).max() / 127), names


def _coarse(row: Row) -> Row:
    places = row.places[: row.ends[1]] >> np.uint32(BITS - FAMILY_BITS)
    return Row(places, (0, len(places), len(places)))


def _small(weights: Floats, unit: float | Floats) -> NDArray[np.int8]:
    return np.clip(np.round(weights / unit), -127, 127).astype(np.int8)


def packed(
    column: NDArray[np.int32], fitted: Fitted, families: NDArray[np.int8], names: list[str]
) -> bytes:
    """Return the file: places as gaps, weights as small whole numbers."""
    # The few largest weights are cut off, so that all others keep their shades.
    unit = np.quantile(np.abs(fitted.weights), 0.9995, axis=0) / 127
    rows = _small(fitted.weights, unit)
    places = np.flatnonzero(column >= 0)
    kept = np.flatnonzero(rows.any(axis=1))
    out = io.BytesIO()
    np.savez_compressed(
        out,
        gaps=np.diff(places[kept], prepend=0).astype(np.uint16),
        rows=rows[kept],
        unit=unit.astype(np.float32),
        group_weight=np.array(NORM.weight, dtype=np.float32),
        full=np.array(NORM.full, dtype=np.float32),
        bias=fitted.bias,
        families=families,
        family_names=np.array(names),
    )
    return out.getvalue()


def learned(
    lines: Sequence[Labelled],
    looked: Sequence[Looked],
    judge: Judge,
    taught: tuple[Sequence[MadeUp], Floats],
) -> tuple[bytes, bytes]:
    """Return both files: the table of features, and the net, which learns from more lines."""
    rows = [Row.of(one.features) for one in looked]
    table = packed(*learn(lines, rows), *learn_families(lines, rows))
    start = Start.load(judge.marks)
    made, answers = taught
    more = [judge.look(read_words(line.text), line.language) for line in made]
    wanted = Wanted(
        np.concatenate((targets(lines), answers)),
        np.concatenate((importance(lines), np.full_like(answers, _TAUGHT))),
    )
    net = Net(start)
    net.fit(rows_of(start, [*looked, *more]), wanted)
    return table, net.packed()


def score_of(table: bytes, net: bytes) -> Score:
    """Return the score that ships as these files."""
    return Score(Weights.read(io.BytesIO(table)), Meaning.read(io.BytesIO(net)))


def main() -> None:
    """Learn from all of the training half and write what was learned."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    began = time.monotonic()
    corpus = read("train")
    lines = with_variants(corpus)
    judge = Judge.alone(lexicon.load())
    looked = seen(lines, judge)
    print(f"{len(lines):,} lines, read in {time.monotonic() - began:.0f} s")
    taught = Taught.load(corpus, Start.load(judge.marks)).whole()
    files = learned(lines, looked, judge, taught)
    for name, file in zip((FILE, MEANING_FILE), files, strict=True):
        (_SCORING / name).write_bytes(file)
        print(f"{name}: {len(file):,} bytes, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
