"""Moves a circle to a side room, and hands the way there to whoever was here for long enough.

The room's own event says where; each node tells its own people, since it alone knows for how long
they are here. Nobody else is told, and no list shows the side room.
"""

from collections.abc import Sequence
from contextlib import suppress
from secrets import token_hex

from moderation.care import Care
from moderation.desk import Desk
from moderation.events import SanctionSet
from moderation.sanctions import What
from rooms import door, side_room
from rooms.events import RoomClosed, SideRoomOpened
from rooms.house import House, RoomCard
from rooms.meeting.events import CircleMoved
from rooms.ports import Stale
from rooms.state import Moved, Room
from server.group.agreements import Agreements, Asked
from server.group.cards import Cards
from server.group.receivers import Receiver
from server.presence.places import Places
from server.streams.care import StoredCare
from server.streams.envelope import Draft
from server.streams.kinds import HOUSE, Entry
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import room_of
from server.streams.open_rooms import find_open
from server.streams.streams import Streams
from server.tasks import Tasks
from server.wire.frames import Card

TOKEN_BYTES = 13


class SideRooms:
    """The side rooms of all rooms, as one node sees them."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a circle that moves touches, each once
        self,
        streams: Streams,
        stored: StoredCare,
        agreements: Agreements,
        care: Care,
        cards: Cards,
        places: Places,
        tasks: Tasks,
    ) -> None:
        self._streams = streams
        self._stored = stored
        self._agreements = agreements
        self._care = care
        self._cards = cards
        self._places = places
        self._tasks = tasks

    async def move(self, asked: Asked, card: RoomCard) -> Sequence[Card]:
        """Send the circle to its side room, and call a volunteer as for a pause; where it was sent
        there already, return the way again.
        """
        side_room.check_may_move(card)
        if not await self._sent(card):
            return await self._way(card.id)
        slower = door.slowed((await self._stored.room(card.id)).door, self._streams.now())
        does = (slower,) if slower else ()
        await self._care.halt(asked.room, asked.member, asked.id, does)
        return ()

    async def arrive(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Tell the way to somebody who comes back to a room whose circle has moved."""
        for card in await self._way(room_id, member):
            receiver.send(card)

    def came(self, card: RoomCard, member: str) -> None:
        """Let somebody who comes to a side room have been here since they came to the other."""
        if card.moved_from:
            self._places.attending.carry(card.moved_from, card.id, member)

    def changed(self, log: Log[Room], entry: Entry) -> None:
        """Tell this node's people the way; a listener of the rooms' streams."""
        if isinstance(entry.event, CircleMoved) and log.loaded:
            self._tasks.start(self._tell_all(room_of(log.stream)))

    def sanctioned(self, _log: Log[Desk], entry: Entry) -> None:
        """Let nobody stay in a side room who is removed from the room; a listener of the desks'."""
        event = entry.event
        if isinstance(event, SanctionSet) and event.what in {What.REMOVE, What.BAN}:
            self._tasks.start(self._remove(event.room, event.member))

    async def _remove(self, room_id: str, member: str) -> None:
        for card in (await self._house()).state.aside.values():
            if card.moved_from == room_id:
                self._places.remove(card.id, member)

    async def _tell_all(self, room_id: str) -> None:
        for member in self._places.connected(room_id):
            for card in await self._way(room_id, member):
                self._cards.hand(room_id, member, card)

    async def _way(self, room_id: str, member: str = "") -> Sequence[Card]:
        """Return the card with the way, if there is one, and the `member` is carried over."""
        room = await self._stored.room(room_id)
        if room.moved is None or not await self._is_open(room.moved):
            return ()
        if member and not await self._is_carried_over(room_id, room, room.moved, member):
            return ()
        return (Card(kind="side_room", duty=self._cards.on_duty(), next=room.moved.to),)

    async def _is_carried_over(self, room_id: str, room: Room, moved: Moved, member: str) -> bool:
        now, newcomers = self._streams.now(), self._agreements.newcomers
        group = await self._agreements.group(room_id)
        leads = room.meeting is not None and member in {room.meeting.chair, room.meeting.reserve}
        here_s = max(newcomers.here_s(at, member) for at in (room_id, moved.to))
        return side_room.is_carried_over(
            await self._stored.standing(room_id, member),
            here_s - max(0, now - moved.at) / 1000,
            serves=leads or group.role_of(member, now) is not None,
        )

    async def _sent(self, card: RoomCard) -> bool:
        """Send the circle there, whoever else presses at this moment; return whether it was us."""
        drawn = ""
        while True:
            room = await self._stored.room(card.id)
            now, rule, moved = self._streams.now(), room.rule, room.moved
            is_open = moved is not None and await self._is_open(moved)
            drawn = drawn if is_open else drawn or await self._open(card)
            event = side_room.moves(room, moved.to if moved and is_open else drawn, now)
            if event is not None:
                with suppress(Stale):
                    await self._stored.move(card.id, event, None, rule)
                    return True
                continue
            if drawn:  # somebody else's is the circle's
                await self._append(RoomClosed(drawn))
            return False

    async def _open(self, left: RoomCard) -> str:
        """Open a side room, served by those who serve the room."""
        opened = side_room.opened(left, side_room.side_room_id(token_hex(TOKEN_BYTES)))
        await self._append(opened)
        serve = side_room.serve_on(await self._agreements.group(left.id), self._streams.now())
        await self._agreements.change(opened.id, lambda _group: serve)
        return opened.id

    async def _is_open(self, moved: Moved) -> bool:
        """Return whether a side room is open; this node may know of the way before it does."""
        return await find_open(self._streams, moved.to) is not None

    async def _append(self, event: SideRoomOpened | RoomClosed) -> None:
        (position,) = await self._streams.append(Draft(HOUSE_STREAM, event))
        await (await self._house()).reached(position.n)

    async def _house(self) -> Log[House]:
        return await self._streams.log(HOUSE, HOUSE_STREAM)
