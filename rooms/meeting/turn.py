"""The talking piece in somebody's hands, and the clock that runs with it. Times are ms."""

from enum import StrEnum

from msgspec import Struct, structs


class Wish(StrEnum):
    """What somebody who shares would like afterwards; nothing, unless they say so."""

    LISTEN = "listen"
    WELCOME = "welcome"
    QUESTION = "question"


class Phase(StrEnum):
    """How far a turn has come; `held` keeps the place of somebody whose line was lost."""

    OPEN = "open"
    SOON = "soon"
    GRACE = "grace"
    HELD = "held"


class Turn(Struct, frozen=True, omit_defaults=True):
    """`left` ms of talk were left at `since`, less than nothing in the grace; with `held_at`
    the clock stands, and the place is kept from then on.
    """

    holder: str
    alias: str
    left: int
    since: int
    phase: Phase = Phase.OPEN
    held_at: int = 0
    wish: Wish = Wish.LISTEN

    def left_at(self, now: int) -> int:
        """Return how much time to talk is left."""
        return self.left if self.held_at else self.left - max(0, now - self.since)

    def later(self, ms: int) -> "Turn":
        """Return the turn with its clock set back by so much."""
        return structs.replace(
            self, since=self.since + ms, held_at=self.held_at + ms if self.held_at else 0
        )


class Feedback(Struct, frozen=True, omit_defaults=True):
    """What others may answer to somebody who shared and asked for it, until then."""

    of: str
    alias: str
    wish: Wish
    until: int

    def later(self, ms: int) -> "Feedback":
        """Return the feedback with so much more time."""
        return structs.replace(self, until=self.until + ms)


class Why(StrEnum):
    """Why the piece moved, or what changed about it."""

    ASKED = "asked"
    STEPPED_BACK = "stepped_back"
    BEGUN = "begun"
    SOON = "soon"
    GRACE = "grace"
    PASSED = "passed"
    GIVEN = "given"
    TIME = "time"
    LINE_LOST = "line_lost"
    LINE_BACK = "line_back"
    GONE = "gone"
    WISHED = "wished"
    FEEDBACK_OVER = "feedback_over"
