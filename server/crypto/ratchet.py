"""The forward ratchet: moving it on is how text is deleted.

`K(h + 1) = HKDF-SHA256(K(h))`. Only the key of the oldest period still needed is kept, in one
small file per retention class; later keys follow from it, earlier ones from nothing. So once
the ratchet has moved, no copy of older text opens again, wherever it lies.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from os import urandom
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.crypto.files import KeysDamaged, create_whole, open_folder, overwrite

HOUR_MS: Final = 60 * 60 * 1000
DAY_MS: Final = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class KeyClass:
    """How long one kind of text lives: the length of a key's period, and how far back."""

    code: int
    name: str
    period_ms: int
    keep_ms: int

    def period(self, at: int) -> int:
        """Return the number of the period that holds the time `at`."""
        return at // self.period_ms

    def oldest_needed(self, now: int) -> int:
        """Return the number of the first period whose key is still needed."""
        return max(0, self.period(now - self.keep_ms))


TALK: Final = KeyClass(code=1, name="talk", period_ms=HOUR_MS, keep_ms=DAY_MS)
FACTS: Final = KeyClass(code=2, name="facts", period_ms=DAY_MS, keep_ms=2 * DAY_MS)

_BODY: Final = struct.Struct(">4sB3xI32s")  # mark, class, period, key
_MARK: Final = b"KRT1"
_CHECK_BYTES: Final = 20
_STEP: Final = b"kith.v1 ratchet"


class Ratchet:
    """The keys of one class, from the oldest period kept onwards.

    `move_to` writes and waits for the disk: call it off the event loop. `key` may be called
    meanwhile.
    """

    def __init__(self, path: Path, key_class: KeyClass, period: int, key: bytes) -> None:
        self.key_class = key_class
        self._path = path
        # Swapped as one, so that a reader in another thread never sees half a move.
        self._held: tuple[int, dict[int, bytes]] = (period, {period: key})

    @classmethod
    def open(cls, folder: Path, key_class: KeyClass, now: int) -> "Ratchet":
        """Read the class's file under `folder`; at the first start, make it for `now`."""
        path = folder / f"{key_class.name}.ratchet"
        open_folder(folder)
        if not path.exists():
            # Not from now's period: a store's clock may start behind this one's.
            create_whole(path, _pack(key_class, key_class.oldest_needed(now), urandom(32)))
        period, key = _unpack(path, key_class)
        return cls(path, key_class, period, key)

    @property
    def oldest(self) -> int:
        """The first period whose key still exists."""
        return self._held[0]

    def key(self, period: int) -> bytes | None:
        """Return the period's key, or None if it is gone for good."""
        oldest, keys = self._held
        if period < oldest:
            return None
        nearest = period
        while nearest not in keys:
            nearest -= 1
        for later in range(nearest + 1, period + 1):
            keys[later] = next_key(keys[later - 1])
        return keys[period]

    def move_to(self, period: int) -> None:
        """Forget every key before `period`. Moving back is impossible and does nothing."""
        key = self.key(period)
        if key is None or period == self.oldest:
            return
        overwrite(self._path, _pack(self.key_class, period, key))
        self._held = (period, {period: key})


def next_key(key: bytes) -> bytes:
    """Return the key of the period that follows."""
    return derive(key, _STEP)


def derive(key: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose, from which `key` cannot be found."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


def _pack(key_class: KeyClass, period: int, key: bytes) -> bytes:
    body = _BODY.pack(_MARK, key_class.code, period, key)
    return body + sha256(body).digest()[:_CHECK_BYTES]


def _unpack(path: Path, key_class: KeyClass) -> tuple[int, bytes]:
    content = path.read_bytes()
    body, check = content[: _BODY.size], content[_BODY.size :]
    if not compare_digest(check, sha256(body).digest()[:_CHECK_BYTES]):
        raise _damaged(path)
    mark, code, period, key = _BODY.unpack(body)
    if (mark, code) != (_MARK, key_class.code):
        raise _damaged(path)
    return period, key


def _damaged(path: Path) -> KeysDamaged:
    return KeysDamaged(
        f"The key file {path} is damaged, and what was sealed under it cannot be read without"
        " it. Bring back a good copy of the file; or move it away and start again, and the"
        f" {path.stem} kept so far is lost."
    )
