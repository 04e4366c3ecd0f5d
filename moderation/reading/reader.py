"""Reads a text into plain words, each knowing where it stood."""

import re
from dataclasses import dataclass
from functools import cached_property

from moderation.reading.letters import Letters
from moderation.reading.masks import (
    MAY_BE_MIXED,
    MAY_BE_RUN_ON,
    MAY_BE_SPACED,
    MIXED,
    RUN_ON,
    SIGNS,
    SPACED,
    cut,
    unmasked,
)
from moderation.verdicts import Span

_LETTERS = Letters()
# Latin letters, and those of Arabic once they are folded.
_LETTER = "a-zا-ي"
_WORD = re.compile(rf"[{_LETTER}0-9]+(?:'+[{_LETTER}0-9]+)*|\?")
# The same words once the apostrophes are gone, found faster.
_BARE = re.compile(rf"[{_LETTER}0-9]+|\?")
_LONG = re.compile(rf"([{_LETTER}])\1{{2,}}")
_THREE = re.compile(rf"([{_LETTER}])\1\1")  # the same, found faster
# A sign that is no letter, again and again: each would be read as words of its own.
SAME = re.compile(r"([^\w\s])\1{3,}")
_ENOUGH = 3
# Runs longer than this are no spelt-out words; cutting them stays cheap.
_RUN = 60


@dataclass(frozen=True)
class Reading:
    """The words of a text. `line` is all of them with single spaces between and around."""

    text: str
    folded: str
    origin: tuple[int, ...] | None  # the folded text's characters as places in the text
    words: tuple[str, ...]
    line: str
    was_masked: bool = False  # signs or figures stand among its letters

    @cached_property
    def places(self) -> tuple[Span, ...]:
        """Return where each word stands in the text as given."""
        found = [match.span() for match in _WORD.finditer(self.folded)]
        if self.origin is None:
            return tuple(found)
        return tuple((self.origin[a], self.origin[b - 1] + 1) for a, b in found)


def read(text: str) -> Reading:
    """Return the words a reader sees in a text. Never fails, linear in the text's length."""
    folded, origin = _folded(text)
    if MAY_BE_SPACED.search(folded) and SPACED.search(folded):
        folded, origin = _in_words(folded, origin, SPACED, 2)
    masked = SIGNS.search(folded) is not None and MAY_BE_MIXED.search(folded) is not None
    if masked:
        folded = MIXED.sub(lambda m: unmasked(m[0]), folded)
    if MAY_BE_RUN_ON.search(folded) is not None and RUN_ON.search(folded) is not None:
        folded, origin = _in_words(folded, origin, RUN_ON, 1)
    words = tuple(_BARE.findall(folded.replace("'", "")))
    line = f" {' '.join(words)} "
    if _THREE.search(line):
        line = _LONG.sub(r"\1", line)
        words = tuple(line.split())
    return Reading(text, folded, origin, words, line, masked)


def _folded(text: str) -> tuple[str, tuple[int, ...] | None]:
    if text.isascii():
        return text.lower(), None
    parts = [_LETTERS[char] for char in text]
    for same in SAME.finditer(text):  # a thousand hearts say what three say
        parts[same.start() + _ENOUGH : same.end()] = [" "] * (len(same[0]) - _ENOUGH)
    folded = "".join(parts)
    if len(folded) == len(text) and all(map(len, parts)):
        return folded, None
    return folded, tuple(i for i, part in enumerate(parts) for _ in part)


def _in_words(
    folded: str, origin: tuple[int, ...] | None, runs: re.Pattern[str], step: int
) -> tuple[str, tuple[int, ...]]:
    """Read runs of letters, each `step` behind the last, as the words they are."""
    places = origin or tuple(range(len(folded)))
    text: list[str] = []
    kept: list[int] = []
    at = 0
    for match in runs.finditer(folded):
        text.append(folded[at : match.start()])
        kept += places[at : match.start()]
        letter = match.start()
        for word in _words_of(match[0][::step]):
            stands = [places[letter + step * i] for i in range(len(word))]
            text.append(word + " ")
            kept += [*stands, stands[-1]]
            letter += step * len(word)
        at = match.end()
    text.append(folded[at:])
    kept += places[at:]
    return "".join(text), tuple(kept)


def _words_of(letters: str) -> list[str]:
    runs = [letters[i : i + _RUN] for i in range(0, len(letters), _RUN)]
    return [word for run in runs for word in _cut(run)]


def _cut(run: str) -> list[str]:
    plain = unmasked(run)
    return cut(plain) if len(plain) == len(run) else [run]
