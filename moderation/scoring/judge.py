"""Everything the score needs of a message, put together in one place for learning and for use."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.lexicon import Lexicon
from moderation.reading import Reading
from moderation.reading.languages import language_of
from moderation.scoring.concepts import Concepts, Hit, longest_at, mark
from moderation.scoring.features import Features, features
from moderation.scoring.plain import PlainWording, PlainWordings


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a reading: concepts, plain wordings, features, what each word is part of."""

    reading: Reading
    hits: Sequence[Hit]
    plain: Sequence[PlainWording]
    language: str
    features: Features
    marks: Sequence[int]


class Judge:
    """The same eyes for training and for rooms. `marks` are all that a word may be part of."""

    def __init__(self, lexica: Sequence[Lexicon]) -> None:
        self.concepts = Concepts(lexica)
        self._plain = PlainWordings(lexica)
        families = sorted({rule.family for lexicon in lexica for rule in lexicon.plain})
        said = [_plain_name(family, turned) for family in families for turned in (False, True)]
        self._wordings = (self.concepts.wordings, self._plain.phrases.wordings)
        # So many words on both sides of a seam can be part of one wording.
        self.reach = max(wordings.most_words for wordings in self._wordings) - 1
        self.marks = (*self.concepts.names, *map(mark, said))

    def look(self, reading: Reading, language: str | None = None) -> Looked:
        """Return what there is to see. `language` is the room's, the words decide."""
        tongue = language_of(reading.words, language)
        hits = self.concepts.hits(reading, tongue)
        plain = list(self._plain.found(reading))
        marked = [Hit(p.first, p.first, _plain_mark(p)) for p in plain]
        marks = longest_at(len(reading.words), [*hits, *marked])
        found = features(reading, [*hits, *marked], marks, tongue)
        return Looked(reading, hits, plain, tongue, found, marks)

    def means_more(self, before: Sequence[str], after: Sequence[str], tongue: str) -> bool:
        """Return whether something is named, or said plainly, across the seam of two lines."""
        left = " " + " ".join(before[-self.reach :])
        right = " " + " ".join(after[: self.reach])
        named, plain = self._wordings
        said = any(tongue in meaning for meaning in named.across(left, right))
        return said or any(True for _ in plain.across(left, right))


def _plain_mark(found: PlainWording) -> int:
    return mark(_plain_name(found.family, found.turned))


def _plain_name(family: str, turned: bool) -> str:  # noqa: FBT001 - one of two names
    return f"{'turned' if turned else 'plain'} {family}"
