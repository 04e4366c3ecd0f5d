"""Twelve words for a secret, and back; the browser's list, and the browser's rule.

The secret's 128 bits and the first 4 of its SHA-256 are cut into twelve numbers of 11 bits.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from client.identity import SECRET_BYTES

WORDS = 12
WORD_BITS = 11
CHECK_BITS = 4
LIST_FILE = "web/words.js"


class NotOurWords(Exception):
    """What was typed is no secret: `key` names the sentence, `n` its number."""

    def __init__(self, key: str, n: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.n = n


@cache
def word_list() -> Sequence[str]:
    """Return the browser's 2,048 words: whatever stands between quotes in its file."""
    script = (resources.files("client") / LIST_FILE).read_text(encoding="utf-8")
    quoted = re.findall(r"([\"'`])([a-z\s]+)\1", script)
    words = " ".join(text for _, text in quoted).split()
    if len(words) != 2**WORD_BITS or len(set(words)) != len(words):
        raise ValueError("the list of recovery words has 2,048 different words")
    return words


def to_words(secret: bytes) -> list[str]:
    """Return the twelve words of a secret."""
    number = int.from_bytes(secret) << CHECK_BITS | _check(secret)
    mask = 2**WORD_BITS - 1
    places = [number >> WORD_BITS * at & mask for at in reversed(range(WORDS))]
    return [word_list()[place] for place in places]


def from_words(typed: str) -> bytes:
    """Return the secret of twelve words, or raise `NotOurWords`."""
    words = [word for word in re.split(r"[\s,;.]+", typed.lower()) if word]
    places = [_place(word, at) for at, word in enumerate(words, 1)]
    if len(places) != WORDS:
        raise NotOurWords("words.count", len(places))
    number = 0
    for place in places:
        number = number << WORD_BITS | place
    secret = (number >> CHECK_BITS).to_bytes(SECRET_BYTES)
    if _check(secret) != number & (2**CHECK_BITS - 1):
        raise NotOurWords("words.mixed")
    return secret


def _place(word: str, at: int) -> int:
    try:
        return word_list().index(word)
    except ValueError:
        raise NotOurWords("words.unknown", at) from None


def _check(secret: bytes) -> int:
    return hashlib.sha256(secret).digest()[0] >> 8 - CHECK_BITS
