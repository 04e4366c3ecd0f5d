"""Finds thousands of wordings at once in a reading, whatever their number."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

from moderation.reading import Reading, read

Meaning = TypeVar("Meaning")

# Most entries are words as a reading has them already: no sign or figure, no letter three times,
# no three letters that stand apart.
_AS_IT_IS = re.compile(r"(?!.*([a-z])\1\1)(?!.*\b[a-z] [a-z] [a-z]\b)[a-z]+(?: [a-z]+)*")


class Wordings(Generic[Meaning]):
    """An automaton of wordings as `line_of` has them, each with what it means."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._automaton = ahocorasick.Automaton()
        for line, meaning in meanings.items():
            self._automaton.add_word(line, (len(line), meaning))
        self._automaton.make_automaton()
        self.most_words = max((len(line.split()) for line in meanings), default=0)

    def found(self, reading: Reading) -> list[tuple[int, int, Meaning]]:
        """Return (first word, word after the last, meaning) of every wording that is there."""
        starts = reading.starts
        return [
            (bisect_right(starts, end - length + 2) - 1, bisect_right(starts, end), meaning)
            for end, (length, meaning) in self._automaton.iter(reading.line)
        ]

    def across(self, before: str, after: str) -> Iterator[Meaning]:
        """Yield the meaning of every wording that begins in one line and ends in the next.

        Both begin with a space, and so does what follows them.
        """
        seam = len(before)
        for end, (length, meaning) in self._automaton.iter(f"{before}{after} "):
            if end - length + 1 < seam < end:
                yield meaning


class Phrases:
    """Wordings that may mean several things, by their numbers."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        meanings: dict[str, list[int]] = {}
        for entry, meaning in entries:
            if line := line_of(entry):
                meanings.setdefault(line, []).append(meaning)
        self.wordings = Wordings({line: [*dict.fromkeys(all_)] for line, all_ in meanings.items()})

    def found(self, reading: Reading) -> list[tuple[int, int, int]]:
        """Return (first word, word after the last, meaning) of every wording that is there."""
        return [
            (first, after, meaning)
            for first, after, meanings in self.wordings.found(reading)
            for meaning in meanings
        ]


def line_of(entry: str) -> str:
    """Return an entry as a reading's line has it: whole words, `word*` a word's beginning."""
    bare = entry.rstrip("*")
    words = bare if _AS_IT_IS.fullmatch(bare) else " ".join(read(bare).words)
    if not words:
        return ""
    return f" {words}" if entry.endswith("*") else f" {words} "
