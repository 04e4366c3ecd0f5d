"""One room's people on this node: who has a socket, a place, and whom the others were told of."""

from typing import TYPE_CHECKING, Protocol

from server.fanout.channel import Channel
from server.wire.closes import Close

if TYPE_CHECKING:
    from server.presence.place import Place


class Socket(Protocol):
    """A member's connection."""

    def part(self, code: str, close: Close, after_s: int = ...) -> None:
        """Say goodbye with a code and close."""


class Presence:
    """One room's members on this node, and whom its readers were told of."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.sockets: dict[str, tuple[Socket, ...]] = {}
        self.places: dict[str, Place] = {}
        self.told: dict[str, str] = {}
        self.changed = True
        self._ends: dict[str, float] = {}

    def ends(self, member: str, at: float) -> None:
        """Note when the place of somebody without a socket ends."""
        self._ends[member] = at

    def due(self, now: float) -> bool:
        """Return, once, whether somebody may have come or gone."""
        over = [member for member, at in self._ends.items() if at <= now]
        for member in over:
            del self._ends[member]
        due, self.changed = self.changed or bool(over), False
        return due
