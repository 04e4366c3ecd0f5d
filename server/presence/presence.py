"""One room's people on this node: who has a socket, a place, and whom the others were told of."""

from collections.abc import Sequence
from typing import Protocol

from server.fanout.channel import Channel
from server.presence.place import Holders, Place
from server.wire.closes import Close
from server.wire.frames import Person

SOCKETS_PER_MEMBER = 4
TOLD_AT_ONCE = 300  # people in one `here`: it stays under a server frame's 64 KiB
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

    def arrive(self, member: str, place: Place, socket: Socket) -> Sequence[Socket]:
        """Count a socket in; return those of the member that are too many, the oldest first."""
        sockets = self.sockets.get(member, ())
        if socket not in sockets:
            sockets = (*sockets, socket)
        self.places[member] = place
        self.changed = True
        self.sockets[member] = sockets[-SOCKETS_PER_MEMBER:]
        return sockets[:-SOCKETS_PER_MEMBER]

    def depart(self, member: str, socket: Socket) -> bool:
        """Count a socket out; return whether it was the member's last."""
        before = self.sockets.get(member, ())
        if socket not in before:
            return False
        left = tuple(other for other in before if other is not socket)
        if left:
            self.sockets[member] = left
        else:
            del self.sockets[member]
        return not left

    def news(self, holders: Holders) -> tuple[list[Person], list[str]]:
        """Return, once, who came and who went since it was told; not more than one frame holds."""
        joined = [Person(m, p.alias) for m, p in holders.items() if self.told.get(m) != p.alias]
        left = [member for member in self.told if member not in holders]
        self.changed = self.changed or max(len(joined), len(left)) > TOLD_AT_ONCE
        joined, left = joined[:TOLD_AT_ONCE], left[:TOLD_AT_ONCE]
        self.told.update((person.id, person.alias) for person in joined)
        for member in left:
            del self.told[member]
        return joined, left

    def greet(self, holders: Holders) -> None:
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
