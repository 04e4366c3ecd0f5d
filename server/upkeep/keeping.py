"""How long things are kept: the ratchets move on, expired talk goes, facts are sealed anew.

Moving a ratchet on *is* the deletion: no copy of older text opens again. The rows go as well,
so that the store does not grow.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from moderation import audit, desk
from rooms.events import MessageErased, MessagePosted
from rooms.group import state as groups
from rooms.members import erased, unused
from rooms.ports import Stale
from rooms.sponsor import pairs
from rooms.state import Over, Room
from rooms.timetable import table
from server.backplane import Backplane
from server.crypto.ratchet import FACTS, TALK, KeyClass, Ratchet
from server.fanout.hub import Hub
from server.notes import Note, note
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, DESK, FACT_KINDS, GROUP, MEMBERS, PAIRS, TIMETABLE, Kind
from server.streams.log import Log
from server.streams.names import ALL_SHARDS, KEPT_AS_TALK, kind_of
from server.streams.names import ROOM as ROOM_PREFIX
from server.streams.records import month_of
from server.streams.streams import Streams
from server.upkeep.rooms_to_erase import RoomsToErase

TALK_S = 24 * 3600
MARGIN_S = 60  # text goes a little early rather than late: the sweep has its own period
AT_ONCE = 100  # lines that are erased together
HIDDEN_MS = 10 * 60 * 1000  # then a hidden line is erased (PROTOCOL, "Held or refused")

# Which facts have a time of their own, and how each kind lets go of what is past it.
_PAST_ITS_TIME: Mapping[str, Callable[[Any, int], None]] = {
    AUDIT.prefix: audit.expire,
    DESK.prefix: desk.expire,
    GROUP.prefix: groups.expire,
    PAIRS.prefix: pairs.expire,
    TIMETABLE.prefix: table.expire,
}


class Keeping:
    """Lets go of what is past its time. `held` stops the ratchets: the clock is not trusted.
    `counted` is told of an audit before anything of it leaves.
    """

    def __init__(  # noqa: PLR0913 - where things are kept, and who has to know
        self,
        backplane: Backplane,
        streams: Streams,
        hub: Hub,
        ratchets: Mapping[KeyClass, Ratchet],
        *,
        counted: Callable[[Log[Any]], None],
        held: bool,
    ) -> None:
        self._backplane = backplane
        self._streams = streams
        self._hub = hub
        self._ratchets = ratchets
        self._counted = counted
        self._held = held
        self.to_erase = RoomsToErase(streams, hub)

    async def sweep(self) -> None:
        """Let everything go that is past its time now."""
        now = self._backplane.now()
        before = now - (TALK_S - MARGIN_S) * 1000
        self._streams.withhold(before)
        self._hub.expire(before)
        for kind in KEPT_AS_TALK:
            self._streams.expire(kind, before)
        if not self._held:
            await self._expire(now, before)

    async def _expire(self, now: int, before: int) -> None:
        gone = 0
        for kind in KEPT_AS_TALK:
            gone += await self._backplane.expire(kind, before)
        if gone:
            note(Note.EXPIRED, entries=gone)
        if self._ratchets[TALK].oldest < TALK.oldest_needed(now):
            await self._move(TALK, now)
        if self._ratchets[FACTS].oldest < FACTS.oldest_needed(now):
            await self._seal_facts_anew(now)
            await self._move(FACTS, now)

    async def _move(self, key_class: KeyClass, now: int) -> None:
        """Move a ratchet on; it waits for the disk, so not on the loop."""
        ratchet = self._ratchets[key_class]
        await asyncio.to_thread(ratchet.move_to, key_class.oldest_needed(now))
        note(Note.RATCHET_MOVED)

    async def _seal_facts_anew(self, now: int) -> None:
        """Write every facts stream as a snapshot under today's key, before older ones go."""
        for shard in ALL_SHARDS:
            for stream in await self._backplane.heads(shard):
                kind = FACT_KINDS.get(kind_of(stream))
                if kind is not None:
                    await self._seal_anew(kind, stream, now)

    async def _seal_anew(self, kind: Kind[Any], stream: str, now: int) -> None:
        used = self._streams.holds(stream)
        log = await self._streams.log(kind, stream)
        if kind is MEMBERS:
            for record in unused(log.state, month_of(now)):
                erased(log.state, record.n)
        if kind is AUDIT:
            self._counted(log)
        if kind.prefix in _PAST_ITS_TIME:
            _PAST_ITS_TIME[kind.prefix](log.state, now)
        await self._streams.rewrite(log)
        if not used:
            self._streams.unload(stream)

    async def erase_hidden(self) -> None:
        """Erase what was hidden for so long that no volunteer brought it back, and what was said
        in meetings that have been over for their time.
        """
        await self.to_erase.load()
        now = self._backplane.now()
        for log in self._streams.loaded(ROOM_PREFIX):
            over = [of for of, at in log.state.hidden.items() if at < now - HIDDEN_MS]
            if over:
                await self._erase_lines(log, over)
            for meeting in [one for one in log.state.over if one.gone <= now]:
                await self._erase_meeting(log, meeting)

    async def _erase_meeting(self, log: Log[Room], over: Over) -> None:
        """Erase the next of what was said in a meeting; once nothing is left, look no more."""
        after = over.first
        while after < over.last and (page := await self._streams.page(log, after, AT_ONCE)):
            said = [e.n for e in page if e.n < over.last and isinstance(e.event, MessagePosted)]
            if said:
                await self._erase_lines(log, said)
                return
            after = page[-1].n
        with suppress(ValueError):
            log.state.over.remove(over)

    async def _erase_lines(self, log: Log[Room], over: Sequence[int]) -> None:
        head = log.head
        await self._streams.erase(log.stream, *over)
        first, *rest = [Draft(log.stream, MessageErased(of)) for of in over]
        with suppress(Stale):  # somebody was first, perhaps another node with the same
            await self._streams.append(replace(first, expect_n=head), *rest)
