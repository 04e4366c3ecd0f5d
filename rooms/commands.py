"""What a member asks of a room: imperative, already parsed, with what only the edge knows."""

from msgspec import Struct

from rooms.meeting.turn import Wish


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
    """Ask for a turn or, without `up`, take it back; with `last`, at the end of the line."""

    up: bool = True
    last: bool = False


class PassTurn(Command, frozen=True):
    """Pass the turn on, or give it `to` somebody."""

    to: str = ""


class MakeWish(Command, frozen=True):
    """Say what may follow one's turn."""

    what: Wish


class GoOn(Command, frozen=True):
    """End the step of this name, as the chair."""

    step: str


class Lead(Command, frozen=True):
    """Open the evening, or stand in; without `up`, lay it down."""

    up: bool


class ShareAlone(Command, frozen=True):
    """Ask that no guest is there while one shares; without `up`, take it back."""

    up: bool


InMeeting = TakeTurn | PassTurn | MakeWish | GoOn | Lead | ShareAlone
