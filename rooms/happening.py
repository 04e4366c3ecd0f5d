"""The form that everything that happens has in a stream."""

from msgspec import Struct


class Event(Struct, frozen=True, tag=True, omit_defaults=True):
    """Something that happened, in the past tense."""
