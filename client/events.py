"""What a link tells its program: frames of the wire as they are, and four words of its own."""

from dataclasses import dataclass

from server.wire.frames import Card, Group, Hello, Here, StreamFrame


@dataclass(frozen=True, slots=True)
class Missed:
    """Lines were said that will not come: from `first` to `last`, or nobody can say which."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """The line dropped; the link comes back by itself."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The door said not now; the link knocks again. `next_room` is a circle with space."""

    code: str
    next_room: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The link will not come back: it left, or was told to stay away (`why`, if said). `appeal` is
    the code with which another volunteer may be asked.
    """

    code: int
    why: str | None = None
    appeal: str = ""


Event = Hello | StreamFrame | Here | Group | Card | Missed | Away | TurnedAway | Ended


@dataclass(frozen=True, slots=True)
class Accepted:
    """The room took it. `saved` is whether it is known to be on disk."""

    n: int | None
    saved: bool


class Refused(Exception):
    """The room said no to `id`, for good. Carries no text of the person's."""

    def __init__(
        self,
        ident: str,
        code: str,
        spans: tuple[tuple[int, int], ...] = (),
        *,
        held: bool = False,
        why: str = "",
    ) -> None:
        super().__init__(code)
        self.id = ident
        self.code = code
        self.spans = spans
        self.held = held
        self.why = why


class LinkEnded(Exception):
    """The link ended before an answer came; nobody knows whether the room took it."""
