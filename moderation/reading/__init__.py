"""Reads a message the way a person would: through typing habits, masks and letters' looks."""

from moderation.reading.letters import without_feelings
from moderation.reading.lines import Line, stand_together, together
from moderation.reading.pieces import LONG, pieces
from moderation.reading.reader import Reading, read

__all__ = [
    "LONG",
    "Line",
    "Reading",
    "pieces",
    "read",
    "stand_together",
    "together",
    "without_feelings",
]
