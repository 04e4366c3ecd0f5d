"""The shelf: short readings, and what there is beside the group, one TOML file for each topic.

Written for this project. A group finds its own topic's shelf and the one for everybody.
"""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

EVERYBODY = "general"
Words = Mapping[str, Annotated[str, Meta(min_length=1, max_length=1200)]]


class Piece(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to read: a thought, or what one can do beside the group."""

    id: str
    kind: Literal["reading", "beside"]
    title: Words
    text: Words


class Shelf(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on the shelf of one topic."""

    topic: str
    pieces: Annotated[tuple[Piece, ...], Meta(min_length=1)]


def load() -> Mapping[str, Shelf]:
    """Return every shelf in this folder by its topic."""
    files = (f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))
    shelves = [msgspec.convert(tomllib.loads(f.read_text("utf-8")), Shelf) for f in files]
    return {shelf.topic: shelf for shelf in shelves}


def of(shelves: Mapping[str, Shelf], topic: str) -> Sequence[Piece]:
    """Return what a group with this topic finds: its own first, then what is for everybody."""
    topics = dict.fromkeys((topic, EVERYBODY))
    return [piece for name in topics if name in shelves for piece in shelves[name].pieces]
