"""What becomes of lines between two members. Nobody follows it: each is told of their own."""

from rooms.happening import Event


class LineAsked(Event, frozen=True):
    """Somebody asks a member who offered it to stand by them, on this line."""

    line: str
    by: str
    alias: str
    to: str
    to_alias: str


class LineAgreed(Event, frozen=True):
    """Whoever was asked says yes; the line is open."""

    line: str


class LineEnded(Event, frozen=True):
    """The line is over, or was never wanted; which of the two ended it is not kept."""

    line: str
    asker: str
    sponsor: str


PairEvent = LineAsked | LineAgreed | LineEnded
