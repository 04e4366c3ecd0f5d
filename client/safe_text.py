"""Other people's text on a terminal: seen as it is, never obeyed.

A terminal does what control characters say: move, recolour, answer, rename the window. And
marks that turn text around can make a line look like another person's. So controls become a
visible sign, and a line in which anything runs from right to left is an isolate of its own.
"""

import re
import unicodedata

STRANGE = "\N{REPLACEMENT CHARACTER}"
_FSI, _PDI = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_OPENERS = "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}" + _FSI
_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
# Embeddings, overrides and their end; long out of use: the shaping and swapping switches.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u206a\u206b\u206c\u206d\u206e\u206f")
_TURNED = frozenset({"R", "AL", "AN", "LRI", "RLI", "FSI", "PDI"})
_NEVER_SHOWN = frozenset({"Cc", "Cs"})
_MARKS_IN_A_ROW = 8  # more would climb over the lines above


def lines(text: str) -> list[str]:
    """Return the text's lines, each safe to write and closed in itself."""
    return [_isolated(line) for line in _BREAKS.split(text)]


def line(text: str) -> str:
    """Return the text as one safe line."""
    return _isolated(_BREAKS.sub(" ", text))


def _isolated(text: str) -> str:
    shown = _few_marks("".join(map(_shown, text.replace("\t", "    "))))
    if not any(unicodedata.bidirectional(letter) in _TURNED for letter in shown):
        return shown  # an old terminal may draw a box for a mark it does not know
    return f"{_FSI}{_balanced(shown)}{_PDI}"


def _shown(letter: str) -> str:
    if letter in _TURNING or unicodedata.category(letter) in _NEVER_SHOWN:
        return STRANGE
    return letter


def _balanced(text: str) -> str:
    """Let no isolate end before it began or stay open: either would reach beyond the text."""
    depth = 0
    kept = []
    for letter in text:
        if letter == _PDI and depth == 0:
            continue
        depth += (letter in _OPENERS) - (letter == _PDI)
        kept.append(letter)
    return "".join(kept) + _PDI * depth


def _few_marks(text: str) -> str:
    kept, row = [], 0
    for letter in text:
        row = row + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if row <= _MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)
