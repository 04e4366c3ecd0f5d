"""The clock of all meetings this node knows of: it asks for what is due, and nothing else.

Every node has one. What is due is decided by `rooms.meeting.running` and appended once, under
the rule counter, whichever node asks first; so no node owns a meeting, and any may die.
"""

import asyncio
from collections.abc import Callable, Iterable

from rooms.events import MessagePosted
from rooms.held_meetings import HeldMeetings
from rooms.meeting import running
from rooms.state import Room
from server.directory import Part
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of

EVERY_S = 0.2
LOOK_MS = 2_000  # who comes and goes on other nodes is seen this late
AT_ONCE = 128


class MeetingClock:
    """When to look at each meeting next (ms of the store)."""

    def __init__(self, meetings: HeldMeetings, now: Callable[[], int]) -> None:
        self._meetings = meetings
        self._now = now
        self._due: dict[str, int] = {}
        self.parts: dict[str, Part] = {}

    def changed(self, log: Log[Room], entry: Entry) -> None:
        """Look at a meeting in which something happened; a listener of the streams."""
        room_id, meeting = room_of(log.stream), log.state.meeting
        if meeting is None:
            self._due.pop(room_id, None)
            self.parts.pop(room_id, None)
            return
        if meeting.step >= 0:
            at, of = meeting.now_step, len(meeting.protocol.steps)
            self.parts[room_id] = Part(meeting.step + 1, of, at.id, at.kind)
        if room_id not in self._due or not isinstance(entry.event, MessagePosted):
            self._due[room_id] = 0  # words make nothing due sooner

    def stir(self, room_id: str) -> None:
        """Look at a room's meeting soon: somebody came or went."""
        if room_id in self._due:
            self._due[room_id] = 0

    async def turn(self) -> None:
        """Let happen what is due."""
        now = self._now()
        due = [room_id for room_id, at in self._due.items() if at <= now]
        for start in range(0, len(due), AT_ONCE):
            await self._look_all(due[start : start + AT_ONCE])

    async def _look_all(self, rooms: Iterable[str]) -> None:
        await asyncio.gather(*(self._look(room_id) for room_id in rooms))

    async def _look(self, room_id: str) -> None:
        self._due[room_id] = self._now() + LOOK_MS  # whatever happens from here on sets it back
        meeting = await self._meetings.look(room_id)
        if meeting is None:
            self._due.pop(room_id, None)
            self.parts.pop(room_id, None)
            return
        due = running.due(meeting, self._now())
        self._due[room_id] = min(due, self._due.get(room_id, 0) or self._now())
