"""How fast a member may post, across all nodes: kept by the store, under the room's shard."""

from server.backplane import Backplane
from server.streams.names import shard_of

BURST = 10
PER_S = 1.0
SLOW_PER_S = 1 / 60


class StoredPurse:
    """`rooms.ports.Purse`: a burst of 10, then one a second."""

    def __init__(self, backplane: Backplane, *, limited: bool) -> None:
        self._backplane = backplane
        self._limited = limited

    async def spend(self, room_id: str, member: str, *, slow: bool = False) -> float:
        """Take one post: 0.0 if there was one, else seconds to wait; `slow` is one a minute."""
        if slow:  # a volunteer's word holds where limits are off, too
            bucket = f"{shard_of(room_id)}slow:{room_id}:{member}"
            return await self._backplane.spend(bucket, 1, SLOW_PER_S)
        if not self._limited:
            return 0.0
        bucket = f"{shard_of(room_id)}pace:{room_id}:{member}"
        return await self._backplane.spend(bucket, BURST, PER_S)
