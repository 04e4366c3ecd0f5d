"""Who asks for a slip gets one at once, from what this node has in its memory; none is kept."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from rooms.refusal import Code, Refusal
from rooms.slip import LEAST_MINUTES, Slip, minutes_present
from server.crypto.slip_key import SlipKey
from server.presence.attending import Attending
from server.timetable.meetings import Meetings
from server.timetable.zones import zone

AFTERWARDS_MS = 30 * 60 * 1000  # so long after the closing one may still ask


class Slips:
    """Attendance of who is here now; there is no list to look anything up in."""

    def __init__(
        self, key: SlipKey, meetings: Meetings, attending: Attending, now: Callable[[], int]
    ) -> None:
        self._key = key
        self._meetings = meetings
        self._attending = attending
        self._now = now
        self.check = key.check

    def of(self, room_id: str, member: str) -> str:
        """Return a signed slip for the meeting that is held here, or just was."""
        now = self._now()
        card = self._meetings.room(room_id)
        held = self._meetings.held_in(card.root, AFTERWARDS_MS) if card else None
        here_s = self._attending.here_for(room_id, member, asyncio.get_running_loop().time())
        if card is None or held is None or here_s is None:
            raise Refusal(Code.NO_SLIP)
        minutes = minutes_present(now - round(here_s * 1000), now, held.start, held.end)
        if minutes < LEAST_MINUTES:
            raise Refusal(Code.NO_SLIP)
        day = datetime.fromtimestamp(held.start / 1000, zone(held.meeting.zone)).date()
        return self._key.signed(Slip(card.title, day, minutes))
