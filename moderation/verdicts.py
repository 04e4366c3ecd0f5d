"""What screening says about a message: how urgent, of what kind, where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Level(StrEnum):
    """How soon a human being should look; S1 within minutes, S4 only counts."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    NONE = "none"

    @property
    def raises_case(self) -> bool:
        """Return whether a person is asked to look."""
        return self in {Level.S1, Level.S2, Level.S3}

    @property
    def is_now(self) -> bool:
        """Return whether it belongs to the lane that cannot wait."""
        return self in {Level.S1, Level.S2}

    def raised(self) -> "Level":
        """Return the level above; nothing is not made out of nothing."""
        return _ABOVE[self]


_ABOVE = {
    Level.S1: Level.S1,
    Level.S2: Level.S1,
    Level.S3: Level.S2,
    Level.S4: Level.S3,
    Level.NONE: Level.NONE,
}
URGENCY = (Level.NONE, Level.S4, Level.S3, Level.S2, Level.S1)


def worst(levels: Sequence[Level]) -> Level:
    """Return the most urgent of these; none of none."""
    return max(levels, key=URGENCY.index, default=Level.NONE)


class Hold(StrEnum):
    """Why a message does not go out at once. Personal details are refused, the others held."""

    PERSONAL_DETAIL = "personal_detail"
    METHOD_DETAIL = "method_detail"
    ATTACK = "attack"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one detector saw in a message. `rule` is the key a catalogue can put into words."""

    level: Level
    family: str
    spans: tuple[Span, ...]
    rule: str
    why: str
    lowered_by: tuple[str, ...] = ()
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all detectors together say. `spans` count Unicode code points of the text as given.

    `why` is an English sentence for the operator, `rule` the key of the same for the desk.
    `hold_spans` are what the author is shown if the message is refused or held.
    """

    level: Level = Level.NONE
    family: str = ""
    spans: tuple[Span, ...] = ()
    rule: str = "nothing"
    why: str = ""
    lowered_by: tuple[str, ...] = ()
    hold: Hold | None = None
    hold_spans: tuple[Span, ...] = ()
