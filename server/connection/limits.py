"""How many sockets and entries one network prefix may have, on this node.

A prefix is kept only as an HMAC under a key made in memory at midnight's first use: nothing
here tells where anybody is, and nothing of it is written.
"""

import time
from collections import Counter
from hmac import digest
from secrets import token_bytes
from socket import AF_INET, AF_INET6, inet_pton

from rooms.refusal import too_fast

SOCKETS = 64
ENTERS_PER_MINUTE = 60
MINUTE_S = 60
DAY_S = 86_400
_V4_BITS = 24
_V6_BITS = 56
_MAPPED = bytes(10) + b"\xff\xff"  # an IPv4 address as IPv6 writes it


class Prefixes:
    """Counts by prefix; `limited=False` counts nothing."""

    def __init__(self, *, limited: bool) -> None:
        self._limited = limited
        self._key = token_bytes(32)
        self._key_from = time.monotonic()
        self._sockets: Counter[bytes] = Counter()
        self._enters: dict[bytes, tuple[float, float]] = {}

    def bucket(self, address: str) -> bytes:
        """Return the prefix's bucket; an address that is none has one of its own."""
        try:
            return self._hashed(inet_pton(AF_INET, address)[: _V4_BITS // 8])
        except OSError:
            return self._of_six(address)

    def _of_six(self, address: str) -> bytes:
        try:
            packed = inet_pton(AF_INET6, address.partition("%")[0])
        except OSError:
            return self._hashed(b"other")
        if packed.startswith(_MAPPED):  # a listener for both kinds
            return self._hashed(packed[len(_MAPPED) :][: _V4_BITS // 8])
        return self._hashed(packed[: _V6_BITS // 8])

    def arrive(self, bucket: bytes | None) -> bool:
        """Count a socket in; False if there are too many already. None is not counted."""
        if bucket is None:
            return True
        if self._limited and self._sockets[bucket] >= SOCKETS:
            return False
        self._sockets[bucket] += 1
        return True

    def depart(self, bucket: bytes | None) -> None:
        """Count a socket out."""
        if bucket is None:
            return
        self._sockets[bucket] -= 1
        if self._sockets[bucket] <= 0:
            del self._sockets[bucket]

    def enter(self, bucket: bytes | None, now: float) -> float:
        """Take one entry: 0.0 if there was one, else seconds to wait. `now` in seconds."""
        if not self._limited or bucket is None:
            return 0.0
        per_s = ENTERS_PER_MINUTE / MINUTE_S
        left, at = self._enters.get(bucket, (float(ENTERS_PER_MINUTE), now))
        left = min(float(ENTERS_PER_MINUTE), left + (now - at) * per_s)
        if left < 1:
            return (1 - left) / per_s
        self._enters[bucket] = (left - 1, now)
        return 0.0

    def forget_idle(self, now: float) -> None:
        """Drop full buckets, and once a day the key that named them all."""
        self._enters = {b: (n, at) for b, (n, at) in self._enters.items() if now - at < MINUTE_S}
        # Open sockets are counted out under the name they were counted in with.
        if time.monotonic() - self._key_from > DAY_S:
            self._key = token_bytes(32)
            self._key_from = time.monotonic()

    def _hashed(self, prefix: bytes) -> bytes:
        return digest(self._key, prefix, "sha256")[:16]


def may_enter(wait_s: float) -> None:
    """Raise `Refusal` for one whose prefix has come in too often of late."""
    if wait_s > 0:
        raise too_fast(wait_s)
