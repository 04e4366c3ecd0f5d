"""What follows from the cookie's secret: never the secret, and nothing that leads back to it."""

from hashlib import sha256
from hmac import compare_digest
from secrets import token_bytes

from rooms import base64url
from rooms.hkdf import hkdf_sha256
from rooms.identity import SALT

TOKEN_BYTES = 16
ID_BYTES = 16


def form_token(secret: bytes, house: str, room: str) -> str:
    """Return what a form of this room must carry: a foreign page cannot know it.

    It follows from the secret alone, so a form outlives a restart and fits every node.
    """
    info = f"form:{house}:{room}".encode()
    return base64url.encode(hkdf_sha256(secret, salt=SALT, info=info, length=TOKEN_BYTES))


def is_ours(token: str, shown: str) -> bool:
    """Return whether a form showed this token, without telling how nearly."""
    return compare_digest(token.encode(), shown.encode())


def whose(secret: bytes) -> bytes:
    """Return the name under which a session's open streams are counted, in memory only."""
    return hkdf_sha256(secret, salt=SALT, info=b"session", length=TOKEN_BYTES)


def new_id() -> str:
    """Return the id of the next message; it waits in the form, so that twice is once."""
    return base64url.encode(token_bytes(ID_BYTES))


def id_for(act: str, message_id: str) -> str:
    """Return the id of another act from the same form: one id is one act."""
    return base64url.encode(sha256(f"{act}|{message_id}".encode()).digest()[:ID_BYTES])
