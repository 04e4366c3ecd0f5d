"""What is numbered and told to everybody in a room: what is said, and what becomes of it."""

from msgspec import UNSET, UnsetType

from server.wire.members.frame import ServerFrame
from server.wire.members.meeting_told import MeetingFrame


class Said(ServerFrame, frozen=True, omit_defaults=True):
    """Somebody said this; also you."""

    n: int
    at: int
    by: str
    alias: str
    text: str
    id: str
    to: int | UnsetType = UNSET


class Hidden(ServerFrame, frozen=True):
    """The line `of` left every screen; it may come back."""

    n: int
    at: int
    of: int


class Shown(ServerFrame, frozen=True):
    """The hidden line `of` is back: ask for it with `more`."""

    n: int
    at: int
    of: int


class Erased(ServerFrame, frozen=True):
    """Live: the line `of` is gone for good. In a backlog, without `of`: this one was."""

    n: int
    at: int
    of: int | UnsetType = UNSET


class Rule(ServerFrame, frozen=True):
    """Who may post has changed; nothing more."""

    n: int
    at: int


class Door(ServerFrame, frozen=True):
    """The door is slower: the first words of who is new wait for a volunteer's glance, until then
    (ms) if it stays calm, or a little longer. Without `until`: it is as before.
    """

    n: int
    at: int
    until: int | UnsetType = UNSET


StreamFrame = Said | Hidden | Shown | Erased | Rule | Door | MeetingFrame
