"""Lines nobody wrote, made of the corpus: words put for their likes, and halves of two lines.

They have no label. What they are worth is said by a sentence encoder (`bench/teaching.py`); the net
learns it from them, and so meets words and ways of going on that the corpus does not have.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.corpus import Labelled
from bench.net import Start
from moderation.scoring.meaning import FIRST

# So many words of a line are put for one of their likes, and so many likes does a word have.
_CHANGED, _LIKES = 0.25, 9
_SEED = 0


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A line, and which lines of the corpus it is made of."""

    text: str
    language: str
    of: tuple[int, int]


class Likes:
    """Which words lie nearest to a word."""

    def __init__(self, start: Start) -> None:
        self._names = start.names
        self._rows = {name: row for row, name in enumerate(start.names)}
        places = start.table[FIRST : FIRST + len(start.names)].astype(np.float32)
        self._places = places / (np.linalg.norm(places, axis=1, keepdims=True) + 1e-6)
        self.of = cache(self._of)

    def _of(self, word: str) -> Sequence[str]:
        row = self._rows.get(word)
        if row is None:
            return (word,)
        far = -(self._places @ self._places[row])
        return [self._names[like] for like in np.argpartition(far, _LIKES)[:_LIKES]]


def made_up(lines: Sequence[Labelled], start: Start) -> Iterator[MadeUp]:
    """Yield two lines for each of these, always the same ones."""
    chance = np.random.default_rng(_SEED)
    likes = Likes(start)
    texts = [line.whole.split() for line in lines]
    of_language: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        of_language[line.language].append(at)
    for at, line in enumerate(lines):
        changed = [_like(word, likes, chance) for word in texts[at]]
        yield MadeUp(" ".join(changed), line.language, (at, at))
        others = of_language[line.language]
        other = others[int(chance.integers(len(others)))]
        first = texts[at][: int(chance.integers(len(texts[at]) + 1))]
        then = texts[other][int(chance.integers(len(texts[other]) + 1)) :]
        yield MadeUp(" ".join([*first, *then]) or line.text, line.language, (at, other))


def _like(word: str, likes: Likes, chance: np.random.Generator) -> str:
    if chance.random() >= _CHANGED:
        return word
    some = likes.of(word.lower())
    return some[int(chance.integers(len(some)))]
