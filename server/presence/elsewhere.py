"""Members with sockets on two nodes: one node keeps their place, each of the others has a mark.

Hardly anybody has devices on two nodes, so all marks are under one name, and whoever goes reads a
list that is almost always empty. A mark lasts as long as a place does without being renewed.
"""

from collections.abc import Mapping

from server.backplane import Backplane
from server.presence.place import PLACE_S
from server.streams.names import HOUSE_SHARD, NODES

MARKS = HOUSE_SHARD + "beside"

Marks = Mapping[tuple[str, str], frozenset[str]]


class Elsewhere:
    """On which nodes somebody has a socket beside the one that keeps their place."""

    def __init__(self, backplane: Backplane, node: str) -> None:
        self._backplane = backplane
        self._node = node

    async def mark(self, room_id: str, member: str, node: str) -> None:
        """Note, or note again, that a node has a socket of somebody whose place another keeps."""
        await self._backplane.renew(MARKS, _name(room_id, member, node), "", PLACE_S)

    async def unmark(self, room_id: str, member: str, node: str) -> None:
        """Note that a node has none any more, or keeps the place itself."""
        await self._backplane.release(MARKS, _name(room_id, member, node))

    async def marks(self) -> Marks:
        """Return all marks, by room and member."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for name in await self._backplane.leases(MARKS):
            room_id, member, node = name.split(" ")
            found[room_id, member] = found.get((room_id, member), frozenset()) | {node}
        return found

    async def alive(self) -> frozenset[str]:
        """Return the nodes that live."""
        return frozenset(await self._backplane.leases(NODES)) | {self._node}

    async def still(self, room_id: str, member: str) -> str:
        """Return which node still has somebody whose last socket here has gone; empty for none.

        It is this one where another node kept their place all along.
        """
        nodes = (await self.marks()).get((room_id, member), frozenset())
        if not nodes:
            return ""
        if self._node in nodes:
            await self.unmark(room_id, member, self._node)
            return self._node
        others = nodes & await self.alive()
        return min(others, default="")


def _name(room_id: str, member: str, node: str) -> str:
    return f"{room_id} {member} {node}"
