"""Reads a message the way a person would: through typing habits, masks and letters' looks."""

from moderation.reading.lines import Line, stand_together, together
from moderation.reading.reader import Reading, read

__all__ = ["Line", "Reading", "read", "stand_together", "together"]
