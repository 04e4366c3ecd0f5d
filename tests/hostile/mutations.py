"""Bytes that are nearly right: what a valid message becomes in the hands of somebody hostile.

Every mutation follows from a seed, so that what was found can be found again.
"""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from rooms import base64url

ODD_BYTES = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80", b"\r\n", b"\\u0000",
    b"\\ud800", b"\\", b'"', b"{", b"}", b"[" * 200, b"]", b":", b",", b"%00", b"%ff", b"&", b"=",
    b"+", b"\xe2\x80\xae", b"1e999", b"-0", b"NaN", b"9" * 400,
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**53 + 1, 2**64, 10**30, 0.5, 1e308, "", " ",
    "\x00", "\u202e", "\u200d" * 50, "A" * 22, "A" * 43, "a" * 2_001, "\U0001f642" * 500, [], {},
    [[]], {"t": "say"}, "enter", "../../x", "%s%n", "\uffff", "1", "-", "é" * 22,
)  # fmt: skip

ODD_TEXTS = tuple(value for value in ODD_VALUES if isinstance(value, str))
WORDS = ("text", "name", "note", "known", "said", "next", "alias", "lang")

Mutation = Callable[["Mutator", bytes], bytes]


class Mutator:
    """Draws mutations. `also` is what parts of other messages are taken from."""

    def __init__(self, seed: int, also: Sequence[bytes] = ()) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - found again by its seed, guessed by nobody
        self._also = list(also) or [b""]

    def mutated(self, message: bytes) -> bytes:
        """Return the message after one to four mutations."""
        for _ in range(self._draw.choice((1, 1, 1, 2, 3, 4))):
            message = self._draw.choice(MUTATIONS)(self, message)
        return message

    def one_of(self, messages: Sequence[bytes]) -> bytes:
        """Return one of several messages."""
        return self._draw.choice(messages)

    def _place(self, message: bytes) -> int:
        return self._draw.randrange(len(message) + 1)

    def _part(self, message: bytes) -> slice:
        one, other = sorted((self._place(message), self._place(message)))
        return slice(one, other)

    def flip(self, message: bytes) -> bytes:
        """Turn one bit around."""
        if not message:
            return message
        changed = bytearray(message)
        changed[self._draw.randrange(len(changed))] ^= 1 << self._draw.randrange(8)
        return bytes(changed)

    def cut(self, message: bytes) -> bytes:
        """Leave a part out."""
        part = self._part(message)
        return message[: part.start] + message[part.stop :]

    def end(self, message: bytes) -> bytes:
        """Stop too early."""
        return message[: self._place(message)]

    def double(self, message: bytes) -> bytes:
        """Say a part twice, or very often."""
        part = self._part(message)
        times = self._draw.choice((1, 1, 1, 50))
        return message[: part.stop] + message[part] * times + message[part.stop :]

    def plant(self, message: bytes) -> bytes:
        """Put something odd anywhere."""
        place = self._place(message)
        return message[:place] + self._draw.choice(ODD_BYTES) + message[place:]

    def splice(self, message: bytes) -> bytes:
        """Go on as another message."""
        other = self._draw.choice(self._also)
        return message[: self._place(message)] + other[self._place(other) :]

    def odd_value(self, message: bytes) -> bytes:
        """Put something odd in place of a value of JSON, wherever it stands."""
        try:
            tree = json.loads(message)
        except (ValueError, RecursionError):
            return self.plant(message)
        holders = list(_holders(tree))
        if not holders:
            return self.plant(message)
        holder, key = self._draw.choice(holders)
        match self._draw.randrange(4):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[self._draw.choice(("t", "id", "x", "text", "n"))] = holder.pop(key)
            case _:
                holder[key] = self._draw.choice(ODD_VALUES)
        try:
            return json.dumps(tree, ensure_ascii=self._draw.random() < 0.5).encode()
        except (ValueError, RecursionError):  # a lone surrogate came in before
            return self.plant(message)

    def reword(self, message: bytes) -> bytes:
        """Say something else in the same form, so that what lies behind it is tried too."""
        try:
            tree = json.loads(message)
        except (ValueError, RecursionError):
            return self.plant(message)
        for holder, key in _holders(tree):
            match holder[key]:
                case str() if key in WORDS:
                    holder[key] = self._draw.choice(ODD_TEXTS)
                case int() if not isinstance(holder[key], bool):
                    holder[key] = self._draw.randrange(1, 60)
                case str() if key == "id":
                    holder[key] = base64url.encode(self._draw.randbytes(16))
        return json.dumps(tree).encode()


def _holders(tree: Any) -> Any:  # noqa: ANN401 - JSON
    """Yield every place in a tree at which something stands."""
    if isinstance(tree, dict | list):
        for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
            yield tree, key
            yield from _holders(value)


MUTATIONS: Sequence[Mutation] = (
    Mutator.flip,
    Mutator.cut,
    Mutator.end,
    Mutator.double,
    Mutator.plant,
    Mutator.splice,
    Mutator.odd_value,
    Mutator.odd_value,
    Mutator.reword,
    Mutator.reword,
    Mutator.reword,
    Mutator.reword,
)
