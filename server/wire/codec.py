"""Bytes to typed frames and back. Inside, nobody checks again."""

from typing import TypeVar

import msgspec

from server.wire.desk import VolunteerFrame
from server.wire.frames import CLIENT_FRAME_BYTES, MemberFrame, ServerFrame

F = TypeVar("F")


class WireFault(Exception):
    """The peer broke the protocol; carries nothing of what it sent."""


_members: msgspec.json.Decoder[MemberFrame] = msgspec.json.Decoder(MemberFrame)
_volunteers: msgspec.json.Decoder[VolunteerFrame] = msgspec.json.Decoder(VolunteerFrame)
_encoder = msgspec.json.Encoder()


def decode(data: str | bytes) -> MemberFrame:
    """Return the member's frame, or raise `WireFault`."""
    return _read(_members, data)


def decode_volunteer(data: str | bytes) -> VolunteerFrame:
    """Return the volunteer's frame, or raise `WireFault`."""
    return _read(_volunteers, data)


def encode(frame: ServerFrame) -> bytes:
    """Return the frame's JSON, UTF-8."""
    return _encoder.encode(frame)


def _read(decoder: msgspec.json.Decoder[F], data: str | bytes) -> F:
    if len(data) > CLIENT_FRAME_BYTES:
        raise WireFault
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WireFault from None
