"""The timetable on a terminal: in this machine's time, which it works out itself."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from client import fetch
from client.address import Address
from client.screen import Screen

SHOWN = 8
Rows = Sequence[Mapping[str, object]]


class Timetable:
    """Fetches the meetings when they are asked for; a reminder stays on this machine."""

    def __init__(self, address: Address, room: str, screen: Screen) -> None:
        self._address = address
        self._room = room
        self._screen = screen
        self._reminds: datetime | None = None

    async def show(self) -> None:
        """Tell the next meetings, the soonest first."""
        coming = await self._coming()
        if not coming:
            self._screen.tell("meetings.none")
            return
        self._screen.tell("meetings.heading")
        for row in coming[:SHOWN]:
            self._screen.item(f"{_local(row):%a %d %b %H:%M %Z}  {row.get('title', '')}")
            self._screen.detail("meetings.cover" if row.get("cover") else "meetings.no_cover")

    async def remind(self) -> None:
        """Say when this room's next meeting begins, if the program still runs then."""
        now = datetime.now(UTC)
        here = [row for row in await self._coming() if row.get("room") == self._room]
        begins = next((at for row in here if (at := _local(row)) > now), None)
        if begins is None:
            self._screen.tell("meetings.none")
            return
        self._screen.tell("remind.will", when=f"{begins:%a %d %b %H:%M}")
        if self._reminds == begins:
            return
        self._reminds = begins
        await asyncio.sleep((begins - now).total_seconds())
        self._screen.tell("remind.now")
        self._screen.ring()

    async def _coming(self) -> Rows:
        try:
            rows = json.loads(await fetch.page(self._address, "/api/meetings"))
        except (fetch.NoPage, ValueError):
            return ()
        return [row for row in rows if isinstance(row, dict) and isinstance(row.get("next"), str)]


def _local(row: Mapping[str, object]) -> datetime:
    return datetime.fromisoformat(str(row["next"])).astimezone()
