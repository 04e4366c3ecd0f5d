"""Who a member is, to the byte: a secret of the browser, a key per room, an id per house.

Nothing leads back: the room does not learn the secret, and who holds a room's records
without the house's fingerprint key cannot tell which key belongs to which member.
"""

import hmac

from rooms import base64url
from rooms.hkdf import hkdf_sha256

SALT = b"kith.v1"
SECRET_BYTES = 16
ROOM_KEY_BYTES = 32
MEMBER_ID_BYTES = 16


def room_key(secret: bytes, house: str, room: str) -> bytes:
    """Return the key a secret has in one room of one house; browsers compute it alike."""
    info = f"room:{house}:{room}".encode()
    return hkdf_sha256(secret, salt=SALT, info=info, length=ROOM_KEY_BYTES)


def member_id(fingerprint_key: bytes, key: bytes) -> str:
    """Return the public id of whoever shows this room key."""
    fingerprint = hmac.digest(fingerprint_key, key, "sha256")
    return base64url.encode(fingerprint[:MEMBER_ID_BYTES])
