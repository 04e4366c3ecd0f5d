"""Bytes to typed frames and back. Inside, nobody checks again."""

import msgspec

from server.wire.frames import CLIENT_FRAME_BYTES, MemberFrame, ServerFrame


class WireFault(Exception):
    """The peer broke the protocol; carries nothing of what it sent."""


_decoder: msgspec.json.Decoder[MemberFrame] = msgspec.json.Decoder(MemberFrame)
_encoder = msgspec.json.Encoder()


def decode(data: str | bytes) -> MemberFrame:
    """Return the member's frame, or raise `WireFault`."""
    if len(data) > CLIENT_FRAME_BYTES:
        raise WireFault
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WireFault from None


def encode(frame: ServerFrame) -> bytes:
    """Return the frame's JSON, UTF-8."""
    return _encoder.encode(frame)
