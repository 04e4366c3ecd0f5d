"""The score of a line by itself, and of lines read in one, of which none is read again.

The score is a sum over features. Those inside a line are added up when it is looked at; what is
new are the few that lie across a seam, and what is named in one line after the other. Whatever is
needed for both is asked of the table at once.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from moderation.reading.languages import FIRST, language_of
from moderation.scoring.features import Features
from moderation.scoring.judge import Judge, Looked
from moderation.scoring.known import Known, known
from moderation.scoring.orders import concepts, in_order, pairs_of
from moderation.scoring.seams import BEGINNING, ENDING, REACH, Seam, Side, across
from moderation.scoring.weights import MOST_ADDED, Scores, Sums, Weights


class Told(NamedTuple):
    """What the table says of a line: by itself, and behind others as if all were one.

    `in_one` is a rounding apart. It is None where words mean something else together: then they
    must be read in one.
    """

    alone: Scores
    known: Known | None = None  # for when it is read behind another, if it may be
    in_one: Scores | None = None


class Before(NamedTuple):
    """Lines before another: what they add, and what stands last in them."""

    sums: Sequence[Sums]
    end: Side
    words: tuple[str, ...]


class Asked(NamedTuple):
    """What the table was asked at once: a line's score, and sums for reading it behind others."""

    alone: Scores
    last: Sequence[int]  # words and slots at the edge behind it
    seams: Sequence[int]
    named: int


class InOne:
    """Reads in one what was read line by line."""

    def __init__(self, judge: Judge, weights: Weights) -> None:
        self._judge = judge
        self._weights = weights

    def look(self, seen: Looked, lines: Sequence[Known], language: str | None) -> Told:
        """Return what the table says of a line by itself, and behind these if there are any."""
        line = known(seen)
        if line is None:
            return Told(self._weights.score(seen.features))
        before = self._before(lines, line, language) if lines else None
        if before is None:
            return Told(self._asked(line, seen.features).alone, line)
        order = in_order(chain.from_iterable(one.order for one in (*lines, line)))
        asked = self._asked(line, seen.features, _seams(before, line), order)
        counts = _counts((*lines, line), len(order))
        if max(counts) > MOST_ADDED:
            return Told(asked.alone, line)
        words, slots, pieces, *behind = asked.seams
        line.place = before.end, before.words
        line.behind = added(line.inner, (words, slots, pieces))
        last_words, last_slots = behind or asked.last
        sums = added(*before.sums, line.behind, (last_words, last_slots + asked.named, 0))
        return Told(asked.alone, line, self._weights.of_sums(sums, counts))

    def _asked(
        self,
        line: Known,
        features: Features,
        seams: Sequence[Seam] = (),
        order: Sequence[int] = (),
    ) -> Asked:
        """Know what a line adds; return its score and what else was asked of the table."""
        there = concepts((features.order, order))
        edges = across([(BEGINNING, line.opening), (line.end, ENDING), *seams])
        sums = self._weights.sums((*features.parts, edges, *there.parts))
        named = [0, 0]
        for whose in reversed(there.whose):
            named[whose] += sums.pop()
        words, slots, pieces, first_words, first_slots, last_words, last_slots, *others = sums
        line.first = first_words, first_slots, 0
        line.inner = words - first_words - last_words, slots - first_slots - last_slots, pieces
        alone = self._weights.of_sums((words, slots + named[0], pieces), features.counts)
        return Asked(alone, (last_words, last_slots), others, named[1])

    def _before(self, lines: Sequence[Known], last: Known, language: str | None) -> Before | None:
        """Return what stands before a line, unless any of it means something else together."""
        tongue = _tongue((*lines, last), language)
        if any(line.tongue != tongue for line in (*lines, last)):
            return None
        first, *between = lines
        sums, end, words = [first.inner, first.first], first.end, self._closing((), first)
        for line in between:
            if not self._stands_behind(line, end, words) or line.behind is None:
                return None
            sums.append(line.behind)
            end, words = _end(end, line), self._closing(words, line)
        if self._judge.means_more(words, last.words, tongue):
            last.place, last.behind = (end, words), None
            return None
        return Before(sums, end, words)

    def _stands_behind(self, line: Known, end: Side, words: tuple[str, ...]) -> bool:
        """Know what a line adds behind these words; return whether it means the same there."""
        if line.place != (end, words):
            line.place, line.behind = (end, words), None
            if not self._judge.means_more(words, line.words, line.tongue):
                of_words, of_slots, of_pieces = self._weights.sums([across([(end, line.opening)])])
                line.behind = added(line.inner, (of_words, of_slots, of_pieces))
        return line.behind is not None

    def _closing(self, before: tuple[str, ...], line: Known) -> tuple[str, ...]:
        """Return the last words behind a line, as many as can be part of one wording."""
        if len(line.words) < self._judge.reach:
            return (*before, *line.words)[-self._judge.reach :]
        if not line.closing:
            line.closing = line.words[-self._judge.reach :]
        return line.closing


def _tongue(lines: Sequence[Known], language: str | None) -> str:
    words: list[str] = []
    for line in lines:
        words += line.words
        if len(words) >= FIRST:
            break
    return language_of(words, language)


def _seams(before: Before, line: Known) -> list[Seam]:
    """Return the seam before a line, and the one behind it if it reaches back over the first."""
    seams = [(before.end, line.opening)]
    if len(line.words) < REACH:
        seams.append((_end(before.end, line), ENDING))
    return seams


def _end(end: Side, line: Known) -> Side:
    """Return what stands last behind a line: its own end, if that is long enough."""
    words, itself = len(line.words), line.end
    if words >= REACH:
        return itself
    return end.then(itself.named[-words:], itself.classes[-words:], itself.letters)


def added(*some: Sums) -> Sums:
    """Return the sums of all of these, group by group."""
    words, slots, pieces = map(sum, zip(*some, strict=True))
    return words, slots, pieces


def _counts(lines: Sequence[Known], named: int) -> tuple[int, int, int]:
    """Return how many features lines in one have in each group."""
    words = sum(len(line.words) for line in lines)
    letters = sum(line.letters - 1 for line in lines) + 1
    far = sum(max(0, words + 2 - reach) for reach in (2, 3, 4))
    of_slots = pairs_of(named) + 2 * words + 1 + far
    return 4 * words + 1, of_slots, max(0, letters - 3)
