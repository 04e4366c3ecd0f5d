"""Challenges for passkeys that no node has to remember: signed, for one purpose, used once."""

import hmac
from enum import Enum
from secrets import token_bytes, token_hex

from moderation.refusal import DeskCode, No
from rooms import base64url
from server.backplane import Backplane
from server.streams.names import HOUSE_SHARD

CHALLENGE_S = 300
_UNTIL_BYTES, _NONCE_BYTES, _MAC_BYTES = 8, 16, 32


class Purpose(Enum):
    """What the answer to a challenge may be used for."""

    JOIN = b"join\0"
    SIGN_IN = b"sign in\0"
    ADD = b"add\0"


class Challenges:
    """Makes challenges, and knows its own again."""

    def __init__(self, key: bytes, backplane: Backplane) -> None:
        self._key = key
        self._backplane = backplane

    def make(self, purpose: Purpose) -> bytes:
        """Return a new challenge."""
        until = self._backplane.now() + CHALLENGE_S * 1000
        body = until.to_bytes(_UNTIL_BYTES) + token_bytes(_NONCE_BYTES)
        return body + self._mac(purpose, body)

    async def use(self, purpose: Purpose, challenge: bytes) -> None:
        """Take a challenge of ours as answered; raise `No` for another's, an old or a used one."""
        body, mac = challenge[:-_MAC_BYTES], challenge[-_MAC_BYTES:]
        genuine = hmac.compare_digest(mac, self._mac(purpose, body))
        if not genuine or int.from_bytes(body[:_UNTIL_BYTES]) <= self._backplane.now():
            raise No(DeskCode.PASSKEY_REFUSED)
        # An answer that somebody listened in on must open nothing, on any node.
        name = f"{HOUSE_SHARD}challenge:{base64url.encode(body)}"
        lease = await self._backplane.lease(name, token_hex(8), "", CHALLENGE_S, 1)
        if not lease.held:
            raise No(DeskCode.PASSKEY_REFUSED)

    def volunteer(self, challenge: bytes) -> str:
        """Return the id of whoever joins by this challenge: random, and known to both halves."""
        drawn = hmac.digest(self._key, b"volunteer\0" + challenge, "sha256")
        return base64url.encode(drawn[:16])

    def _mac(self, purpose: Purpose, body: bytes) -> bytes:
        return hmac.digest(self._key, b"challenge\0" + purpose.value + body, "sha256")
