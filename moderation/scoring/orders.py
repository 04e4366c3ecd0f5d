"""What is named in a message, in the order in which it is: features of their own."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.scoring.kinds import AFTER, CONCEPT, Part, numbers_of

# More concepts than these say nothing new.
MOST_CONCEPTS = 24


def in_order(marks: Iterable[int]) -> tuple[int, ...]:
    """Return what is named, once each, in the order in which it is named first."""
    return (*dict.fromkeys(marks),)[:MOST_CONCEPTS]


class Concepts(NamedTuple):
    """What is named in some orders, alone and in pairs; in whose, from beginning to beginning."""

    parts: Sequence[Part]
    whose: Sequence[int]


def concepts(orders: Sequence[Sequence[int]]) -> Concepts:
    """Return what is named in each of these orders, and which after which."""
    named = numbers_of([*chain.from_iterable(orders)])
    counts = tuple(map(len, orders))
    first, second = _pairs(counts)
    pairs = named.take(first)
    pairs *= AFTER
    pairs += named.take(second)
    begins, begins_of_pairs, whose = _begins(counts)
    return Concepts(((named * CONCEPT, begins), (pairs, begins_of_pairs)), whose)


def pairs_of(named: int) -> int:
    """Return how many features as many concepts make, alone and in pairs."""
    return named * (named + 1) // 2


@lru_cache(maxsize=256)
def _pairs(counts: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which stands after which in orders of so many, that lie behind each other."""
    starts = accumulate(counts, initial=0)
    pairs = [
        np.stack(np.triu_indices(count, 1)) + start
        for count, start in zip(counts, starts, strict=False)
    ]
    first, second = np.concatenate(pairs, axis=1)
    return first, second


@lru_cache(maxsize=256)
def _begins(counts: Sequence[int]) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Return where each order's concepts begin, where its pairs do, and whose both of them are."""
    begins: list[list[int]] = [[], []]
    whose: list[int] = []
    for part, sizes in enumerate((counts, [pairs_of(count) - count for count in counts])):
        starts = accumulate(sizes, initial=0)
        for number, (start, size) in enumerate(zip(starts, sizes, strict=False)):
            if size:  # a sum over nothing would be one over its neighbour
                begins[part].append(start)
                whose.append(number)
    return begins[0], begins[1], whose
