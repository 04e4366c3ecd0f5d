"""The score of lines read in one, from what is known of each: none of them is read again.

The score is a sum over features. Those inside a line were added up when it was looked at; what is
new are the few that lie across a seam, and what is named in one line after the other.
"""

from collections.abc import Sequence
from itertools import chain

from moderation.reading.languages import FIRST, language_of
from moderation.scoring.features import in_order
from moderation.scoring.judge import Judge
from moderation.scoring.known import Known
from moderation.scoring.seams import (
    BEGINNING,
    REACH,
    End,
    Numbers,
    across_pieces,
    across_slots,
    across_words,
    at_end,
)
from moderation.scoring.weights import Scores, Sums, Weights, by_group

_OF_EDGES, _OF_SEAM = 4, 3


class InOne:
    """Reads in one what was read line by line."""

    def __init__(self, judge: Judge, weights: Weights) -> None:
        self._judge = judge
        self._weights = weights

    def score(self, lines: Sequence[Known], language: str | None) -> Scores | None:
        """Return what the table says of these lines in one, a rounding apart.

        None where words mean something else together: then they must be read in one.
        """
        tongue = _tongue(lines, language)
        if any(line.tongue != tongue for line in lines):
            return None
        first, *between, last = lines
        sums = self._at_first(first)
        end, words = first.end, self._closing((), first)
        for line in between:
            if not self._stands_behind(line, end, words) or line.behind is None:
                return None
            sums = sums + line.behind
            end, words = _end(end, line), self._closing(words, line)
        if self._judge.means_more(words, last.words, tongue):
            last.place, last.behind = (end, words), None
            return None
        order = in_order(chain.from_iterable(line.order for line in lines))
        sums = sums + self._at_last(last, end, words, order)
        count = sum(len(line.words) for line in lines)
        letters = sum(line.letters - 1 for line in lines) + 1
        return self._weights.of_sums(sums, _counts(count, len(order), letters))

    def _at_first(self, line: Known) -> Sums:
        """Return what the first line adds, but for the edge behind it."""
        if line.inner is None or line.first is None:
            edges = self._weights.sums(_edges(line))
            _take_edges(line, edges)
            return line.alone - by_group(edges[2:])
        return line.inner + line.first

    def _stands_behind(self, line: Known, end: End, words: tuple[str, ...]) -> bool:
        """Know what a line adds behind these words; return whether it means the same there."""
        if line.place != (end, words):
            line.place, line.behind = (end, words), None
            if not self._judge.means_more(words, line.words, line.tongue):
                sums = self._weights.sums((*_edges(line), *_seam(line, end)))
                line.behind = _take_edges(line, sums) + by_group(sums[_OF_EDGES:])
        return line.behind is not None

    def _at_last(self, line: Known, end: End, words: tuple[str, ...], order: Numbers) -> Sums:
        """Return what the last line adds, the edge behind it and all that is named."""
        some, itself = (*_edges(line), *_seam(line, end)), _end(end, line)
        if itself is not line.end:
            some = (*some, *at_end(itself))
        sums = self._weights.sums(some, order)
        behind = _take_edges(line, sums) + by_group(sums[_OF_EDGES : _OF_EDGES + _OF_SEAM])
        line.place, line.behind = (end, words), behind
        last = by_group(sums[len(some) - 2 : len(some)] if itself is not line.end else sums[2:4])
        if order:
            last[1] += sums[-1]
        return behind + last

    def _closing(self, before: tuple[str, ...], line: Known) -> tuple[str, ...]:
        """Return the last words behind a line, as many as can be part of one wording."""
        if len(line.words) < self._judge.reach:
            return (*before, *line.words)[-self._judge.reach :]
        if not line.closing:
            line.closing = line.words[-self._judge.reach :]
        return line.closing


def _edges(line: Known) -> Sequence[Numbers]:
    before = across_words(BEGINNING, line.named), across_slots(BEGINNING, line.classes)
    return (*before, *at_end(line.end))


def _seam(line: Known, end: End) -> Sequence[Numbers]:
    words, slots = across_words(end, line.named), across_slots(end, line.classes)
    return words, slots, across_pieces(end, line.opening)


def _take_edges(line: Known, sums: Sums) -> Sums:
    """Keep what lies inside a line, and before it at an edge; return what lies inside."""
    line.first = by_group(sums[:2])
    line.inner = line.alone - line.first - by_group(sums[2:_OF_EDGES])
    return line.inner


def _tongue(lines: Sequence[Known], language: str | None) -> str:
    words: list[str] = []
    for line in lines:
        words += line.words
        if len(words) >= FIRST:
            break
    return language_of(words, language)


def _end(end: End, line: Known) -> End:
    """Return what stands last behind a line: its own end, if that is long enough."""
    if len(line.words) >= REACH:
        return line.end
    return end.then(line.named, line.classes, line.end.letters)


def _counts(words: int, concepts: int, letters: int) -> tuple[int, int, int]:
    """Return how many features there are in each group."""
    far = sum(max(0, words + 2 - reach) for reach in (2, 3, 4))
    of_slots = concepts + concepts * (concepts - 1) // 2 + 2 * words + 1 + far
    return 4 * words + 1, of_slots, max(0, letters - 3)
