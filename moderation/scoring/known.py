"""What is known of a line once it was looked at, for when it is read together with the next ones.

Sums over the table and a few words at each end: enough for the score of lines read in one, without
reading any of them again. Kept on the line itself, so it goes with the line's text and not after.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.reading.lines import words_anywhere
from moderation.scoring.heard import Heard
from moderation.scoring.judge import Looked
from moderation.scoring.seams import BEGINNING, REACH, End, Numbers
from moderation.scoring.weights import Sums

Place = tuple[End, tuple[str, ...]]


@dataclass(slots=True)
class Known:
    """A line: what it adds wherever it stands, and what it begins and ends with."""

    tongue: str
    words: tuple[str, ...]
    marks: Sequence[int]  # what each word is part of
    letters: int
    order: tuple[int, ...]  # what is named
    named: Numbers  # the first words
    classes: Numbers
    opening: str
    end: End
    alone: Sums  # all but what is named, where nothing stands beside it
    closing: tuple[str, ...] = ()  # the last words, once they were asked for
    inner: Sums | None = None  # what lies inside, once it was asked for
    first: Sums | None = None  # and before it, where nothing stands there
    behind: Sums | None = None  # and before it, where it stood last, with what lies inside
    place: Place | None = None  # what stood there; with no `behind`, it means more there
    heard: Heard | None = None  # by the net, if it was ever asked


def known(seen: Looked, sums: Sums) -> Known | None:
    """Return what is known of a line; None if it must be read again with each neighbour.

    That is where others could change how its words are read, or what they mean. `sums` are those
    over all its features but what is named.
    """
    words, line = words_anywhere(seen.reading), seen.reading.line
    if not words or seen.plain or len(line) <= REACH:
        return None
    features = seen.features
    named, classes = tuple(features.named[1:-1]), tuple(features.classes[1:-1])
    return Known(
        seen.language,
        words,
        tuple(seen.marks),
        len(line),
        features.order,
        named[:REACH],
        classes[:REACH],
        line[:REACH],
        BEGINNING.then(named, classes, line),
        sums,
    )
