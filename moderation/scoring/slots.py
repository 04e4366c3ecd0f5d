"""What is grave in whatever order it is said: "30 tablets are in me", "they are down, all 30"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from moderation.lexicon.slots import SlotRule, Slots
from moderation.scoring.phrases import Found, Phrases, Said, Wordings
from moderation.scoring.plain import PlainWording, lines_of, phrases_in, since_turned
from moderation.verdicts import Level

# A "never" so many words before belongs to what is said, and a word of films this far around it.
_BEFORE, _AROUND = 4, 12
# Longer than this, a line says more than what was taken for a headache.
_SAYS_ONE_THING = 12


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which slots are needed, one bit each, and what makes something else of them."""

    level: Level
    family: str
    doubtful: bool
    within: int
    needs: int
    unless: frozenset[str]
    not_before: frozenset[str]


class Filled(NamedTuple):
    """What a line fills, one bit a slot, what is grave in it, and if it tells of care taken."""

    slots: int
    found: Sequence[PlainWording]
    calm: bool


_NOTHING = Filled(0, (), calm=False)


class SlotRules:
    """All languages' rules at once."""

    def __init__(self, wordings: Wordings, languages: Sequence[Slots]) -> None:
        entries: list[tuple[str, int]] = []
        self._by_first: dict[int, list[_Rule]] = {}
        bits: dict[tuple[str, str], int] = {}
        for one in languages:
            for name, phrases in one.fillings.items():
                bit = bits[one.language, name] = 1 << len(bits)
                entries += [(phrase, bit) for phrase in phrases]
            for rule in one.rules:
                needs = [bits[one.language, name] for name in rule.slots]
                self._by_first.setdefault(needs[0], []).append(_rule_of(rule, sum(needs)))
        self.phrases = Phrases(wordings, entries)

    def filled(self, words: Sequence[str], said: Said) -> Filled:
        """Return what is filled, and every rule whose slots stand close together."""
        hits = self.phrases.found(said)
        if not hits:
            return _NOTHING
        slots = 0
        for _, _, bit in hits:
            slots |= bit
        rules = [*self._met(slots)]
        if not rules:
            return Filled(slots, (), calm=False)
        found = [*self._found(words, sorted(hits), rules)]
        grave = [one for one in found if one.level is not Level.NONE]
        calm = len(grave) < len(found) and len(words) <= _SAYS_ONE_THING
        return Filled(slots, grave, calm)

    def means_more(self, slots: Sequence[int]) -> bool:
        """Return whether lines that fill these slots may meet a rule together."""
        together = 0
        for one in slots:
            together |= one
        return any(self._met(together))

    def _met(self, slots: int) -> Iterator[_Rule]:
        left = slots
        while left:
            lowest = left & -left
            left ^= lowest
            for rule in self._by_first.get(lowest, ()):
                if rule.needs & slots == rule.needs:
                    yield rule

    def _found(
        self, words: Sequence[str], hits: Sequence[Found[int]], rules: Iterable[_Rule]
    ) -> Iterator[PlainWording]:
        for rule in rules:
            for first, after in _close(hits, rule):
                if not _is_harmless(words, first, after, rule):
                    level, family = rule.level, rule.family
                    yield PlainWording(first, after, level, family, doubtful=rule.doubtful)


def _rule_of(rule: SlotRule, needs: int) -> _Rule:
    return _Rule(
        rule.level,
        rule.family,
        rule.doubtful,
        rule.within,
        needs,
        lines_of(rule.unless),
        lines_of(rule.not_before),
    )


def _close(hits: Sequence[Found[int]], rule: _Rule) -> Iterator[tuple[int, int]]:
    """Yield from where to where all that a rule needs is said, wherever it is close together."""
    for at, (first, _, bit) in enumerate(hits):
        there, last = 0, first
        if not bit & rule.needs:
            continue
        for nth in range(at, len(hits)):
            begins, after, other = hits[nth]
            if begins - first >= rule.within:
                break
            if other & rule.needs & ~there:
                there, last = there | other, max(last, after)
            if there & rule.needs == rule.needs:
                yield first, last
                break


def _is_harmless(words: Sequence[str], first: int, after: int, rule: _Rule) -> bool:
    before = since_turned(words[max(0, first - _BEFORE) : first])
    denied = phrases_in([*before, *words[first:after]])
    around = phrases_in(words[max(0, first - _AROUND) : after + _AROUND])
    return not rule.not_before.isdisjoint(denied) or not rule.unless.isdisjoint(around)
