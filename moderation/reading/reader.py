"""Reads a text into plain words, each knowing where it stood."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from moderation.reading.letters import Letters, upright
from moderation.reading.masks import (
    MAY_BE_MIXED,
    MAY_BE_RUN_ON,
    MAY_BE_SPACED,
    MIXED,
    RUN_ON,
    SIGNS,
    SPACED,
    cut,
    cut_roughly,
    unmasked,
)
from moderation.reading.slips import set_right
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
        ends = (sorted((self.origin[a], self.origin[b - 1])) for a, b in found)
        return tuple((first, last + 1) for first, last in ends)


def read(text: str) -> Reading:
    """Return the words a reader sees in a text. Never fails, linear in the text's length."""
    folded, origin = _folded(text)
    if MAY_BE_SPACED.search(folded) and SPACED.search(folded):
        folded, origin = _in_words(folded, origin, SPACED, cut_roughly)
    masked = SIGNS.search(folded) is not None and MAY_BE_MIXED.search(folded) is not None
    if masked:
        folded = MIXED.sub(lambda m: unmasked(m[0]), folded)
    if MAY_BE_RUN_ON.search(folded) is not None and RUN_ON.search(folded) is not None:
        folded, origin = _in_words(folded, origin, RUN_ON, cut)
    words = set_right(tuple(_BARE.findall(folded.replace("'", ""))))
    line = f" {' '.join(words)} "
    if _THREE.search(line):
        line = _LONG.sub(r"\1", line)
        words = tuple(line.split())
    return Reading(text, folded, origin, words, line, masked)


def _folded(text: str) -> tuple[str, tuple[int, ...] | None]:
    if text.isascii():
        return text.lower(), None
    text, from_its_end = upright(text)
    parts = [_LETTERS[char] for char in text]
    for same in SAME.finditer(text):  # a thousand hearts say what three say
        parts[same.start() + _ENOUGH : same.end()] = [" "] * (len(same[0]) - _ENOUGH)
    order = [*enumerate(parts)]
    if from_its_end:
        order.reverse()
    folded = "".join(part for _, part in order)
    if len(folded) == len(text) and all(map(len, parts)) and not from_its_end:
        return folded, None
    return folded, tuple(i for i, part in order for _ in part)


def _in_words(
    folded: str,
    origin: tuple[int, ...] | None,
    runs: re.Pattern[str],
    into_words: Callable[[str], list[str]],
) -> tuple[str, tuple[int, ...]]:
    """Read runs of letters, whatever signs stand between them, as the words they are."""
    places = origin or tuple(range(len(folded)))
    text: list[str] = []
    kept: list[int] = []
    at = 0
    for match in runs.finditer(folded):
        text.append(folded[at : match.start()])
        kept += places[at : match.start()]
        letters = [i for i in range(match.start(), match.end()) if folded[i].isalnum()]
        for word in _words_of("".join(folded[i] for i in letters), into_words):
            stands = [places[i] for i in letters[: len(word)]]
            text.append(word + " ")
            kept += [*stands, stands[-1]]
            del letters[: len(word)]
        at = match.end()
    text.append(folded[at:])
    kept += places[at:]
    return "".join(text), tuple(kept)


def _words_of(letters: str, into_words: Callable[[str], list[str]]) -> list[str]:
    runs = [letters[i : i + _RUN] for i in range(0, len(letters), _RUN)]
    return [word for run in runs for word in _cut(run, into_words)]


def _cut(run: str, into_words: Callable[[str], list[str]]) -> list[str]:
    plain = unmasked(run)
    return into_words(plain) if len(plain) == len(run) else [run]
