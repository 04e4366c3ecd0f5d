"""Somebody may be in danger, or put somebody in danger: care is due, nothing is blocked."""

from collections.abc import Sequence

from moderation.lexicon import Lexicon
from moderation.message import Message, merged, spans_of
from moderation.scoring.concepts import Concepts
from moderation.scoring.plain import PlainWording, PlainWordings
from moderation.verdicts import URGENCY, Finding

CAUGHT = (
    "i want to kill myself",
    "just took all my pills",
    "nie chcę już żyć",
)
LET_THROUGH = (
    "i want to kill this spider",
    "i took my pills with breakfast",
)


class Crisis:
    """Plain wordings, and a score over everything else."""

    def __init__(self, lexica: Sequence[Lexicon]) -> None:
        self._concepts = Concepts(lexica)
        self._plain = PlainWordings(lexica)

    def look(self, message: Message) -> Finding | None:
        """Return what is worrying about a message, if anything is."""
        plain = list(self._plain.found(message.reading))
        return self._told_plainly(message, plain) if plain else None

    def _told_plainly(self, message: Message, plain: list[PlainWording]) -> Finding:
        worst = max(plain, key=lambda found: URGENCY.index(found.level))
        spans = [s for f in plain for s in spans_of(message.reading, f.first, f.after)]
        why = "Says so in plain words."
        return Finding(worst.level, worst.family, merged(spans), "plain", why)
