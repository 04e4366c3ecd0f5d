"""How a fault is planted: one method of the real server, replaced in this process alone.

A plant acts only in the room that has its name; everything else goes the usual way.
"""

from collections.abc import Callable
from typing import Any

from server.streams.names import ROOM, kind_of, room_of


def is_talk_of(stream: str, *rooms: str) -> bool:
    """Return whether a stream is the talk of one of these rooms."""
    return kind_of(stream) == ROOM and room_of(stream) in rooms


def instead(owner: object, name: str, plant: Callable[..., Callable[..., Any]]) -> None:
    """Replace a method by what `plant` makes of it."""
    setattr(owner, name, plant(getattr(owner, name)))
