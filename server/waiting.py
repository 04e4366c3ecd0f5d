"""Who waits alone, and asked to be told: when three do, a circle begins by itself.

That somebody waits is a lease of the store, renewed while they are connected; nobody is shown
it, and it ends by itself.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from secrets import token_urlsafe

from rooms import formats
from rooms.held_meetings import Occasion
from rooms.house import RoomCard
from rooms.meeting.events import MeetingBegan
from rooms.refusal import Refusal
from server.backplane import Backplane
from server.due import Begins
from server.kinds import Entry
from server.log import Log
from server.place import ANY
from server.stream_names import room_of, shard_of

WAIT_S = 90.0
RENEW_S = 30.0
CIRCLE = 3
USUAL = "sharing_circle"


class Waiting:
    """Those who wait, on all nodes; and since when those of this node do (the loop's seconds)."""

    def __init__(
        self,
        backplane: Backplane,
        meetings: Begins,
        room: Callable[[str], RoomCard | None],
        here: Callable[[str], Collection[str]],
    ) -> None:
        self._backplane = backplane
        self._meetings = meetings
        self._room = room
        self._formats = formats.load()
        self._here = here
        self._since: dict[tuple[str, str], float] = {}

    async def wait(self, room_id: str, member: str, now: float) -> None:
        """Count somebody among those who wait; the third one begins a circle."""
        self._since.setdefault((room_id, member), now)
        lease = await self._backplane.lease(_name(room_id), member, "", WAIT_S, ANY)
        card = self._room(room_id)
        # Young people do not meet before trained adults are with them.
        if len(lease.holders) < CIRCLE or card is None or card.side == "young":
            return
        form = self._formats.get(card.format)
        begins = card.format if form is not None and form.is_meeting else USUAL
        with suppress(Refusal):  # somebody was first, or a meeting runs already
            await self._meetings.begin(room_id, Occasion(token_urlsafe(9), begins))
        for holder in lease.holders:
            await self.stop(room_id, holder)

    async def stop(self, room_id: str, member: str) -> None:
        """Count somebody no longer."""
        self._since.pop((room_id, member), None)
        await self._backplane.release(_name(room_id), member)

    async def renew(self, now: float) -> None:
        """Keep the places in line of those of this node who are still connected."""
        for room_id, member in list(self._since):
            if member in self._here(room_id):
                await self.wait(room_id, member, now)
            else:
                self._since.pop((room_id, member), None)

    def since(self, now: float, at_least_s: float) -> set[str]:
        """Return the rooms in which somebody of this node has waited for so long."""
        return {room for (room, _), since in self._since.items() if now - since >= at_least_s}

    async def in_room(self, room_id: str) -> Collection[str]:
        """Return everybody who waits in a room, on all nodes."""
        return (await self._backplane.leases(_name(room_id))).keys()

    def changed(self, log: Log[object], entry: Entry) -> None:
        """Let nobody wait on where a meeting has begun; a listener of the rooms' streams."""
        if isinstance(entry.event, MeetingBegan):
            room_id = room_of(log.stream)
            self._since = {key: at for key, at in self._since.items() if key[0] != room_id}


def _name(room_id: str) -> str:
    return f"{shard_of(room_id)}waiting:{room_id}"
