"""Opaque names for room pages: nobody at home reads a topic in an address."""

import hmac
from base64 import urlsafe_b64encode


def handle_of(key: bytes, day: str, room_id: str) -> str:
    """Return the room's handle for a UTC day (`2026-01-31`): 16 bytes, base64url."""
    digest = hmac.digest(key, f"{day}|{room_id}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
