"""Look at what is to be sent, before it goes: a frame no server reads would end the socket."""

import msgspec

from client.events import Refused
from client.pending import Asked
from server.wire import codec
from server.wire.frames import CLIENT_FRAME_BYTES


def check(frame: Asked) -> None:
    """Stop what would end the socket, and what waits on it with it.

    Raises `Refused` for words that cannot travel, and `ValueError` for a program's mistake.
    """
    try:
        written = msgspec.json.encode(frame)
    except UnicodeEncodeError:
        raise Refused(frame.id, "bad_text") from None
    if len(written) > CLIENT_FRAME_BYTES:
        raise Refused(frame.id, "too_long")
    try:
        codec.decode(written)
    except codec.WireFault:
        raise ValueError("no server would read this") from None
