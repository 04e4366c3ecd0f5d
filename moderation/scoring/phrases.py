"""Finds thousands of wordings at once in a reading, whatever their number."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

import ahocorasick

from moderation.reading import Reading, read


class Phrases:
    """An automaton of wordings; each is found as whole words, `word*` as a word's beginning."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        by_key: dict[str, list[int]] = {}
        for entry, meaning in entries:
            key = _key(entry)
            if key.strip():
                by_key.setdefault(key, []).append(meaning)
        self._automaton = ahocorasick.Automaton()
        for key, meanings in by_key.items():
            self._automaton.add_word(key, (len(key), tuple(dict.fromkeys(meanings))))
        self._automaton.make_automaton()

    def found(self, reading: Reading) -> list[tuple[int, int, int]]:
        """Return (first word, word after the last, meaning) of every wording that is there."""
        starts = reading.starts
        found = []
        for end, (length, meanings) in self._automaton.iter(reading.line):
            first = bisect_right(starts, end - length + 2) - 1
            last = bisect_right(starts, end)
            found += [(first, last, meaning) for meaning in meanings]
        return found


@cache  # every language's automaton has the others' long wordings, too
def _key(entry: str) -> str:
    words = " ".join(read(entry.rstrip("*")).words)
    return f" {words}" if entry.endswith("*") else f" {words} "
