"""Who waits alone, and asked to be told: when three do, a circle begins by itself.

That somebody waits is a lease of the store, renewed while their page is open; nobody is shown it,
and it ends by itself.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from secrets import token_urlsafe

from rooms.formats import Format
from rooms.held_meetings import Occasion
from rooms.house import RoomCard
from rooms.refusal import Refusal
from server.backplane import Backplane
from server.due import Begins
from server.places import ANY
from server.stream_names import shard_of

WAIT_S = 90.0
CIRCLE = 3
USUAL = "sharing_circle"


class Waiting:
    """Those who wait, on all nodes."""

    def __init__(
        self,
        backplane: Backplane,
        meetings: Begins,
        room: Callable[[str], RoomCard | None],
        formats: Mapping[str, Format],
    ) -> None:
        self._backplane = backplane
        self._meetings = meetings
        self._room = room
        self._formats = formats

    async def wait(self, room_id: str, member: str) -> None:
        """Count somebody among those who wait; the third one begins a circle."""
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
        await self._backplane.release(_name(room_id), member)


def _name(room_id: str) -> str:
    return f"{shard_of(room_id)}waiting:{room_id}"
