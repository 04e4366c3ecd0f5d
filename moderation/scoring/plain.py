"""Plain wordings: what nobody can mistake is found whatever the score says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.lexicon import Lexicon, Plain
from moderation.reading import read
from moderation.scoring.phrases import Phrases, Said, Wordings
from moderation.verdicts import Level

# A "never" this many words before, or a "laughing" this many after, belongs to the wording.
_BEFORE, _AFTER = 4, 5
# "not suicidal but i want to die": what follows these words stands for itself.
_TURNS = frozenset(
    ("but", "aber", "jedoch", "pero", "ale", "lecz", "lied", "lie", "sino", "jednak")
)


@dataclass(frozen=True, slots=True)
class PlainWording:
    """A plain wording in a reading: which words, and how urgent it is by itself."""

    first: int
    after: int
    level: Level
    family: str
    turned: bool = False


class PlainWordings:
    """All languages' plain wordings at once."""

    def __init__(self, wordings: Wordings, lexica: Sequence[Lexicon]) -> None:
        self._rules: list[tuple[Plain, frozenset[str], frozenset[str]]] = [
            (rule, _lines(rule.not_before), _lines(rule.not_after))
            for lexicon in lexica
            for rule in lexicon.plain
        ]
        numbered = enumerate(self._rules)
        self.phrases = Phrases(
            wordings, ((phrase, n) for n, (rule, _, _) in numbered for phrase in rule.phrases)
        )

    def found(self, words: Sequence[str], said: Said) -> Iterator[PlainWording]:
        """Yield every plain wording; `turned` are those whose own sentence says otherwise."""
        for first, after, number in self.phrases.found(said):
            rule, not_before, not_after = self._rules[number]
            following = _phrases_in(words[after : after + _AFTER])
            turned = _is_turned(words, first, not_before) or not not_after.isdisjoint(following)
            yield PlainWording(first, after, rule.level, rule.family, turned)


def _lines(entries: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(read(entry).words) for entry in entries)


def _is_turned(words: Sequence[str], first: int, not_before: frozenset[str]) -> bool:
    before = list(words[max(0, first - _BEFORE) : first])
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _TURNS:
            before = before[at + 1 :]
            break
    return not not_before.isdisjoint(_phrases_in(before))


def _phrases_in(words: Sequence[str]) -> Iterator[str]:
    """Yield each word, each pair and each three of these words."""
    for length in (1, 2, 3):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])
