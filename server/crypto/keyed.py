"""A keyed hash (HMAC-SHA256) that is begun once for each key: every message asks for two."""

import hmac


class Keyed:
    """`hmac.digest` under one key; to begin it costs more than to end it."""

    __slots__ = ("_begun",)

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, digestmod="sha256")

    def digest(self, body: bytes) -> bytes:
        """Return the hash of a body."""
        one = self._begun.copy()
        one.update(body)
        return one.digest()
