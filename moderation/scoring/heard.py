"""What the net hears in lines read in one, from what it heard in each.

It hears three words at a time. Those inside a line sound the same wherever it stands; only the
words at its ends have others beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moderation.scoring.meaning import REACH, Floats, Meaning

_ALONE, _TWO = 1, 2


@dataclass(frozen=True, slots=True)
class Heard:
    """What is kept of a line: its words at both ends as places, and what was heard between."""

    count: int
    first: Floats
    second: Floats
    last_but_one: Floats
    last: Floats
    strongest: Floats
    whole: Floats


def heard(meaning: Meaning, words: Sequence[str], marks: Sequence[int]) -> Heard:
    """Return what is heard in a line of some words; `marks` as `Meaning.score` takes them."""
    places = meaning.places(words, marks)
    inner = meaning.hear(places[1:-1], len(words) - 2) if len(words) > _TWO else meaning.silence
    second, last_but_one = places[min(2, len(words))], places[max(1, len(words) - 1)]
    ends = (places[1].copy(), second.copy(), last_but_one.copy(), places[-2].copy())
    return Heard(len(words), *ends, inner.max(axis=0), inner.sum(axis=0))


def in_one(meaning: Meaning, lines: Sequence[Heard]) -> list[float]:
    """Return what `Meaning.score` says of these lines in one, a rounding apart."""
    edge = meaning.edge
    beside: list[Floats] = []
    before = [edge, *[line.last for line in lines[:-1]]]
    behind = [*[line.first for line in lines[1:]], edge]
    for line, left, right in zip(lines, before, behind, strict=True):
        if line.count == _ALONE:
            beside += (left, line.first, right)
        else:
            beside += (left, line.first, line.second, line.last_but_one, line.last, right)
    seams = meaning.hear_rows(np.concatenate(beside).reshape(-1, REACH * len(edge)))
    strongest = np.maximum.reduce([seams.max(axis=0), *[line.strongest for line in lines]])
    whole = seams.sum(axis=0)
    for line in lines:
        whole += line.whole
    return meaning.answer(strongest, whole, sum(line.count for line in lines))
