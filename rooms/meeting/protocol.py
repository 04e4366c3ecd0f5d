"""A meeting's protocol: its steps, who may speak in each and how long. Data, never code."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS

Name = Annotated[str, Meta(pattern=r"\A[a-z][a-z_]{0,31}\Z")]
Minutes = Annotated[int, Meta(ge=1, le=180)]
Seconds = Annotated[int, Meta(ge=0, le=1800)]


class StepKind(StrEnum):
    """What a step is for; pages have a word for each."""

    OPENING = "opening"
    READING = "reading"
    CHECK_IN = "check_in"
    ROUND = "round"
    TALK = "talk"
    GUEST = "guest"
    SILENCE = "silence"
    DECISION = "decision"
    CHECK_OUT = "check_out"
    CLOSING = "closing"


class Speak(StrEnum):
    """Who may speak in a step; `holder` is whoever holds the piece, `chair` needs a chair."""

    NOBODY = "nobody"
    EVERYONE = "everyone"
    HOLDER = "holder"
    CHAIR = "chair"
    GUEST = "guest"


class Order(StrEnum):
    """Where the piece goes: to those who ask, or once round to everybody who is here."""

    ASKED = "asked"
    CIRCLE = "circle"


class Passing(StrEnum):
    """What a pass is: the turn is over, or it comes again at the end of the round."""

    OVER = "over"
    LATER = "later"


class Step(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a meeting. `minutes` is its length; where a piece goes round, nobody begins
    after it. `turn_s` is one turn, `signal_s` the quiet signal before its end, `grace_s` for
    the last sentence; with `feedback_s` the sharer may ask for it. `guest`: an invited guest
    is here in this step, and leaves when it ends.
    """

    id: Name
    kind: StepKind
    speak: Speak
    minutes: Minutes
    order: Order = Order.ASKED
    turn_s: Seconds = 0
    signal_s: Seconds = 30
    grace_s: Seconds = 60
    feedback_s: Seconds = 0
    passing: Passing = field(default=Passing.OVER, name="pass")
    guest: bool = False
    reading: Mapping[str, str] = {}


class Protocol(Struct, frozen=True, omit_defaults=True):
    """What a meeting follows from its beginning to its end, whatever becomes of the file.

    What was said in it is erased `gone_after` minutes after its end; if that is not said, with the
    room's other talk.
    """

    format: str
    version: int
    title: str
    steps: tuple[Step, ...]
    guided: bool = False
    least: int = 1
    adults: int = 0
    gone_after: int | None = None
