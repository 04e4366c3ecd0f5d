"""Places in rooms as leases of the store: taken, kept, handed to another node, given back."""

from collections.abc import Mapping

from server.backplane import Backplane
from server.presence.elsewhere import Elsewhere, Marks
from server.presence.place import PLACE_S, Holders, Place, lease_of, place_in, place_text


class PlaceLeases:
    """The places that this node keeps, and what it reads of others."""

    def __init__(self, backplane: Backplane, node: str) -> None:
        self._backplane = backplane
        self._node = node
        self._elsewhere = Elsewhere(backplane, node)
        self._known: dict[str, Place] = {}

    async def holders(self, room_id: str) -> Holders:
        """Return everybody who has a place in the room, by member id."""
        return self._read(await self._backplane.leases(lease_of(room_id)))

    async def take(self, room_id: str, member: str, place: Place, capacity: int) -> Holders | None:
        """Take or keep a place for this node; None if the room is full."""
        name, value = lease_of(room_id), self._value(place)
        lease = await self._backplane.lease(name, member, value, PLACE_S, capacity)
        return self._read(lease.holders) if lease.held else None

    async def come(self, room_id: str, member: str, place: Place, capacity: int) -> Holders | None:
        """Take a place for somebody at the door, from the node that keeps it, if one does."""
        if place.node not in {"", self._node} and not place.away:
            await self._elsewhere.mark(room_id, member, place.node)
            await self._elsewhere.unmark(room_id, member, self._node)
        return await self.take(room_id, member, place._replace(away=0), capacity)

    async def hand_over(self, room_id: str, member: str, place: Place) -> bool:
        """Leave the place of somebody who has gone from here to the node that still has them;
        False if none has.
        """
        node = await self._elsewhere.still(room_id, member)
        if node and node != self._node:
            text = place_text(place._replace(node=node, away=0))
            await self._backplane.renew(lease_of(room_id), member, text, PLACE_S)
            await self._elsewhere.unmark(room_id, member, node)
        return bool(node)

    async def release(self, room_id: str, member: str) -> None:
        """Give a place back."""
        await self._backplane.release(lease_of(room_id), member)

    async def begin_renewal(self) -> Marks:
        """Return who is on two nodes, once for all whose places are renewed now."""
        self._known = {}  # those who are here put theirs in again
        return await self._elsewhere.marks()

    async def renew(self, room_id: str, member: str, place: Place, marks: Marks) -> None:
        """Keep somebody's place, or their mark here while another node keeps it."""
        if self._node in marks.get((room_id, member), ()):
            kept = (await self.holders(room_id)).get(member, place)
            others = await self._elsewhere.alive() - {self._node}
            if kept.node in others and not kept.away:
                await self._elsewhere.mark(room_id, member, self._node)
                return
            await self._elsewhere.unmark(room_id, member, self._node)
        await self.keep(room_id, member, place._replace(away=0))

    async def keep(self, room_id: str, member: str, place: Place) -> None:
        """Keep a place for its whole time, and ask nothing of the others'."""
        await self._backplane.renew(lease_of(room_id), member, self._value(place), PLACE_S)

    def _value(self, place: Place) -> str:
        place = place._replace(node=self._node)
        value = place_text(place)
        self._known[value] = place
        return value

    def _read(self, leases: Mapping[str, str]) -> Holders:
        """Read places, each once: whoever comes in looks at those of all who are there."""
        known = self._known
        return {
            member: known.get(value) or known.setdefault(value, place_in(value))
            for member, value in leases.items()
        }
