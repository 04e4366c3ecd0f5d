"""The opening handshake of RFC 6455, without IO: a request's head in, the answer's bytes out."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha1

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_NONCE_BYTES = 16
_VERSION = "13"
_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*?)[ \t]*")
_OF_BODIES = {"Content-Length", "Transfer-Encoding", "Expect"}


class NoHandshake(Exception):
    """The request asks for no WebSocket that we speak."""


def accepted(headers: Mapping[str, str], protocol: str) -> bytes:
    """Return the answer that opens the socket; `headers` knows names in title case."""
    if headers.get("Upgrade", "").strip().lower() != "websocket":
        raise NoHandshake
    if "upgrade" not in _listed(headers.get("Connection", "").lower()):
        raise NoHandshake
    if headers.get("Sec-Websocket-Version") != _VERSION:
        raise NoHandshake
    lines = [
        b"HTTP/1.1 101 Switching Protocols",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Accept: " + _proof(headers.get("Sec-Websocket-Key", "")),
    ]
    if protocol in _listed(headers.get("Sec-Websocket-Protocol", "")):
        lines.append(b"Sec-WebSocket-Protocol: " + protocol.encode())
    return b"\r\n".join([*lines, b"", b""])


def plain_head(data: bytes, path: bytes) -> tuple[Mapping[str, str], bytes] | None:
    """Return the headers of a request for a socket, and what came behind them.

    None for whatever is not whole, or in the least unusual: no name twice, no folded line, no
    byte beyond ASCII, nothing that says there is a body.
    """
    head, whole, rest = data.partition(b"\r\n\r\n")
    first, _, lines = head.partition(b"\r\n")
    if not whole or first != b"GET %b HTTP/1.1" % path or not lines.isascii():
        return None
    headers: dict[str, str] = {}
    for line in lines.decode("ascii").split("\r\n"):
        parts = _LINE.fullmatch(line)
        if parts is None:
            return None
        name = parts[1].title()
        if name in headers or name in _OF_BODIES:
            return None
        headers[name] = parts[2]
    return (headers, rest) if "Host" in headers else None


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",")]


def _proof(nonce: str) -> bytes:
    """Return what shows that the handshake was understood."""
    nonce = nonce.strip()
    try:
        if len(b64decode(nonce, validate=True)) != _NONCE_BYTES:
            raise NoHandshake
    except ValueError:
        raise NoHandshake from None
    return b64encode(sha1(nonce.encode() + _GUID, usedforsecurity=False).digest())
