"""Seal what is stored: AES-256-GCM under the period's key of the entry's retention class.

A sealed entry is header, nonce, ciphertext. The header says which key: version, class, period,
and the entry's own random id. The stream's name and the header are authenticated, so an entry
opens only in the stream, and under the period, it was sealed for.
"""

import struct
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hmac import compare_digest
from os import urandom
from typing import Final, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.crypto.keyed import Keyed
from server.crypto.ratchet import TALK, KeyClass, Ratchet, derive

_HEADER: Final = struct.Struct(">BBI16s")  # version, class, period, entry id
_PERIOD: Final = struct.Struct(">I")
_VERSION: Final = 1
_ID_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_SHORTEST: Final = _HEADER.size + _NONCE_BYTES + _TAG_BYTES
_MAC_BYTES: Final = 16
# A header from further ahead is not ours; deriving up to it would only cost time.
_FAR_PERIODS: Final = 1_000
_KEYS_KEPT: Final = 4_096

_CacheKey = tuple[int, int, str]
T = TypeVar("T")


class Expired(Exception):
    """The key is gone; nobody opens this again."""


class Damaged(Exception):
    """Not what was sealed, or not for this stream."""


class Sealer:
    """Seals and opens entries; which class a stream's entries have is told by `class_of`."""

    def __init__(
        self,
        ratchets: Mapping[KeyClass, Ratchet],
        class_of: Callable[[str], KeyClass],
        now: Callable[[], int],
    ) -> None:
        self._by_code = {key_class.code: ratchet for key_class, ratchet in ratchets.items()}
        self._talk = ratchets[TALK]
        self._newest: dict[int, int] = {}  # of each class, the last period that was asked for
        self._class_of = class_of
        self._now = now
        self._seals = _Recent[AESGCM]()
        self._macs = _Recent[Keyed]()

    def seal(self, stream: str, plaintext: bytes) -> bytes:
        """Seal under the present period's key of the stream's class."""
        ratchet = self._by_code[self._class_of(stream).code]
        period = self._period(ratchet)
        fresh = urandom(_ID_BYTES + _NONCE_BYTES)
        header = _HEADER.pack(_VERSION, ratchet.key_class.code, period, fresh[:_ID_BYTES])
        nonce = fresh[_ID_BYTES:]
        cipher = self._cipher(ratchet, period, stream)
        return header + nonce + cipher.encrypt(nonce, plaintext, _bound_to(stream, header))

    def open(self, stream: str, sealed: bytes) -> bytes:
        """Return what was sealed; raise `Expired` if its key is gone, `Damaged` if it is not so."""
        if len(sealed) < _SHORTEST:
            raise Damaged
        header = sealed[: _HEADER.size]
        nonce = sealed[_HEADER.size : _HEADER.size + _NONCE_BYTES]
        version, code, period, _ = _HEADER.unpack(header)
        ratchet = self._by_code.get(code)
        if version != _VERSION or ratchet is None or self._is_far(ratchet, period):
            raise Damaged
        cipher = self._cipher(ratchet, period, stream)
        try:
            return cipher.decrypt(
                nonce, sealed[_HEADER.size + _NONCE_BYTES :], _bound_to(stream, header)
            )
        except InvalidTag:
            raise Damaged from None

    def mac(self, stream: str, body: bytes) -> bytes:
        """Return what a later body can be compared with, while this hour's key lives."""
        ratchet = self._talk
        period = self._period(ratchet)
        return _PERIOD.pack(period) + self._tag(ratchet, period, stream, body)

    def mac_matches(self, stream: str, body: bytes, mac: bytes) -> bool | None:
        """Tell whether `mac` was made of `body`; None when that hour's key is gone."""
        if len(mac) != _PERIOD.size + _MAC_BYTES:
            return False
        ratchet = self._talk
        (period,) = _PERIOD.unpack(mac[: _PERIOD.size])
        if self._is_far(ratchet, period):
            return False
        try:
            tag = self._tag(ratchet, period, stream, body)
        except Expired:
            return None
        return compare_digest(tag, mac[_PERIOD.size :])

    def _period(self, ratchet: Ratchet) -> int:
        # A clock behind the ratchet must not stop the talk: the oldest key left is used.
        key_class, oldest = ratchet.key_class, ratchet.oldest
        period = self._newest[key_class.code] = max(key_class.period(self._now()), oldest)
        return period

    def _is_far(self, ratchet: Ratchet, period: int) -> bool:
        near = self._newest.get(ratchet.key_class.code, 0) + _FAR_PERIODS
        return period > near and period > self._period(ratchet) + _FAR_PERIODS

    def _tag(self, ratchet: Ratchet, period: int, stream: str, body: bytes) -> bytes:
        place = (ratchet.key_class.code, period, stream)
        key = self._macs.get(place, ratchet)
        if key is None:
            key = Keyed(derive(_alive(ratchet, period), b"kith.v1 mac:" + stream.encode()))
            self._macs.put(place, key)
        return key.digest(body)[:_MAC_BYTES]

    def _cipher(self, ratchet: Ratchet, period: int, stream: str) -> AESGCM:
        place = (ratchet.key_class.code, period, stream)
        cipher = self._seals.get(place, ratchet)
        if cipher is None:
            key = derive(_alive(ratchet, period), b"kith.v1 seal:" + stream.encode())
            cipher = AESGCM(key)
            self._seals.put(place, cipher)
        return cipher


class _Recent(Generic[T]):
    """Derived keys used of late; a bounded number, and none whose period is gone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_CacheKey, T] = OrderedDict()
        self._oldest: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, place: _CacheKey, ratchet: Ratchet) -> T | None:
        if self._oldest.get(place[0]) != ratchet.oldest:
            self._forget_before(place[0], ratchet.oldest)
        if place in self._kept:
            self._kept.move_to_end(place)
        return self._kept.get(place)

    def put(self, place: _CacheKey, value: T) -> None:
        self._kept[place] = value
        if len(self._kept) > _KEYS_KEPT:
            self._kept.popitem(last=False)

    def _forget_before(self, code: int, oldest: int) -> None:
        self._oldest[code] = oldest
        for place in [p for p in self._kept if p[0] == code and p[1] < oldest]:
            del self._kept[place]


def _alive(ratchet: Ratchet, period: int) -> bytes:
    key = ratchet.key(period)
    if key is None:
        raise Expired
    return key


def _bound_to(stream: str, header: bytes) -> bytes:
    return stream.encode() + b"|" + header
