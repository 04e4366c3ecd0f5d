"""A volunteer's session: a signed token in a cookie, so that every node takes it and none keeps it.

It says who, until when, and a random number that tells sessions apart. What somebody may do is
not in it: that is looked up each time, so that a removed volunteer is out at once.
"""

import hmac
from dataclasses import dataclass
from secrets import token_bytes

from rooms import base64url

SESSION_S = 12 * 3600
_WHO_BYTES, _UNTIL_BYTES, _NONCE_BYTES, _MAC_BYTES = 16, 8, 16, 32
_CONTEXT = b"session\0"


@dataclass(frozen=True, slots=True)
class Session:
    """What a genuine token says."""

    volunteer: str
    until: int
    name: str

    @property
    def began(self) -> int:
        """When the volunteer signed in (ms)."""
        return self.until - SESSION_S * 1000


def begin(key: bytes, volunteer: str, now: int) -> str:
    """Return the token of a new session; no token that was there before becomes one."""
    until = (now + SESSION_S * 1000).to_bytes(_UNTIL_BYTES)
    body = base64url.decode(volunteer) + until + token_bytes(_NONCE_BYTES)
    return base64url.encode(body + _mac(key, body))


def read(key: bytes, token: str, now: int) -> Session | None:
    """Return what the token says, if we signed it and its time is not over."""
    try:
        raw = base64url.decode(token)
    except ValueError:
        return None
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(body) != _WHO_BYTES + _UNTIL_BYTES + _NONCE_BYTES:
        return None
    if not hmac.compare_digest(mac, _mac(key, body)):
        return None
    until = int.from_bytes(body[_WHO_BYTES : _WHO_BYTES + _UNTIL_BYTES])
    if until <= now:
        return None
    nonce = body[-_NONCE_BYTES:]
    return Session(base64url.encode(body[:_WHO_BYTES]), until, base64url.encode(nonce))


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, _CONTEXT + body, "sha256")
