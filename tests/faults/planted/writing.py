"""Faults on the way to the store."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from planted.soil import instead, is_talk_of

from moderation.events import DeskEvent
from moderation.posting import Posting
from rooms.commands import Post
from rooms.events import MessagePosted, RoomEvent
from rooms.ports import AlreadyThere, Once
from rooms.refusal import Code, Refusal
from server.backplane import Duplicate, Position, Write
from server.backplane.sqlite import SqliteBackplane
from server.fanout.hub import Hub
from server.streams.care import StoredCare
from server.streams.envelope import Draft, Envelope
from server.streams.kinds import ROOM as TALK
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import ROOM, desk_stream, room_stream
from server.streams.names import room_of as room_named
from server.streams.rooms import StoredRooms

LAST_WORDS = "last words"
LATER_S = 3_600.0  # never, in a round: it ends with a kill or a shutdown long before
Append = Callable[..., Any]


class WriteBehind:
    """Acknowledge at once and write at the end; the end forgets one room."""

    def __init__(self) -> None:
        self.waiting: list[tuple[SqliteBackplane, Sequence[Write]]] = []
        self.heads: dict[str, int] = {}

    def plant(self) -> None:
        """Plant it in the embedded store."""
        instead(SqliteBackplane, "append", self._append)
        instead(SqliteBackplane, "close", self._close)

    def _append(self, append: Append) -> Append:
        async def early(store: SqliteBackplane, *writes: Write) -> Sequence[Position]:
            stream = writes[0].stream if len(writes) == 1 else ""
            if not is_talk_of(stream, "ack-before-commit", "final-flush-skips"):
                return await append(store, *writes)
            if stream not in self.heads:
                self.heads[stream] = (await store.read(stream, 0, 1)).head.n
            self.waiting.append((store, writes))
            self.heads[stream] += 1
            return [Position(store._epoch, self.heads[stream])]  # noqa: SLF001 - planted

        self._write = append
        return early

    def _close(self, close: Append) -> Append:
        async def flush(store: SqliteBackplane) -> None:
            for where, writes in self.waiting:
                if not is_talk_of(writes[0].stream, "final-flush-skips"):
                    await self._write(where, *writes)
            await close(store)

        return flush


def _no_dedupe(append: Append) -> Append:
    async def forgetful(store: SqliteBackplane, *writes: Write) -> Sequence[Position]:
        kept = (
            msgspec.structs.replace(write, dedupe=None)
            if is_talk_of(write.stream, "no-dedupe")
            else write
            for write in writes
        )
        return await append(store, *kept)

    return forgetful


def _other_words(already_there: Append) -> Append:
    def same(envelope: Envelope, draft: Draft, duplicate: Duplicate) -> AlreadyThere:
        there: AlreadyThere = already_there(envelope, draft, duplicate)
        if is_talk_of(draft.stream, "ack-other-words"):
            return AlreadyThere(there.n, same=True)
        return there

    return same


def _fan_out_first(post: Append) -> Append:
    async def early(
        rooms: StoredRooms, room: str, event: MessagePosted, once: Once, rule: int
    ) -> int:
        if room == "fan-out-first":
            streams = rooms._streams  # noqa: SLF001 - planted
            log = await streams.log(TALK, room_stream(room))
            if event.text == LAST_WORDS:
                for listen, _ in streams._listeners[ROOM]:  # noqa: SLF001 - planted
                    listen(log, Entry(log.head + 1, 0, rule, event))
                await asyncio.sleep(LATER_S)
        n: int = await post(rooms, room, event, once, rule)
        return n

    return early


def _case_later(post_with_case: Append) -> Append:
    waiting: set[asyncio.Task[None]] = set()

    async def apart(
        care: StoredCare,
        room: str,
        event: RoomEvent,
        once: Once,
        case: DeskEvent,
        **under: int,
    ) -> int:
        if room != "case-later":
            n: int = await post_with_case(care, room, event, once, case, **under)
            return n
        n = await care.post(room, event, once, under["rule"])

        async def later() -> None:
            await asyncio.sleep(LATER_S)
            await care._streams.append(Draft(desk_stream(room), case))  # noqa: SLF001 - planted

        waiting.add(asyncio.create_task(later()))
        return n

    return apart


def _refused_yet_stored(post: Append) -> Append:
    async def refuse(posting: Posting, room: str, command: Post, replaces: str = "") -> int:
        n: int = await post(posting, room, command, replaces)
        if room == "refused-yet-stored" and n % 3 == 0:
            raise Refusal(Code.NOT_YOUR_TURN)
        return n

    return refuse


def _wrong_author(publish: Append) -> Append:
    last: dict[str, str] = {}

    def mixed_up(hub: Hub, log: Log[Any], entry: Entry) -> None:
        if room_named(log.stream) == "wrong-author" and entry.event is not None:
            by = last.setdefault("by", entry.event.by)
            event = msgspec.structs.replace(entry.event, by=by)
            entry = msgspec.structs.replace(entry, event=event)
        publish(hub, log, entry)

    return mixed_up


def plant() -> None:
    """Plant them all."""
    instead(SqliteBackplane, "append", _no_dedupe)
    WriteBehind().plant()
    instead(Envelope, "already_there", _other_words)
    instead(StoredRooms, "post", _fan_out_first)
    instead(StoredCare, "post_with_case", _case_later)
    instead(Posting, "post", _refused_yet_stored)
    instead(Hub, "publish", _wrong_author)
