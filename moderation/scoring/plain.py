"""Plain wordings: what nobody can mistake is found whatever the score says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from moderation.lexicon import Lexicon, Plain
from moderation.scoring.phrases import Phrases, Said, Wordings, line_of
from moderation.verdicts import Level

# A "never" this many words before, or a "laughing" this many after, belongs to the wording.
_BEFORE, _AFTER = 4, 5
# "not suicidal but i want to die": what follows these words stands for itself.
_TURNS = frozenset(
    ("but", "aber", "jedoch", "pero", "ale", "lecz", "lied", "lie", "sino", "jednak", "لكن", "بس")
)


@dataclass(frozen=True, slots=True)
class PlainWording:
    """A plain wording in a reading: which words, and how urgent it is by itself."""

    first: int
    after: int
    level: Level
    family: str
    turned: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a wording means, and which words around it make it another."""

    level: Level
    family: str
    doubtful: bool
    not_before: frozenset[str]
    not_right_before: frozenset[str]
    not_after: frozenset[str]

    @classmethod
    def of(cls, rule: Plain) -> "_Rule":
        """Return a lexicon's rule with its words as a reading has them."""
        around = (rule.not_before, rule.not_right_before, rule.not_after)
        return cls(rule.level, rule.family, rule.doubtful, *map(lines_of, around))


def begun_before(found: Iterable[PlainWording], before: int) -> Iterator[PlainWording]:
    """Yield what begins in so many words before a line and ends in it, as the line has it."""
    for wording in found:
        if wording.first < before < wording.after:
            yield replace(wording, first=0, after=wording.after - before)


class PlainWordings:
    """All languages' plain wordings at once."""

    def __init__(self, wordings: Wordings, lexica: Sequence[Lexicon]) -> None:
        self._rules = [_Rule.of(rule) for lexicon in lexica for rule in lexicon.plain]
        rules = (rule for lexicon in lexica for rule in lexicon.plain)
        self.phrases = Phrases(
            wordings, ((phrase, n) for n, rule in enumerate(rules) for phrase in rule.phrases)
        )

    def found(self, words: Sequence[str], said: Said) -> Iterator[PlainWording]:
        """Yield every plain wording; `turned` are those whose own sentence says otherwise."""
        for first, after, number in self.phrases.found(said):
            rule = self._rules[number]
            following = phrases_in(words[after : after + _AFTER])
            turned = (
                _is_turned(words, first, rule.not_before)
                or (first > 0 and words[first - 1] in rule.not_right_before)
                or not rule.not_after.isdisjoint(following)
            )
            yield PlainWording(first, after, rule.level, rule.family, turned, rule.doubtful)


def lines_of(entries: Sequence[str]) -> frozenset[str]:
    """Return words and wordings as a reading has them."""
    return frozenset(line_of(entry.rstrip("*")).strip() for entry in entries)


def _is_turned(words: Sequence[str], first: int, not_before: frozenset[str]) -> bool:
    before = since_turned(words[max(0, first - _BEFORE) : first])
    return not not_before.isdisjoint(phrases_in(before))


def since_turned(before: Sequence[str]) -> Sequence[str]:
    """Return what stands after the last "but": it stands for itself."""
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _TURNS:
            return before[at + 1 :]
    return before


def phrases_in(words: Sequence[str]) -> Iterator[str]:
    """Yield each word, each pair and each three of these words."""
    for length in (1, 2, 3):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])
