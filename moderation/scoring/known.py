"""What is known of a line once it was looked at, for when it is read together with the next ones.

Sums over the table and a few words at each end: enough for the score of lines read in one, without
reading any of them again. Kept on the line itself, so it goes with the line's text and not after.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.reading.lines import words_anywhere
from moderation.scoring.heard import Heard
from moderation.scoring.judge import Looked
from moderation.scoring.seams import REACH, Side, closing, opening
from moderation.scoring.weights import MOST_ADDED, Sums

Place = tuple[Side, tuple[str, ...]]
NOTHING: Sums = (0, 0, 0)


@dataclass(slots=True)
class Known:
    """A line: what it adds wherever it stands, and what it begins and ends with."""

    tongue: str
    words: tuple[str, ...]
    marks: Sequence[int]  # what each word is part of
    letters: int
    order: tuple[int, ...]  # what is named
    opening: Side
    end: Side
    slots: int = 0  # which it fills
    inner: Sums = NOTHING  # all inside it, but what is named
    first: Sums = NOTHING  # and before it, where nothing stands there
    behind: Sums | None = None  # and before it, where it stood last, with what lies inside
    place: Place | None = None  # what stood there; with no `behind`, it means more there
    closing: tuple[str, ...] = ()  # the last words, once they were asked for
    heard: Heard | None = None  # by the net, if it was ever asked


def known(seen: Looked) -> Known | None:
    """Return what is known of a line; None if it must be read again with each neighbour.

    That is where others could change how its words are read, or what they mean. What it adds to a
    sum is not known yet.
    """
    words, line, features = words_anywhere(seen.reading), seen.reading.line, seen.features
    if not words or seen.plain or len(line) <= REACH or features.ends[-1] > MOST_ADDED:
        return None
    named, classes = features.named, features.classes
    return Known(
        seen.language,
        words,
        seen.marks,
        len(line),
        features.order,
        opening(named, classes, line),
        closing(named, classes, line),
        seen.slots,
    )
