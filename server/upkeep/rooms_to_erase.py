"""The rooms in which something is to be erased are loaded: nobody may come to do it.

A shard's marks tell which (`erasing_marks.py`). A house that is older than its marks has its rooms
read one after another, once. Whoever is stopped in the middle of a shard begins it again.
"""

from rooms.erasing import Erasing, RoomsLookedThrough
from server.fanout.hub import Hub
from server.streams.envelope import Draft
from server.streams.kinds import ERASING, ROOM
from server.streams.log import Log
from server.streams.names import ALL_SHARDS, erasing_stream, kind_of, room_of, room_stream
from server.streams.names import ROOM as ROOM_PREFIX
from server.streams.streams import Streams


class RoomsToErase:
    """Has every room loaded in which something is to be erased, whichever node made it so."""

    def __init__(self, streams: Streams, hub: Hub) -> None:
        self._streams = streams
        self._hub = hub
        self.brought: set[str] = set()  # rooms that are here for this alone, by their ids

    async def load(self) -> None:
        """Load what was marked since the last time."""
        for shard in ALL_SHARDS:
            log = await self._streams.log(ERASING, erasing_stream(shard))
            if not _is_complete(log):
                await self._look_through(shard)
            for room_id in list(log.state.rooms):
                await self._load(room_id)
                log.state.rooms.discard(room_id)

    async def _look_through(self, shard: str) -> None:
        for stream, head in (await self._streams.heads(shard)).items():
            if kind_of(stream) == ROOM_PREFIX and head.first <= head.n:
                await self._load(room_of(stream))
        await self._streams.append(Draft(erasing_stream(shard), RoomsLookedThrough()))

    async def _load(self, room_id: str) -> None:
        """Load a room, and let it go again if there is nothing to erase."""
        stream = room_stream(room_id)
        used = self._streams.holds(stream)
        log = await self._streams.log(ROOM, stream)
        if used or self._streams.is_coming_in(room_id):
            return
        if log.state.must_stay:
            self.brought.add(room_id)
            return
        self._hub.close(room_id)  # it was told all of it while the log was read
        self._streams.unload(stream)


def _is_complete(log: Log[Erasing]) -> bool:
    """Whether all that is to be erased was marked: marks live as long as the talk they are about,
    so where the first are gone already, what was said before them is gone, too.
    """
    return log.state.is_complete or log.first > 1
