"""Who a member is: one secret, and for each room a key that leads back to nothing.

Standard library only. The browser derives the same bytes from the same secret.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

SECRET_BYTES = 16
KEY_BYTES = 32
SALT = b"kith.v1"


def new_secret() -> bytes:
    """Make a secret nobody has had before."""
    return secrets.token_bytes(SECRET_BYTES)


def new_id() -> str:
    """Make the id of one question or line, 128 bits."""
    return spell(secrets.token_bytes(16))


def room_key(secret: bytes, house: str, room: str) -> bytes:
    """Derive the key this room, in this house, knows the member by."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a secret has 16 bytes")
    return hkdf_sha256(secret, SALT, f"room:{house}:{room}".encode(), KEY_BYTES)


def spell(raw: bytes) -> str:
    """Write bytes as the wire does: base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def hkdf_sha256(ikm: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Derive `length` bytes by RFC 5869."""
    step = hmac.digest(salt, ikm, hashlib.sha256)
    block, derived = b"", b""
    for counter in range(1, -(-length // hashlib.sha256().digest_size) + 1):
        block = hmac.digest(step, block + info + bytes([counter]), hashlib.sha256)
        derived += block
    return derived[:length]
