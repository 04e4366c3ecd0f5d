"""Reads a message the way a person would: through typing habits, masks and letters' looks."""

from moderation.reading.reader import Reading, read

__all__ = ["Reading", "read"]
