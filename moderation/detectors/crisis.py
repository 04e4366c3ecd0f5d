"""Somebody may be in danger, or put somebody in danger: care is due, nothing is blocked."""

from collections.abc import Iterable, Sequence

from moderation.lexicon import Lexicon
from moderation.message import Message, merged, spans_of
from moderation.reading import read
from moderation.scoring.cuts import level_of
from moderation.scoring.judge import Judge, Looked
from moderation.scoring.weights import Scores, Weights
from moderation.scoring.words import LOWERING, named, why
from moderation.verdicts import URGENCY, Finding, Hold, Level, Span, worst

CAUGHT = (
    "i want to kill myself",
    "just took all my pills",
    "nie chcę już żyć",
    "ich will nicht mehr leben",
    "no quiero vivir más",
    "he's hitting me right now",
)
LET_THROUGH = (
    "i want to kill this spider",
    "i took my pills with breakfast",
    "my phone is about to die",
    "umieram z głodu, co na obiad",
    "mein akku ist gleich tot",
    "me muero de risa",
)

# A plain wording is looked at whatever the score says; this far below, it is looked at later.
_SURELY_HARMLESS = -1.5


class Crisis:
    """Plain wordings, and a score over everything else."""

    def __init__(self, lexica: Sequence[Lexicon], weights: Weights) -> None:
        self._judge = Judge(lexica)
        self._weights = weights

    def look(self, message: Message) -> Finding | None:
        """Return what is worrying about a message, by itself or after the lines before it."""
        seen = self._judge.look(message.reading, message.language)
        scores = self._weights.score(seen.features)
        if message.before:
            scores = self._with_before(message, scores)
        scored = level_of(scores, message.room_kind)
        plain = [found for found in seen.plain if not found.turned]
        if scored is Level.NONE and not plain:
            return None
        told = worst([found.level for found in plain])
        lowered = self._lowered_by(seen) if plain else ()
        if lowered and scores[0] < _SURELY_HARMLESS:
            told = Level.S3
        level = worst([scored, told])
        return self._finding(message, seen, level, lowered if level is not told else ())

    def _with_before(self, message: Message, alone: Scores) -> Scores:
        """Return the higher of both: chat splits sentences, and an "ok" takes nothing back."""
        reading = read(" ".join((*message.before, message.text)))
        joined = self._weights.score(self._judge.look(reading, message.language).features)
        return (max(alone[0], joined[0]), max(alone[1], joined[1]), max(alone[2], joined[2]))

    def _lowered_by(self, seen: Looked) -> tuple[str, ...]:
        there = {self._judge.concepts.names[hit.mark] for hit in seen.hits}
        return tuple(sorted(there & LOWERING))

    def _finding(
        self, message: Message, seen: Looked, level: Level, lowered_by: tuple[str, ...]
    ) -> Finding:
        plain = [found for found in seen.plain if not found.turned]
        if plain:
            first = max(plain, key=lambda found: URGENCY.index(found.level))
            family, rule = first.family, "plain"
            words = [(found.first, found.after) for found in plain]
        else:
            family, rule = self._weights.family(seen.features), "score"
            words = [(h.first, h.after) for h in named(seen.hits, self._judge.concepts.names)]
        spans = _spans(message, words)
        hold = Hold.ATTACK if family == "encouragement" and level.is_now else None
        names = [self._judge.concepts.names[hit.mark] for hit in seen.hits]
        return Finding(level, family, spans, rule, why(family, rule, names), lowered_by, hold)


def _spans(message: Message, words: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return where the words stand; the whole message if no words stand out."""
    spans = [span for first, after in words for span in spans_of(message.reading, first, after)]
    return merged(spans) or ((0, len(message.text)),)
