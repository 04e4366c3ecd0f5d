"""Moderation's ports over the streams, and its secrets."""

from collections.abc import Sequence
from hmac import digest
from secrets import token_urlsafe

from moderation.desk import Desk
from moderation.events import DeskEvent
from rooms.events import RoomEvent
from rooms.ports import Once
from server.envelope import Draft
from server.kinds import DESK
from server.room_streams import StoredRooms
from server.stream_names import desk_stream, room_stream
from server.streams import Streams


class StoredCare(StoredRooms):
    """`moderation.ports.CareStreams`: the desk of a room's shard, and the room beside it."""

    def __init__(self, streams: Streams, dedupe_key: bytes) -> None:
        super().__init__(streams, dedupe_key)
        self._care_streams = streams

    async def desk(self, room_id: str) -> Desk:
        """Return the desk that watches over the room."""
        return (await self._care_streams.log(DESK, desk_stream(room_id))).state

    async def raise_case(
        self, room_id: str, case: DeskEvent, once: Once, also: Sequence[RoomEvent], *, alone: bool
    ) -> None:
        """Append the case, and events to the room, all or nothing."""
        stream = desk_stream(room_id)
        log = await self._care_streams.log(DESK, stream)
        head = log.head if alone else None
        first = Draft(stream, case, once=self.key(room_id, once), expect_n=head)
        rest = [Draft(room_stream(room_id), event) for event in also]
        positions = await self._care_streams.append(first, *rest)
        await log.reached(positions[0].n)


class KeyedSecrets:
    """`moderation.ports.Secrets` from the house's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def case_id(self) -> str:
        """Return a new case's id."""
        return token_urlsafe(9)

    def reporter(self, room_id: str, member: str, n: int) -> str:
        """Return a mark that tells reporters of one line apart, and nothing else."""
        return digest(self._key, f"report|{room_id}|{n}|{member}".encode(), "sha256")[:8].hex()
