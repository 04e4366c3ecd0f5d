"""What a shared store is told of places and limits, under the hour's key of talk."""

from collections.abc import Callable
from hmac import digest

from server.crypto.ratchet import TALK, Ratchet, derive
from server.crypto.sealing import Damaged, Expired, Sealer

# Sealed like talk, so that it stops opening when talk of its hour does.
SEALED_AS = "{places}room:places"


class HouseVeil:
    """`server.backplane.veil.Veil`: names end with the hour, values with the talk."""

    def __init__(self, sealer: Sealer, talk: Ratchet, now: Callable[[], int]) -> None:
        self._sealer = sealer
        self._talk = talk
        self._now = now
        self._keys: dict[int, bytes] = {}

    def names(self, text: str) -> tuple[str, str]:
        """Return what `text` is called in this hour, and was in the last one."""
        period = max(TALK.period(self._now()), self._talk.oldest + 1)
        return self._name(period, text), self._name(period - 1, text)

    def seal(self, text: str) -> bytes:
        """Return `text` as bytes that open only in this house."""
        return self._sealer.seal(SEALED_AS, text.encode())

    def open(self, sealed: bytes) -> str | None:
        """Return what was sealed, or None if it can no longer be read."""
        try:
            return self._sealer.open(SEALED_AS, sealed).decode()
        except (Expired, Damaged):
            return None

    def _name(self, period: int, text: str) -> str:
        key = self._keys.get(period)
        if key is None:
            hour = self._talk.key(period)
            if hour is None:
                return ""
            key = derive(hour, b"kith.v1 places")
            self._keys = {p: k for p, k in self._keys.items() if p >= period - 1} | {period: key}
        return digest(key, text.encode(), "sha256")[:16].hex()
