"""RFC 6455 framing of what the server sends: unmasked, unfragmented frames.

A text frame is built once and its bytes are written to every member's transport.
"""

from collections.abc import Iterator

_SHORT = 126
_MEDIUM = 1 << 16


def text_frame(payload: bytes) -> bytes:
    """Return the complete WebSocket text frame that carries `payload` (UTF-8)."""
    size = len(payload)
    if size < _SHORT:
        return bytes((0x81, size)) + payload
    if size < _MEDIUM:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def close_frame(code: int) -> bytes:
    """Return the frame that closes with a code; the reason is in the code alone."""
    return b"\x88\x02" + code.to_bytes(2, "big")


def pong_frame(payload: bytes) -> bytes:
    """Return the answer to a ping; what is in a ping is never longer than `_SHORT`."""
    return bytes((0x8A, len(payload))) + payload


def payloads(frames: bytes) -> Iterator[bytes]:
    """Yield what complete frames of `text_frame` carry, for a reader that has no socket."""
    start = 0
    while start < len(frames):
        size = frames[start + 1]
        body = start + 2
        if size >= _SHORT:
            wide = 2 if size == _SHORT else 8
            size = int.from_bytes(frames[body : body + wide], "big")
            body += wide
        yield frames[body : body + size]
        start = body + size
