"""Who asks for a slip gets one at once, from what this node has in its memory; none is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime

from rooms.house import RoomCard
from rooms.refusal import Code, Refusal
from rooms.slip import LEAST_MINUTES, Slip, held, minutes_present
from rooms.state import Room
from server.crypto.slip_key import SlipKey
from server.presence.attending import Attending
from server.timetable.meetings import Meetings
from server.timetable.zones import zone

AFTERWARDS_MS = 30 * 60 * 1000  # so long after the closing one may still ask


class Slips:
    """Attendance of who is here now; there is no list to look anything up in."""

    def __init__(
        self,
        key: SlipKey,
        meetings: Meetings,
        room: Callable[[str], Awaitable[Room]],
        attending: Attending,
        now: Callable[[], int],
    ) -> None:
        self._key = key
        self._meetings = meetings
        self._room = room
        self._attending = attending
        self._now = now
        self.check = key.check

    async def of(self, room_id: str, member: str) -> str:
        """Return a signed slip for the meeting that is held here, or just was."""
        now = self._now()
        card = self._meetings.room(room_id)
        here_s = self._attending.here_for(room_id, member, asyncio.get_running_loop().time())
        if card is None or here_s is None:
            raise Refusal(Code.NO_SLIP)
        came = now - round(here_s * 1000)
        minutes, day = max(
            (
                (minutes_present(came, now, start, end), _day(start, where))
                for start, end, where in await self._held(card, now)
            ),
            default=(0, date.min),
        )
        if minutes < LEAST_MINUTES:
            raise Refusal(Code.NO_SLIP)
        return self._key.signed(Slip(card.title, day, minutes))

    async def _held(self, card: RoomCard, now: int) -> list[tuple[int, int, str]]:
        """Return from when to when, and by which clocks, a meeting was held here: one that was
        planned, and one that really began.
        """
        planned = self._meetings.held_in(card.root, AFTERWARDS_MS)
        began = held(await self._room(card.id), now, AFTERWARDS_MS)
        clocks = planned.meeting.zone if planned else "UTC"
        found = [(*began, clocks)] if began else []
        return [*found, (planned.start, planned.end, clocks)] if planned else found


def _day(start: int, where: str) -> date:
    return datetime.fromtimestamp(start / 1000, zone(where)).date()
