"""The same lines as somebody else would have typed them: no apostrophes, a slip, a mask."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.corpus import Labelled
from moderation.verdicts import Level

# Letters that stand side by side for most thumbs.
_NEAR = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "r", "s": "d", "l": "k"}
_EVERY_SLIP, _LEAST_LETTERS = 6, 12


def with_variants(lines: Sequence[Labelled]) -> list[Labelled]:
    """Return all lines, and a mistyped twin of some of them, always of the same ones."""
    return [twin for line in lines for twin in _twins(line)]


def _twins(line: Labelled) -> Iterator[Labelled]:
    yield line
    chance = zlib.crc32(line.text.encode())
    if (
        chance % _EVERY_SLIP == 0
        and len(line.text) >= _LEAST_LETTERS
        and line.level is not Level.S4
    ):
        yield replace(line, text=_slipped(line.text, chance >> 8))


def _slipped(text: str, chance: int) -> str:
    """Return the text with one letter doubled, lost, swapped or hit beside."""
    letters = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    if not letters:
        return text
    at = letters[chance % len(letters)]
    match chance % 3:
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
        case _:
            return text[:at] + _NEAR.get(text[at], text[at] * 2) + text[at + 1 :]
