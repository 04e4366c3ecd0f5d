"""base64url without padding, one spelling per value: the only form of bytes on the wire."""

import base64


def encode(raw: bytes) -> str:
    """Return the one spelling of these bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes that this spells; `ValueError` for any other spelling of them."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if encode(raw) != text:
        raise ValueError("not the one spelling of these bytes")
    return raw
