"""The features that lie across a seam: where one line ends and the next begins, or an edge is.

The same numbers as in `features.py`, one by one: there are a few for each seam, and whole arrays
would cost more than they save. What lies inside a line is known from the time it was looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from moderation.scoring import features as made

# So far a feature reaches, in words, with what they stand for, and in letters.
REACH = 4
REACH_OF_WORDS = 2
REACH_OF_LETTERS = 3
_WHOLE = 0xFFFFFFFF
_TWO, _THREE, _APART = int(made.TWO), int(made.THREE), int(made.APART)
_SLOT, _SLOTS, _FAR = int(made.SLOT), int(made.SLOTS), int(made.FAR)
_PIECE, _PIECES = int(made.PIECE), int(made.PIECES)

Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class End:
    """What stands last before a seam: words as features have them, what they stand for, letters."""

    named: tuple[int, ...]
    classes: tuple[int, ...]
    letters: str

    def then(self, named: Numbers, classes: Numbers, letters: str) -> "End":
        """Return the end after one more line."""
        return End(
            (*self.named, *named)[-REACH_OF_WORDS:],
            (*self.classes, *classes)[-REACH:],
            letters[-REACH_OF_LETTERS:],
        )


BEGINNING = End((made.BEGINS,), (made.BEGINS,), "")
_ENDS = (made.ENDS,)


def across_words(end: End, named: Numbers) -> list[int]:
    """Return pairs and threes of words that begin before the seam and end behind it."""
    before = end.named
    last, first = before[-1], named[0]
    two = last * _TWO + first
    across = [two]
    if len(before) > 1:
        across.append((before[-2] * _TWO + last & _WHOLE) * _THREE + first)
        across.append(before[-2] * _APART + first)
    if len(named) > 1:
        across.append((two & _WHOLE) * _THREE + named[1])
        across.append(last * _APART + named[1])
    return across


def across_slots(end: End, classes: Numbers) -> list[int]:
    """Return the same of what words stand for, and those that stand further apart."""
    before = end.classes
    both = (*before, *classes[:REACH])
    seam, last, first = len(before), before[-1], classes[0]
    two = last * _SLOT + first
    across = [both[one] * _FAR + both[other] for one, other in _apart(seam, len(both))]
    across.append(two)
    if seam > 1:
        across.append((before[-2] * _SLOT + last & _WHOLE) * _SLOTS + first)
    if len(classes) > 1:
        across.append((two & _WHOLE) * _SLOTS + classes[1])
    return across


@cache
def _apart(seam: int, count: int) -> Sequence[tuple[int, int]]:
    """Return which of so many words stand two to four apart, the seam between them."""
    pairs = ((one, one + far) for far in range(2, REACH + 1) for one in range(seam))
    return [(one, other) for one, other in pairs if seam <= other < count]


def across_pieces(end: End, line: str) -> list[int]:
    """Return runs of letters across the space between two lines; `line` begins with it."""
    one, two, three, four, five = (end.letters + line[1:3]).encode()
    return [
        (one * _PIECE + two & _WHOLE) * _PIECES + (three * _PIECE + four & _WHOLE),
        (two * _PIECE + three & _WHOLE) * _PIECES + (four * _PIECE + five & _WHOLE),
    ]


def at_end(end: End) -> tuple[list[int], list[int]]:
    """Return what lies across the edge behind the last line, of words and of slots."""
    return across_words(end, _ENDS), across_slots(end, _ENDS)
