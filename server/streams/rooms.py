"""The rooms' port over the streams: which stream, under which dedupe key."""

from rooms.events import MailEvent, MessagePosted, RoomEvent
from rooms.ports import AlreadyThere, Line, Once
from rooms.state import Room, raises_rule
from server.crypto.keyed import Keyed
from server.streams.envelope import Draft
from server.streams.in_order import let_next_go
from server.streams.kinds import HOUSE, talk
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import mail_stream, room_stream
from server.streams.streams import Streams


class StoredRooms:
    """`rooms.ports.RoomStreams`, over streams that are sealed and stored."""

    def __init__(self, streams: Streams, dedupe_key: bytes) -> None:
        self._streams = streams
        self._dedupe_key = Keyed(dedupe_key)

    async def room(self, room_id: str) -> Room:
        """Return the folded room."""
        return await self._streams.state(talk(room_id), room_stream(room_id))

    async def is_open(self, room_id: str) -> bool:
        """Return whether the room takes words at all."""
        house = await self._streams.state(HOUSE, HOUSE_STREAM)
        return house.find(room_id) is not None

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line by its number."""
        log = await self._streams.log(talk(room_id), room_stream(room_id))
        if not log.first <= n <= log.head:
            return None
        entries = await self._streams.page(log, n - 1, 1)
        if not entries or entries[0].n != n or not isinstance(entries[0].event, MessagePosted):
            return None
        return Line(n, entries[0].event, hidden=n in log.state.hidden)

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""
        return await self._streams.seen(room_stream(room_id), self.key(room_id, once))

    async def post(self, room_id: str, event: RoomEvent, once: Once, rule: int) -> int:
        """Append to the room's stream under its rule counter."""
        stream = room_stream(room_id)
        draft = Draft(
            stream,
            event,
            once=self.key(room_id, once),
            expect_rule=rule,
            raises_rule=raises_rule(await self.room(room_id), event),
        )
        let_next_go()  # nothing waits between here and the store's queue
        (position,) = await self._streams.append(draft)
        return position.n

    async def mail(self, room_id: str, event: MailEvent, once: Once) -> int:
        """Append to what waits for one member."""
        draft = Draft(mail_stream(room_id), event, once=self.key(room_id, once))
        (position,) = await self._streams.append(draft)
        return position.n

    def key(self, room_id: str, once: Once) -> tuple[bytes, bytes]:
        """Return the dedupe key and the body: one id is one act, whatever it asks for.

        Keyed, so that a stolen store does not tell whose ids these are.
        """
        secret = self._dedupe_key.digest(f"{room_id}|{once.member}|{once.id}".encode())
        return secret[:16], once.body
