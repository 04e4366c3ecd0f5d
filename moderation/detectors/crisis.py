"""Somebody may be in danger, or put somebody in danger: care is due, nothing is blocked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from moderation.lexicon import Lexicon
from moderation.message import Message, merged, other_readings, spans_of
from moderation.reading import Line, stand_together, together
from moderation.scoring.cuts import level_of
from moderation.scoring.in_one import InOne, Told
from moderation.scoring.judge import Judge, Looked
from moderation.scoring.known import Known
from moderation.scoring.phrases import Wordings
from moderation.scoring.plain import PlainWording, begun_before
from moderation.scoring.score import Score
from moderation.scoring.weights import Scores
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

# So much of what stands before is read: nobody types more in 90 seconds.
MOST_BEFORE = 1_000
# A plain wording is looked at whatever the score says; this far below, it is looked at later.
_SURELY_HARMLESS = -1.5
# A doubtful one is looked at from here on: of what is harmless, hardly anything scores so high.
_IN_DOUBT = -0.5


class Crisis:
    """Plain wordings, and a score over everything else."""

    def __init__(self, lexica: Sequence[Lexicon], wordings: Wordings, score: Score) -> None:
        self._wordings = wordings
        self._judge = Judge(lexica, wordings)
        self._score = score
        self._in_one = InOne(self._judge, score.weights)

    def look(self, message: Message) -> Finding | None:
        """Return what is worrying about a message, by itself or after the lines before it.

        The worst counts of all that is read of it: the whole, its sentences, its words alone.
        """
        found = [self._look(message), *self._otherwise(message)]
        return max(filter(None, found), key=_urgency, default=None)

    def _otherwise(self, message: Message) -> Iterator[Finding]:
        for start, part in other_readings(message, self._wordings):
            found = self._look(part)
            if found is not None:
                spans = tuple((start + first, start + after) for first, after in found.spans)
                yield replace(found, spans=spans)

    def _look(self, message: Message) -> Finding | None:
        seen = self._judge.look(message.reading, message.language, message.said)
        lines = _known_before(message)
        table = self._in_one.look(seen, lines, message.language)
        if isinstance(message.text, Line):
            message.text.known = table.known  # and gone with the text
        scores, telling = self._score.with_net(table.alone, seen), seen
        if message.before:
            where = message.room_kind, seen.language
            if level_of(scores, *where) is Level.NONE and self._is_harmless(table, lines, where):
                return None
            joined = self._joined(message)
            scores, telling = self._higher(scores, seen, joined)
            before = len(joined.reading.words) - len(seen.reading.words)
            seen = seen._replace(plain=[*seen.plain, *begun_before(joined.plain, before)])
        scored = level_of(scores, message.room_kind, seen.language)
        plain = [found for found in seen.plain if _counts(found, scores)]
        if not plain and (scored is Level.NONE or (telling.calm and not message.before)):
            return None
        seen = seen._replace(plain=plain)
        told = worst([found.level for found in plain])
        lowered = self._lowered_by(seen) if plain else ()
        if lowered and scores[0] < _SURELY_HARMLESS:
            told = Level.S3
        level = worst([scored, told])
        if plain:
            return self._plainly(message, seen, level, lowered if level is not told else ())
        return self._scored(message, seen, telling, level)

    def _is_harmless(self, table: Told, lines: Sequence[Known], where: tuple[str, str]) -> bool:
        """Return whether what is known of each line tells that there is nothing in them together.

        Most messages end here, and nothing in them was read twice. All others are read in one.
        """
        if table.known is None or table.in_one is None:
            return False
        if self._judge.may_meet([line.slots for line in (*lines, table.known)]):
            return False
        scores = self._score.surely(table.in_one, (*lines, table.known))
        return scores is not None and level_of(scores, *where) is Level.NONE

    def _joined(self, message: Message) -> Looked:
        """Return what there is to see in the lines before and this one: chat splits sentences."""
        read_as_one = together(message.before, message.reading, MOST_BEFORE)
        return self._judge.look(read_as_one, message.language)

    def _higher(self, alone: Scores, seen: Looked, joined: Looked) -> tuple[Scores, Looked]:
        """Return the higher of both scores, and what tells why: an "ok" takes nothing back."""
        scores = self._score.of(joined)
        both = (max(alone[0], scores[0]), max(alone[1], scores[1]), max(alone[2], scores[2]))
        return both, joined if scores[0] > alone[0] else seen

    def _lowered_by(self, seen: Looked) -> tuple[str, ...]:
        there = {self._judge.concepts.names[mark] for _, _, mark in seen.hits}
        return tuple(sorted(there & LOWERING))

    def _plainly(
        self, message: Message, seen: Looked, level: Level, lowered_by: tuple[str, ...]
    ) -> Finding:
        family = max(seen.plain, key=lambda found: URGENCY.index(found.level)).family
        spans = _spans(message, [(found.first, found.after) for found in seen.plain])
        said = why(family, "plain", self._names(seen))
        return Finding(level, family, spans, "plain", said, lowered_by)

    def _scored(self, message: Message, own: Looked, telling: Looked, level: Level) -> Finding:
        family = self._score.family(telling)
        telling_hits = named(own.hits, self._judge.concepts.names)
        spans = _spans(message, [(first, after) for first, after, _ in telling_hits])
        said = why(family, "score", self._names(telling))
        hold = self._hold(family, level, own)
        return Finding(level, family, spans, "score", said, hold=hold)

    def _hold(self, family: str, level: Level, own: Looked) -> Hold | None:
        """Telling somebody to die waits for a volunteer; a cry for help never does."""
        if family == "encouragement" and level.is_now and "you" in self._names(own):
            return Hold.ATTACK
        return None

    def _names(self, seen: Looked) -> list[str]:
        return [self._judge.concepts.names[mark] for _, _, mark in seen.hits]


def _counts(found: PlainWording, scores: Scores) -> bool:
    return not found.turned and (not found.doubtful or scores[0] > _IN_DOUBT)


def _known_before(message: Message) -> list[Known]:
    """Return what is known of the lines before, if all of them may be read in one from that."""
    known = [line.known for line in message.before if isinstance(line.known, Known)]
    if len(known) < len(message.before):
        return []
    return known if stand_together(message.before, message.text, MOST_BEFORE) else []


def _urgency(found: Finding) -> int:
    return URGENCY.index(found.level)


def _spans(message: Message, words: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return where the words stand; the whole message if no words stand out."""
    spans = [span for first, after in words for span in spans_of(message.reading, first, after)]
    whole = ((0, len(message.text)),) if message.text else ()
    return merged(spans) or whole
