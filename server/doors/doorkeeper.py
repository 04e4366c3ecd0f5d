"""Sees a raid coming, slows the door of a room, and frees it when it has been calm.

The slower door is an event of the room, so all nodes agree on it and a start keeps it. The signs
are counted in memory: new keys as every node hears of them, repeated words on this node alone.
"""

from collections.abc import Callable, Collection
from contextlib import suppress

from moderation.ports import Now
from moderation.private_line import is_line
from moderation.raid import Arrivals, SameWords
from rooms import door
from rooms.events import DoorFreed, DoorSlowed, MessagePosted
from rooms.members import Members
from rooms.ports import Stale
from rooms.side_room import is_side_room
from rooms.state import Room
from server.counters import Counters
from server.group.newcomers import Newcomers
from server.streams.care import StoredCare
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import MEMBERS, ROOM, room_of
from server.streams.streams import Streams
from server.tasks import Tasks

LOOK_S = 5.0


class Doorkeeper:
    """`moderation.ports.Doorkeeper` of one node."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a raid is seen by, each once
        self,
        stored: StoredCare,
        newcomers: Newcomers,
        now: Now,
        is_meeting_near: Callable[[str], bool],
        counters: Counters,
        tasks: Tasks,
    ) -> None:
        self._stored = stored
        self._newcomers = newcomers
        self._now = now
        self._is_meeting_near = is_meeting_near
        self._counters = counters
        self._tasks = tasks
        self._arrivals = Arrivals()
        self._same_words = SameWords()

    def listen(self, streams: Streams) -> None:
        """Follow who comes to rooms for the first time, and what becomes of their doors."""
        streams.listen(MEMBERS, self._came)
        streams.listen(ROOM, self._changed, but=MessagePosted)

    async def holds(self, room_id: str, event: MessagePosted) -> bool:
        """Return whether words wait for a volunteer's glance; the door may be slower after it."""
        if not self._newcomers.wait_s(room_id, event.by):
            return False
        room, now = await self._stored.room(room_id), self._now.now()
        mine = [author for author in room.authors.values() if author.member == event.by]
        if self._same_words.said(room_id, event.by, event.text, now, first=not mine):
            await self._slow(room_id)
            return True  # other words of theirs are heard, so nobody is silenced by an empty desk
        if room.door is None or not door.is_slow(room.door, now) or not self._now.on_duty():
            return False
        return not any(room.door.has_met(author.n, author.at) for author in mine)

    def _came(self, log: Log[Members], entry: Entry) -> None:
        """Count who is new; whoever was here before, and comes back, is not."""
        room_id = room_of(log.stream)
        more = self._arrivals.known(room_id, len(log.state.records))
        if is_side_room(room_id):  # a whole circle comes at once, and nobody whom it does not know
            return
        if more <= 0 or not log.loaded or not self._newcomers.limited:
            return
        self._arrivals.came(room_id, entry.at)
        at_a_meeting = self._is_meeting_near(room_id)
        if self._arrivals.is_rush(room_id, self._now.now(), at_a_meeting=at_a_meeting):
            self._tasks.start(self._slow(room_id))

    def _changed(self, log: Log[Room], entry: Entry) -> None:
        """Count the raids."""
        if isinstance(entry.event, DoorSlowed) and not entry.event.longer and log.loaded:
            self._counters.doors_slowed.inc()

    async def free(self, rooms: Collection[str]) -> None:
        """Let the doors be as before that have been calm for long enough."""
        for room_id in rooms:
            if is_line(room_id):
                continue
            room = await self._stored.room(room_id)
            if room.door is not None and not door.is_slow(room.door, self._now.now()):
                with suppress(Stale):  # another node said it, or a later look does
                    await self._stored.move(room_id, DoorFreed(), None, room.rule)

    async def _slow(self, room_id: str) -> None:
        """Make the door slower, or keep it so for longer, whichever node is first."""
        await self._stored.decide_and_move(
            room_id, lambda room: door.slowed(room.door, self._now.now())
        )
