"""Somebody outside says that their details stand in a room: no name, no account, no page of ours.

Nobody knows who asks, and so it must be no weapon. What they say of the detail is kept nowhere.
They are never told whether anything was found, or the rooms could be searched for a name from
outside. What is hidden can be shown again: a volunteer decides, and is told first.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from moderation.case import Case, Flagged
from moderation.levels import Level
from moderation.ports import CareStreams, Now, Screens, Secrets
from moderation.raising import Concern, raised
from moderation.sought import Detail, Sought, sought
from rooms.events import MessageHidden
from rooms.ports import Line, Stale

OUTSIDE = "outside"
NOBODY = ""  # whom the case is about: no member of the room is known to have done anything
NO_ROOM = ""  # where nobody knows which room it is in
MOST_TOLD = 20  # in one open case: who asks a hundred times is no more urgent
NEWEST_LINES, MOST_POINTED_AT = 2_000, 20


class Since(StrEnum):
    """About when it was seen."""

    HOUR = "hour"
    DAY = "day"
    BEFORE = "before"
    UNKNOWN = "unknown"


class KeptLines(CareStreams, Protocol):
    """What is kept of rooms."""

    async def newest(self, room_id: str) -> int:
        """Return the number of the newest entry; 0 where there is none."""

    def kept(self, room_id: str, most: int) -> AsyncIterator[Line]:
        """Yield the newest lines that are kept, `most` entries at most, the oldest first."""


class FromOutside:
    """Takes what people outside say."""

    def __init__(self, streams: KeptLines, secrets: Secrets, now: Now, screen: Screens) -> None:
        self._streams = streams
        self._secrets = secrets
        self._now = now
        self._screen = screen

    async def tell(self, room_id: str, kind: Detail, since: Since) -> None:
        """Call a volunteer; durable on return. Where it is a room's, beside its newest lines."""
        newest = await self._streams.newest(room_id) if room_id else 0
        why, when = kind.value, since.value
        concern = Concern(OUTSIDE, room_id, NOBODY, Level.S2, rule=when, why=why, of=newest)
        await self._raise(concern, lambda case: len(case.flagged) >= MOST_TOLD)

    async def seek(self, rooms: Sequence[str], kind: Detail, detail: str) -> None:
        """Look for the detail in what is kept of the rooms, and take it off the screens."""
        await self._screen.awake()
        wanted = sought(kind, detail, self._screen.look)
        if wanted is None:
            return
        for room_id in rooms:
            await self._seek_in(room_id, wanted)

    async def _seek_in(self, room_id: str, wanted: Sought) -> None:
        left = MOST_POINTED_AT
        async for line in self._streams.kept(room_id, NEWEST_LINES):
            if left and not line.hidden and wanted.is_in(line.said.text):
                left -= 1
                await self._point_at(room_id, line, wanted)

    async def _point_at(self, room_id: str, line: Line, wanted: Sought) -> None:
        said, n = line.said, line.n
        concern = Concern(
            "report",
            room_id,
            said.by,
            Level.S2,
            why=OUTSIDE,
            of=n,
            alias=said.alias,
            text=said.text,
            id=said.id,
        )
        also = (MessageHidden(n),) if wanted.is_sure else ()
        await self._raise(concern, lambda case: any(_points(f, n) for f in case.flagged), also)

    async def _raise(
        self,
        concern: Concern,
        is_enough: Callable[[Case], bool],
        also: Sequence[MessageHidden] = (),
    ) -> None:
        async with self._streams.raising(concern.room):
            while True:
                desk = await self._streams.desk(concern.room)
                case = desk.open_case(concern.room, concern.about)
                if case is not None and is_enough(case):
                    return
                event = raised(desk, concern, self._secrets, self._now)
                with suppress(Stale):
                    await self._streams.raise_case(concern.room, event, None, also, head=desk.head)
                    return


def _points(flagged: Flagged, n: int) -> bool:
    return flagged.why == OUTSIDE and flagged.of == n
