"""What words stand for, in any language: means, time, self, a goodbye."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.lexicon import Lexicon
from moderation.reading import Reading
from moderation.scoring.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept and the words that name it."""

    first: int
    after: int
    concept: int


class Concepts:
    """All languages' concepts at once: most messages name few."""

    def __init__(self, lexica: Sequence[Lexicon]) -> None:
        self.names = tuple(sorted({name for lexicon in lexica for name in lexicon.concepts}))
        self.marks = tuple(zlib.crc32(f"<{name}>".encode()) for name in self.names)
        self.number = {name: i for i, name in enumerate(self.names)}
        self._phrases = Phrases(
            (entry, self.number[name])
            for lexicon in lexica
            for name, entries in lexicon.concepts.items()
            for entry in entries
        )

    def hits(self, reading: Reading) -> list[Hit]:
        """Return what is named, in the order of the words."""
        return [Hit(*found) for found in self._phrases.found(reading)]
