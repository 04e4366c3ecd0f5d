"""What frames tell about a meeting: its steps, whose turn it is, and all of it at once."""

from msgspec import UNSET, Struct, UnsetType


class StepFacts(Struct, frozen=True, omit_defaults=True):
    """A step of a meeting: what it is called in its protocol, what for, and how long; `turn_s` is
    how long one has the piece, where one goes round. `guest`: an invited guest writes in it.
    """

    id: str
    kind: str
    minutes: int
    turn_s: int = 0
    guest: bool | UnsetType = UNSET


class TurnFacts(Struct, frozen=True, omit_defaults=True):
    """Who holds the piece. `phase`: `open`, `soon` (`signal` was given), `grace` (for the last
    sentence), `held` (their line was lost: the clock stands, the place is kept).

    `ends` (ms) is when the time to talk ends; it is absent while the clock stands, and `left_s`
    stays as it is. `wish` is what may follow: `listen`, `welcome` or `question`.
    """

    holder: str
    alias: str
    phase: str
    left_s: int
    wish: str
    ends: int | UnsetType = UNSET


class FeedbackFacts(Struct, frozen=True):
    """Whom others may answer just now, how (`welcome`, `question`), and until when (ms)."""

    of: str
    alias: str
    wish: str
    until: int


class MeetingFacts(Struct, frozen=True, omit_defaults=True):
    """The meeting you came into: all of it, as the frames of its events would have told.

    `step` counts from 0; `paused` is until when (ms) at most nobody speaks; `now` (ms) is the
    store's time, to compare the other times with. `alone`: you asked that no guest is there while
    you speak; nobody else is told.
    """

    id: str
    format: str
    version: int
    title: str
    steps: list[StepFacts]
    step: int
    speak: str
    until: int
    now: int
    guided: bool
    line: list[str]
    reading: str | UnsetType = UNSET
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET
    closing: bool | UnsetType = UNSET
    paused: int | UnsetType = UNSET
    alone: bool | UnsetType = UNSET
