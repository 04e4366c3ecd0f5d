"""Who gets a place, and under which two words."""

from collections.abc import Callable, Collection

ALIASES = 16
SPARE_ALIASES = 240


def choose_alias(
    words: Callable[[int], str], wanted: int, taken: Collection[str]
) -> tuple[int, str]:
    """Return the first index from `wanted` on whose two words are free, and the words.

    `wanted` is what somebody chose, or the index they had, which may be beyond the sixteen.

    The sixteen a person may choose from come first; beyond them the derivation goes on, so
    that nobody is sent away for want of a name. Should all be taken, `wanted` is given twice:
    a name seen twice is better than a closed door.
    """
    offered = ((wanted + step) % ALIASES for step in range(ALIASES))
    spare = range(ALIASES, ALIASES + SPARE_ALIASES)
    for index in (wanted, *offered, *spare):
        name = words(index)
        if name not in taken:
            return index, name
    return wanted, words(wanted)


def places_for(capacity: int, held_back: int, *, returning: bool) -> int:
    """Return how many may be in for this one to come in too.

    Just after a start, places are held back for those who were talking before it.
    """
    return capacity if returning else max(0, capacity - held_back)
