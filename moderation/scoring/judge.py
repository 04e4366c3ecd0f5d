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
from moderation.scoring.slots import SlotRules


class Looked(NamedTuple):
    """What was seen in a reading: concepts, plain wordings, features, what each word is part of."""

    reading: Reading
    hits: Sequence[Hit]
    plain: Sequence[PlainWording]
    language: str
    features: Features
    marks: Sequence[int]
    slots: int  # which are filled, one bit each
    calm: bool  # it tells of two tablets for a headache, or the like


class Judge:
    """The same eyes for training and for rooms. `marks` are all that a word may be part of."""

    def __init__(self, lexica: Sequence[Lexicon], wordings: Wordings) -> None:
        self._wordings = wordings
        self.concepts = Concepts(wordings, lexica)
        self._plain = PlainWordings(wordings, lexica)
        self._slots = SlotRules(wordings, [one.slots for one in lexica if one.slots])
        # Of a language without concepts nothing was learned.
        learned = [lexicon for lexicon in lexica if lexicon.concepts]
        families = sorted({rule.family for lexicon in learned for rule in lexicon.plain})
        said = [_plain_name(family, turned) for family in families for turned in (False, True)]
        self._whole = frozenset(
            (self._plain.phrases.asked.number, self._slots.phrases.asked.number)
        )
        # So many words on both sides of a seam can be part of one wording.
        asked = (self.concepts.asked, self._plain.phrases.asked, self._slots.phrases.asked)
        self.reach = max(one.most_words for one in asked) - 1
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
        filled = self._slots.filled(reading.words, said)  # nothing was learned from them
        said_plainly = [*plain, *filled.found]
        return Looked(reading, hits, said_plainly, tongue, found, marks, filled.slots, filled.calm)

    def means_more(self, before: Sequence[str], after: Sequence[str], tongue: str) -> bool:
        """Return whether something is named, or said plainly, across the seam of two lines."""
        left = " " + " ".join(before[-self.reach :])
        right = " " + " ".join(after[: self.reach])
        named = self.concepts.asked.number
        return any(
            asker in self._whole or (asker == named and tongue in meaning)
            for asker, meaning in self._wordings.across(left, right)
        )

    def may_meet(self, slots: Sequence[int]) -> bool:
        """Return whether lines that fill these slots may say something grave together."""
        return self._slots.means_more(slots)


def _plain_mark(found: PlainWording) -> int:
    return mark(_plain_name(found.family, found.turned))


def _plain_name(family: str, turned: bool) -> str:  # noqa: FBT001 - one of two names
    return f"{'turned' if turned else 'plain'} {family}"
