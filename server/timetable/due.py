"""The timetable's clock: when a meeting's time has come, it is begun. Every node has one.

Each evening of a meeting has one id, so that it begins once, whichever node is first. Where too
few people are there yet, it begins as soon as they have come, in the first half of its time.
"""

from typing import Protocol

from rooms.held_meetings import Occasion
from rooms.refusal import Code, Refusal
from rooms.timetable.calendar import Occurrence
from server.timetable.meetings import Meetings

DUE_S = 1.0
SHORT_MS = 2 * 60 * 1000
_AGAIN_MS = 5_000
# With another meeting in the room, this one begins when that one is over, if it is not too late.
_NOT_YET = frozenset({Code.TOO_FEW, Code.ADULTS_MISSING, Code.MEETING_ON})


class Begins(Protocol):
    """Who begins meetings."""

    async def begin(self, room_id: str, occasion: Occasion) -> None:
        """Begin a meeting in a room. Raises `Refusal`."""


class Due:
    """Begins what is due."""

    def __init__(self, meetings: Meetings, begins: Begins) -> None:
        self._meetings = meetings
        self._begins = begins
        self._settled: dict[str, int] = {}  # evenings that need nothing more, and when they end
        self._short: dict[str, tuple[Occurrence, int]] = {}
        self._not_before = 0

    def short(self) -> list[str]:
        """Return the rooms that a meeting has been due in for two minutes, with too few people."""
        now = self._meetings.now()
        return [one.meeting.room for one, at in self._short.values() if now - at >= SHORT_MS]

    async def turn(self) -> None:
        """Begin every meeting whose time has come."""
        now = self._meetings.now()
        self._settled = {id_: end for id_, end in self._settled.items() if end > now}
        self._short = {id_: it for id_, it in self._short.items() if it[0].end > now}
        waiting = [one for one in self._meetings.running() if evening(one) not in self._settled]
        if not waiting or now < self._not_before:
            return
        for one in waiting:
            await self._begin_one(one, now)
        self._not_before = now + _AGAIN_MS if self._left(waiting) else 0

    def _left(self, waiting: list[Occurrence]) -> bool:
        return any(evening(one) not in self._settled for one in waiting)

    async def _begin_one(self, one: Occurrence, now: int) -> None:
        is_late = now > (one.start + one.end) // 2
        try:
            if not is_late:
                occasion = Occasion(evening(one), one.meeting.format)
                await self._begins.begin(one.meeting.room, occasion)
        except Refusal as refusal:
            if refusal.code in _NOT_YET:
                if refusal.code is Code.TOO_FEW:
                    self._short.setdefault(evening(one), (one, now))
                return
        self._short.pop(evening(one), None)
        self._settled[evening(one)] = one.end


def evening(one: Occurrence) -> str:
    """Return what this one evening of a meeting is called on every node."""
    return f"{one.meeting.id}:{one.day:%Y%m%d}"
