"""One room's people on this node: who has a socket, a place, and whom the others were told of."""

from typing import TYPE_CHECKING, Protocol

from server.fanout.channel import Channel
from server.wire.closes import Close

if TYPE_CHECKING:
    from server.presence.place import Holders, Place

TO_SOME = ""  # the name of whom not everybody was told of: so they will be, or that they left


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

    def greet(self, holders: "Holders") -> None:
        """Note whom a newcomer was told of, where it is not what everybody was told.

        Who goes before the next turn would otherwise stay on the newcomer's screen, and who was
        told of while the newcomer came would never be on it. A volunteer beside has no place.
        """
        named = [member for member, place in holders.items() if place.node]
        unsure = [member for member in named if member not in self.told]
        missed = [member for member in self.told if member not in holders]
        self.told.update(dict.fromkeys(unsure + missed, TO_SOME))

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
