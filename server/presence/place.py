"""A place in a room, as the lease that holds it carries it."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from server.streams.names import shard_of

PLACE_S = 90.0
# A page that is loaded again is away for a moment.
RELOAD_MS = 3_000
# Without script every other page is read in the place of the room's: help, or who serves here.
# One that loads itself again and again is away in between, and so it is on a slow line.
PAGE_MS = 30_000
ANY = 1 << 30  # a place that is held already is kept whatever the room's size


class Place(NamedTuple):
    """What a lease carries: the two words, and the room's head when the place was taken; on
    which node they are, and since when (ms) nowhere, or 0; and for how long (ms) that is not yet
    a lost line.
    """

    alias: str
    since: int
    node: str = ""
    away: int = 0
    grace: int = 0


Holders = Mapping[str, Place]


def lease_of(room_id: str) -> str:
    """Return the name under which a room's places are leased."""
    return f"{shard_of(room_id)}places:{room_id}"


def place_text(place: Place) -> str:
    """Return a place as a lease's value."""
    return msgspec.json.encode(place).decode()


def place_in(value: str) -> Place:
    """Return the place that a lease's value tells of."""
    return msgspec.json.decode(value, type=Place)
