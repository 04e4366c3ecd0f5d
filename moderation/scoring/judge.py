"""Everything the score needs of a message, put together in one place for learning and for use."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.lexicon import Lexicon
from moderation.reading import Reading
from moderation.reading.languages import language_of
from moderation.scoring.concepts import Concepts, Hit, mark
from moderation.scoring.features import Features, features
from moderation.scoring.plain import PlainWording, PlainWordings


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a reading: concepts, plain wordings, features."""

    reading: Reading
    hits: Sequence[Hit]
    plain: Sequence[PlainWording]
    features: Features


class Judge:
    """The same eyes for training and for rooms."""

    def __init__(self, lexica: Sequence[Lexicon]) -> None:
        self.concepts = Concepts(lexica)
        self._plain = PlainWordings(lexica)

    def look(self, reading: Reading, language: str | None = None) -> Looked:
        """Return what there is to see. `language` is the room's, the words decide."""
        tongue = language_of(reading.words, language)
        hits = self.concepts.hits(reading, tongue)
        plain = list(self._plain.found(reading))
        marked = [Hit(p.first, p.first, _plain_mark(p)) for p in plain]
        return Looked(reading, hits, plain, features(reading, [*hits, *marked], tongue))


def _plain_mark(found: PlainWording) -> int:
    return mark(f"{'turned' if found.turned else 'plain'} {found.family}")
