"""Everything the score needs of a message, put together in one place for learning and for use."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from moderation.lexicon import Lexicon
from moderation.reading import Reading
from moderation.reading.languages import language_of
from moderation.scoring.concepts import Concepts, Hit, longest_at, mark
from moderation.scoring.features import Features, features
from moderation.scoring.phrases import Said, Wordings
from moderation.scoring.plain import PlainWording, PlainWordings


class Looked(NamedTuple):
    """What was seen in a reading: concepts, plain wordings, features, what each word is part of."""

    reading: Reading
    hits: Sequence[Hit]
    plain: Sequence[PlainWording]
    language: str
    features: Features
    marks: Sequence[int]


class Judge:
    """The same eyes for training and for rooms. `marks` are all that a word may be part of."""

    def __init__(self, lexica: Sequence[Lexicon], wordings: Wordings) -> None:
        self._wordings = wordings
        self.concepts = Concepts(wordings, lexica)
        self._plain = PlainWordings(wordings, lexica)
        # Of a language without concepts nothing was learned.
        learned = [lexicon for lexicon in lexica if lexicon.concepts]
        families = sorted({rule.family for lexicon in learned for rule in lexicon.plain})
        said = [_plain_name(family, turned) for family in families for turned in (False, True)]
        # So many words on both sides of a seam can be part of one wording.
        self.reach = max(self.concepts.asked.most_words, self._plain.phrases.asked.most_words) - 1
        self.marks = (*self.concepts.names, *map(mark, said))

    @classmethod
    def alone(cls, lexica: Sequence[Lexicon]) -> Self:
        """Return a judge whose wordings nobody else asks for."""
        wordings = Wordings()
        judge = cls(lexica, wordings)
        wordings.ready()
        return judge

    def look(
        self, reading: Reading, language: str | None = None, said: Said | None = None
    ) -> Looked:
        """Return what there is to see. `language` is the room's, the words decide."""
        said = self._wordings.said(reading) if said is None else said
        tongue = language_of(reading.words, language)
        hits = self.concepts.hits(said, tongue)
        plain = list(self._plain.found(reading.words, said))
        marked = [(p.first, p.first, _plain_mark(p)) for p in plain if not p.doubtful]
        marks = longest_at(len(reading.words), [*hits, *marked])
        found = features(reading, [*hits, *marked], marks, tongue)
        return Looked(reading, hits, plain, tongue, found, marks)

    def means_more(self, before: Sequence[str], after: Sequence[str], tongue: str) -> bool:
        """Return whether something is named, or said plainly, across the seam of two lines."""
        left = " " + " ".join(before[-self.reach :])
        right = " " + " ".join(after[: self.reach])
        named, plain = self.concepts.asked.number, self._plain.phrases.asked.number
        return any(
            asker == plain or (asker == named and tongue in meaning)
            for asker, meaning in self._wordings.across(left, right)
        )


def _plain_mark(found: PlainWording) -> int:
    return mark(_plain_name(found.family, found.turned))


def _plain_name(family: str, turned: bool) -> str:  # noqa: FBT001 - one of two names
    return f"{'turned' if turned else 'plain'} {family}"
