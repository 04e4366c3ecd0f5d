"""Read what the server sends, and step over what this version does not know.

A newer server may send new frames and new fields. Both are passed over; but an unknown frame
with `n` and `at` is a stream event all the same, and its number counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType

from server.wire.frames import (
    Ack,
    Bye,
    Card,
    Gap,
    Group,
    Hello,
    Here,
    Nack,
    Reset,
    Resync,
    StreamFrame,
    Tick,
)


class Garbled(Exception):
    """The server sent what is no frame, or a known frame that cannot be read."""


class Lines(Struct, frozen=True, tag_field="t", tag="lines", rename={"from_": "from"}):
    """The answer to `more`, with each event still closed: one of them may be unknown."""

    events: list[msgspec.Raw]
    from_: int
    first_kept: int


@dataclass(frozen=True, slots=True)
class Other:
    """A stream event of a kind this version does not know."""

    n: int
    at: int


class _Label(Struct):
    """As much of a frame as every version can read."""

    t: str
    n: int | UnsetType = UNSET
    at: int | UnsetType = UNSET


_Private = Here | Group | Card
Known = (
    Hello | StreamFrame | Lines | _Private | Ack | Nack | Gap | Reset | Resync | Tick | Bye
)  # fmt: skip

_TAGS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Known))
_label = msgspec.json.Decoder(_Label)
_known: msgspec.json.Decoder[Known] = msgspec.json.Decoder(Known)


def read(frame: str | bytes | msgspec.Raw) -> Known | Other | None:
    """Return the frame, `Other` for an unknown stream event, `None` for what may be ignored."""
    try:
        label = _label.decode(frame)
        if label.t in _TAGS:
            return _known.decode(frame)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Garbled from None
    if label.n is UNSET or label.at is UNSET:
        return None
    return Other(label.n, label.at)


def known_events(lines: Lines) -> Sequence[StreamFrame]:
    """Return the events of an answer to `more` that this version can show."""
    read_each = (read(event) for event in lines.events)
    return [each for each in read_each if isinstance(each, StreamFrame)]
