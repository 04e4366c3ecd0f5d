"""Who is in each room: places are leases of the store, presence is what they come to.

A place is held while a member has a socket and for `PLACE_S` after the last one; only `leave`
frees it at once. What changed is told at most once a second. No event is written: no
attendance list exists.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from secrets import token_hex

import msgspec

from rooms.refusal import Code
from server.backplane import Backplane, Unavailable
from server.fanout.channel import Channel
from server.presence.attending import Attending
from server.presence.elsewhere import Marks
from server.presence.place import PLACE_S, RELOAD_MS, Holders, Place
from server.presence.place_leases import PlaceLeases
from server.presence.presence import Presence, Socket
from server.wire import codec
from server.wire.closes import Close
from server.wire.frames import Here, Person
from server.wire.framing import text_frame

ENDED = "ended"
RENEW_S = 30.0
AT_ONCE = 128  # places that are renewed together


class Places:
    """Places and presence of all rooms on this node. Times are the loop's seconds."""

    def __init__(self, backplane: Backplane) -> None:
        self.node = token_hex(4)
        self.attending = Attending(PLACE_S)
        self._now = backplane.now
        self._leases = PlaceLeases(backplane, self.node)
        self._rooms: dict[str, Presence] = {}
        self._unsure = False  # places could not be renewed: they may have run out meanwhile

    async def holders(self, room_id: str) -> Holders:
        """Return everybody who has a place in the room, by member id."""
        return await self._leases.holders(room_id)

    async def take(self, room_id: str, member: str, place: Place, capacity: int) -> Holders | None:
        """Take or keep a place; None if the room is full."""
        return await self._leases.take(room_id, member, place._replace(away=0), capacity)

    async def come(self, room_id: str, member: str, place: Place, capacity: int) -> Holders | None:
        """Take a place for somebody at the door, who may have a device on another node."""
        return await self._leases.come(room_id, member, place, capacity)

    def arrive(
        self, room_id: str, channel: Channel, member: str, place: Place, socket: Socket
    ) -> None:
        """Count a socket in; a fifth one of a member lets the oldest go."""
        presence = self._rooms.get(room_id)
        if presence is None:
            presence = self._rooms[room_id] = Presence(channel)
        self.attending.arrive(room_id, member, asyncio.get_running_loop().time())
        for oldest in presence.arrive(member, place, socket):
            oldest.part("replaced", Close.REPLACED)

    def greet(self, room_id: str, holders: Holders) -> None:
        """Note whom a newcomer's hello names."""
        self._rooms[room_id].greet(holders)

    async def depart(
        self, room_id: str, member: str, socket: Socket, now: float, grace: int = RELOAD_MS
    ) -> None:
        """Count a socket out; the place stays. Who is back in `grace` ms was never gone."""
        if self._count_out(room_id, member, socket):
            presence = self._rooms[room_id]
            place = presence.places.pop(member)
            presence.ends(member, now + PLACE_S + 0.1)
            self.attending.depart(room_id, member, now)
            with suppress(Unavailable):  # then it ends a little sooner
                if not await self._leases.hand_over(room_id, member, place):
                    left = place._replace(away=self._now(), grace=grace)
                    await self._leases.keep(room_id, member, left)

    async def leave(self, room_id: str, member: str, socket: Socket) -> bool:
        """Count a socket out for good; return whether it was the last, and the place is free."""
        if not self._count_out(room_id, member, socket):
            return False
        return await self.give_up(room_id, member)

    def send_out(self, room_id: str, member: str, code: str, after_s: int) -> bool:
        """Part with a member who may come back; return whether a place is to be given up."""
        sockets = self.sockets(room_id, member)
        is_out = [self._count_out(room_id, member, socket) for socket in sockets]
        for socket in sockets:
            socket.part(code, Close.COME_BACK, after_s)
        return any(is_out)

    async def give_up(self, room_id: str, member: str) -> bool:
        """Free the place of somebody who has no socket here; return whether it is free now."""
        place = self._rooms[room_id].places.pop(member)
        self.attending.leave(room_id, member)
        with suppress(Unavailable):  # then it ends by itself
            if await self._leases.hand_over(room_id, member, place):
                return False
            await self._leases.release(room_id, member)
        self.look_again(room_id)
        return True

    async def renew(self) -> None:
        """Keep the places of all who have a socket; every `RENEW_S`."""
        self._unsure = True
        marks = await self._leases.begin_renewal()
        held = [
            (room_id, member, place)
            for room_id, presence in self._rooms.items()
            for member, place in presence.places.items()
        ]
        for start in range(0, len(held), AT_ONCE):
            await asyncio.gather(
                *(self._renew(*one, marks) for one in held[start : start + AT_ONCE])
            )
        for presence in self._rooms.values():
            presence.changed = True  # somebody's node may have died without a word
        self._unsure = False

    async def tell(self, now: float) -> list[str]:
        """Tell rooms who came and went; once a second. Return the rooms that were told.

        After an outage nobody is said to have left before their node could renew their place.
        """
        if self._unsure:
            await self.renew()
        changed = []
        for room_id, presence in list(self._rooms.items()):
            if presence.due(now) and await self._tell_surely(room_id, presence):
                changed.append(room_id)
        return changed

    def look_again(self, room_id: str) -> None:
        """Look at a room's places at the next turn: another node says they changed."""
        presence = self._rooms.get(room_id)
        if presence is not None:
            presence.changed = True

    def connected(self, room_id: str) -> Mapping[str, Place]:
        """Return who has a socket in the room on this node."""
        presence = self._rooms.get(room_id)
        return dict(presence.places) if presence else {}

    def counts(self) -> Mapping[str, int]:
        """Return how many people each room's readers were last told of."""
        return {room_id: len(p.told) for room_id, p in self._rooms.items()}

    def close(self, room_id: str) -> None:
        """Say goodbye to everybody in a room that was closed."""
        for socket in self._everybody(room_id):
            socket.part(Code.NO_SUCH_ROOM, Close.NO_SUCH_ROOM)

    def end(self, line: str) -> None:
        """Say goodbye to everybody on a private line that is over."""
        for socket in self._everybody(line):
            socket.part(ENDED, Close.DONE, 0)

    def remove(self, room_id: str, member: str) -> None:
        """Say goodbye to a member whom volunteers took out of the room."""
        for socket in self.sockets(room_id, member):
            socket.part(Code.REMOVED, Close.REMOVED)

    def part(self, room_id: str, member: str, code: str) -> None:
        """Say goodbye to somebody whose time in the room is over, for the reason of a code."""
        for socket in self.sockets(room_id, member):
            socket.part(code, Close.DONE, 0)

    def sockets(self, room_id: str, member: str) -> Sequence[Socket]:
        """Return the sockets a member has in the room on this node."""
        presence = self._rooms.get(room_id)
        return list(presence.sockets.get(member, ())) if presence else ()

    def idle(self) -> list[str]:
        """Return the rooms that have nobody in them any more."""
        return [r for r, p in self._rooms.items() if not p.told and not p.places]

    def forget(self, room_id: str) -> None:
        """Let an idle room go."""
        self._rooms.pop(room_id, None)

    def knows(self, room_id: str) -> bool:
        """Return whether somebody was in the room of late, on this node."""
        return room_id in self._rooms

    def _everybody(self, room_id: str) -> list[Socket]:
        presence = self._rooms.get(room_id)
        return [s for many in presence.sockets.values() for s in many] if presence else []

    async def _renew(self, room_id: str, member: str, place: Place, marks: Marks) -> None:
        presence = self._rooms.get(room_id)
        if presence is not None and presence.places.get(member) == place:  # still here
            await self._leases.renew(room_id, member, place, marks)

    async def _tell_surely(self, room_id: str, presence: Presence) -> bool:
        try:
            return await self._tell(room_id, presence)
        except Unavailable:
            presence.changed = True
            raise

    async def _tell(self, room_id: str, presence: Presence) -> bool:
        """Tell of as many as one frame holds; the others a second later."""
        joined, left = presence.news(await self.holders(room_id))
        if joined or left:
            presence.channel.tell(_here(joined, left))
        return bool(joined or left)

    def _count_out(self, room_id: str, member: str, socket: Socket) -> bool:
        """Return whether this was the member's last socket."""
        presence = self._rooms.get(room_id)
        return presence is not None and presence.depart(member, socket)


def _here(joined: list[Person], left: list[str]) -> bytes:
    frame = Here(joined=joined or msgspec.UNSET, left=left or msgspec.UNSET)
    return text_frame(codec.encode(frame))
