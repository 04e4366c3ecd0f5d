"""Finds thousands of wordings at once in a reading, whatever their number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

import ahocorasick

from moderation.reading import Reading, read
from moderation.reading.letters import Letters
from moderation.reading.slips import set_right

Meaning = TypeVar("Meaning")
Found = tuple[int, int, Meaning]
# What was found in a reading, by who asks for it.
Said = Mapping[int, Sequence[Found[Any]]]

# Most entries are words as a reading has them already, once their accents are gone: no sign or
# figure, no letter three times, no three letters that stand apart.
_PLAIN = {ord(char): Letters()[char] for char in "äöüßáéíóúñąćęłńśźż"}
_AS_IT_IS = re.compile(r"(?!.*([a-z])\1\1)(?!.*\b[a-z] [a-z] [a-z]\b)[a-z]+(?: [a-z]+)*")


class Wordings:
    """One automaton of the wordings of all who ask: a reading is gone through once for them."""

    def __init__(self) -> None:
        self._automaton = ahocorasick.Automaton()
        self._askers = 0

    def add(self, meanings: Mapping[str, object]) -> int:
        """Ask for wordings as `line_of` has them; return by which number one asks for them."""
        asker, self._askers = self._askers, self._askers + 1
        for line, meaning in meanings.items():
            nothing: tuple[int, int, tuple[object, ...]] = (len(line), len(line.split()), ())
            *size, others = self._automaton.get(line, nothing)
            self._automaton.add_word(line, (*size, (*others, (asker, meaning))))
        return asker

    def ready(self) -> None:
        """Take what was added into use."""
        self._automaton.make_automaton()

    def said(self, reading: Reading) -> Said:
        """Return for all who asked what is there, in the order in which it ends."""
        said: defaultdict[int, list[Found[Any]]] = defaultdict(list)
        line, after, at = reading.line, 0, 0
        for end, (_, words, meanings) in self._automaton.iter(line):
            after += line.count(" ", at, end)
            at = end
            for asker, meaning in meanings:
                said[asker].append((after - words, after, meaning))
        return said

    def across(self, before: str, after: str) -> Iterator[tuple[int, Any]]:
        """Yield who asks for what begins in one line and ends in the next, and its meaning.

        Both begin with a space, and so does what follows them.
        """
        seam = len(before)
        for end, (length, _, meanings) in self._automaton.iter(f"{before}{after} "):
            if end - length + 1 < seam < end:
                yield from meanings


class Asked(Generic[Meaning]):
    """Some of the wordings, with what they mean to who asks for them."""

    def __init__(self, wordings: Wordings, meanings: Mapping[str, Meaning]) -> None:
        self.number = wordings.add(meanings)
        self.most_words = max((len(line.split()) for line in meanings), default=0)

    def found(self, said: Said) -> Sequence[Found[Meaning]]:
        """Return (first word, word after the last, meaning) of every wording that is there."""
        return said.get(self.number, ())


class Phrases:
    """Wordings that may mean several things, by their numbers."""

    def __init__(self, wordings: Wordings, entries: Iterable[tuple[str, int]]) -> None:
        meanings: dict[str, list[int]] = {}
        for entry, meaning in entries:
            if line := line_of(entry):
                meanings.setdefault(line, []).append(meaning)
        once = {line: [*dict.fromkeys(all_)] for line, all_ in meanings.items()}
        self.asked = Asked(wordings, once)

    def found(self, said: Said) -> list[Found[int]]:
        """Return (first word, word after the last, meaning) of every wording that is there."""
        return [
            (first, after, meaning)
            for first, after, meanings in self.asked.found(said)
            for meaning in meanings
        ]


def listed(words: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    """Yield every entry with its meaning; in each text they stand between bars."""
    for meaning, entries in words.items():
        for entry in entries.split("|"):
            yield entry.strip(), meaning


def line_of(entry: str) -> str:
    """Return an entry as a reading's line has it: whole words, `word*` a word's beginning."""
    bare = entry.rstrip("*").translate(_PLAIN)
    is_plain = _AS_IT_IS.fullmatch(bare) is not None
    words = " ".join(set_right(tuple(bare.split())) if is_plain else read(bare).words)
    if not words:
        return ""
    return f" {words}" if entry.endswith("*") else f" {words} "
