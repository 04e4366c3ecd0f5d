"""A message as the detectors see it, read once for all of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moderation.reading import LONG, Line, Reading, pieces, read, without_feelings
from moderation.scoring.phrases import Said, Wordings
from moderation.verdicts import Span

# The same author's last lines are read together with this one, since chat splits sentences.
MOST_BEFORE = 5


class Message(NamedTuple):
    """What somebody wrote, where, and what they wrote just before."""

    text: str
    room_kind: str
    language: str | None
    before: tuple[Line, ...]
    reading: Reading
    said: Said


def message(
    text: str,
    wordings: Wordings,
    room_kind: str = "general",
    language: str | None = None,
    before: Sequence[str] = (),
) -> Message:
    """Return the message, read."""
    last = before[-MOST_BEFORE:]
    lines = tuple(line if isinstance(line, Line) else Line(line) for line in last)
    reading = read(text)
    return Message(text, room_kind, language, lines, reading, wordings.said(reading))


def other_readings(whole: Message, wordings: Wordings) -> Iterator[tuple[int, Message]]:
    """Yield what else is read of a message, as if it were all that was said, and where it begins:
    it without pictures among its words, or a long one's pieces.
    """
    text = without_feelings(whole.text)
    parts = pieces(text) if len(text) > LONG else [(0, text)] if text != whole.text else ()
    for start, part in parts:
        yield start, message(part, wordings, whole.room_kind, whole.language)


def spans_of(reading: Reading, first: int, after: int) -> tuple[Span, ...]:
    """Return where some words stand in the text, as one span."""
    places = reading.places[first:after]
    if not places:
        return ()
    # What stands upside down is read from its end.
    return ((min(places[0][0], places[-1][0]), max(places[0][1], places[-1][1])),)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch as one."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1] + 1:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
