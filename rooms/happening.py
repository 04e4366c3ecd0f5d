"""The form that everything that happens has in a stream."""

from msgspec import Struct


class Event(Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    """Something that happened, in the past tense. It holds nothing that could hold it, so nobody
    looks through it for cycles.
    """
