"""What a member asks of a room: imperative, already parsed, with what only the edge knows."""

from msgspec import Struct


class Command(Struct, frozen=True):
    """Something asked by member `by`; `id` is the client's, scoped to that member."""

    by: str
    id: str


class Post(Command, frozen=True):
    """Say `text` to the room under two words; `to` is a line's number or 0."""

    alias: str
    text: str
    to: int = 0


class Thank(Command, frozen=True):
    """Thank the author of line `of`, privately."""

    of: int


class TakeTurn(Command, frozen=True):
    """Ask for a turn, or pass it on: for formats that have turns."""
