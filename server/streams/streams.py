"""Streams that are typed, sealed and folded: the one door between the rules and the store.

Every kind of stream has its union of events and its fold (`kinds.py`). `append` seals and
writes; what comes back through `follow` is opened, folded and handed on, this node's own
entries too: there is no second path. One at a time, in the order of asking (`in_turn.py`):

* one per stream while its log is loaded, so that two who ask at once load it once;
* one per room for coming in, so that two people cannot take the last place or the same name.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar, cast

from rooms.ports import AlreadyThere, Stale
from server.backplane import (
    Backplane,
    Conflict,
    Dropped,
    Duplicate,
    Head,
    Item,
    Page,
    Position,
    Unavailable,
)
from server.crypto.sealing import Sealer
from server.in_time import InTime
from server.streams.envelope import Draft, Envelope
from server.streams.erasing_marks import marks
from server.streams.in_turn import InTurn
from server.streams.kinds import Entry, Kind
from server.streams.let_go import LetGo
from server.streams.log import Log

S = TypeVar("S")
PAGE = 200
RETRY_S = 0.2
APPEND_S = 8.0  # every say is answered within 10 s (PROTOCOL)

Listener = Callable[[Log[Any], Entry], None]


class Streams:
    """All streams of this node. `run` must be running for anything to be folded."""

    def __init__(self, backplane: Backplane, sealer: Sealer, let_go: LetGo | None = None) -> None:
        self.let_go = let_go
        self.now = backplane.now
        self._backplane = backplane
        self._envelope = Envelope(sealer)
        self._logs: dict[str, Log[Any]] = {}
        self._loading = InTurn()
        self._entering = InTurn()
        self._appending = InTime(APPEND_S)
        self._listeners: defaultdict[str, list[tuple[Listener, type | None]]] = defaultdict(list)

    def listen(self, kind: str, listener: Listener, but: type | None = None) -> None:
        """Have every folded entry of a kind of stream handed on, in order; none of events `but`."""
        self._listeners[kind].append((listener, but))

    async def run(self) -> None:
        """Fold whatever is committed, until cancelled."""
        async for batch in self._backplane.follow():
            for item in batch:
                log = self._logs.get(item.stream)
                if log is None:
                    continue
                if log.loaded and isinstance(item, Item) and item.n == log.head + 1:
                    self._fold(log, item)  # nearly always
                else:
                    await self._take_surely(log, item)

    async def append(self, *drafts: Draft) -> Sequence[Position]:
        """Append all or nothing; durable on return.

        Raises `AlreadyThere` for a known id, `Stale` when somebody was first (this node has
        then folded what they did), `Unavailable` or `TimeoutError`.
        """
        writes = [self._envelope.seal(draft) for draft in (*drafts, *marks(drafts))]
        try:
            with self._appending.bound():
                positions = await self._backplane.append(*writes)
        except Duplicate as duplicate:
            raise self._envelope.already_there(drafts[duplicate.index], duplicate) from None
        except Conflict as conflict:
            await self._caught_up(conflict)
            raise Stale from None
        if self.let_go is not None:
            await self.let_go.ended(drafts)
        return positions[: len(drafts)]

    async def seen(self, stream: str, once: tuple[bytes, bytes]) -> AlreadyThere | None:
        """Return what became of a dedupe key that was accepted before."""
        duplicate = await self._backplane.known(stream, once[0])
        if duplicate is None:
            return None
        return self._envelope.already_there(Draft(stream, None, once), duplicate)

    async def log(self, kind: Kind[S], stream: str) -> Log[S]:
        """Return the stream's log, loaded and following."""
        log = self._logs.get(stream)
        if log is None or not log.loaded:
            async with self._loading.of(stream):
                log = self._logs.get(stream) or await self._load(kind, stream)
        return log

    async def state(self, kind: Kind[S], stream: str) -> S:
        """Return what the stream folds to; every message asks for half a dozen of these."""
        log: Log[S] | None = self._logs.get(stream)
        if log is None or not log.loaded:
            log = await self.log(kind, stream)
        return log.state

    def loaded(self, kind: str) -> Sequence[Log[Any]]:
        """Return the logs of a kind that this node holds."""
        return [log for log in self._logs.values() if log.kind.prefix == kind]

    async def page(self, log: Log[Any], after: int, limit: int = PAGE) -> Sequence[Entry]:
        """Return opened entries with `n > after`, straight from the store."""
        page = await self._backplane.read(log.stream, after, limit)
        log.first = max(log.first, page.head.first)
        return [self._envelope.open(log.kind, item) for item in page.items]

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the heads of all streams of a shard, by its tag."""
        return await self._backplane.heads(shard)

    def holds(self, stream: str) -> bool:
        """Return whether this node has the stream's log."""
        return stream in self._logs

    def unload(self, stream: str) -> None:
        """Forget a log that nobody uses; it is read again when somebody does."""
        log = self._logs.pop(stream, None)
        if log is not None:
            log.let_go()

    def coming_in(self, room_id: str) -> AbstractAsyncContextManager[object]:
        """Hold the door of a room: one at a time takes a place and a name."""
        return self._entering.of(room_id)

    def is_coming_in(self, room_id: str) -> bool:
        """Return whether somebody is at the door of the room."""
        return room_id in self._entering

    async def rewrite(self, log: Log[Any]) -> None:
        """Write a facts log as a snapshot under today's key; its older entries go."""
        state = self._envelope.seal_state(log.stream, log.state)
        await self._backplane.snapshot(log.stream, log.head, state)

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries for good."""
        await self._backplane.erase(stream, *numbers)

    def withhold(self, before: int) -> None:
        """Give nobody talk that is older than `before` (ms), whatever the store still has."""
        self._envelope.withheld_before = before

    def expire(self, kind: str, before: int) -> None:
        """Let loaded logs of a kind go of what is older than `before` (ms)."""
        for log in self.loaded(kind):
            log.kind.expire(log.state, before)

    async def _load(self, kind: Kind[S], stream: str) -> Log[S]:
        log = Log(stream, kind)
        self._logs[stream] = log  # from here on `run` keeps what is committed meanwhile
        try:
            await self._restore(log)
            await self.refresh(log)
        except BaseException:
            self._logs.pop(stream, None)
            raise
        log.loaded = True
        for item in log.early():
            await self._take(log, item)
        return log

    async def _restore(self, log: Log[S]) -> bool:
        """Take over the snapshot, unless more is folded; return whether it led on."""
        before, snapshot = log.head, await self._backplane.snapshotted(log.stream)
        if snapshot is None or snapshot.at < log.head:
            return False
        state = self._envelope.open_state(log.stream, snapshot.state, log.state)
        log.state = cast("S", state)
        log.moved_to(snapshot.at)
        return log.head > before

    async def refresh(self, log: Log[Any]) -> None:
        """Read on from the log's head to the store's: somebody may know more than this node."""
        while True:
            page: Page = await self._backplane.read(log.stream, log.head, PAGE)
            log.first = page.head.first
            # Another node may have written facts as a snapshot, and let the entries go.
            is_missing = log.kind.facts and page.head.first > log.head + 1
            if is_missing and await self._restore(log):
                continue
            for item in page.items:
                if item.n > log.head:  # another repair may have been faster
                    self._fold(log, item)
            if log.head >= page.head.n or not page.items:
                log.settled(page.head)
                return

    async def _take_surely(self, log: Log[Any], item: Item | Dropped) -> None:
        """Take an item, also when what lies before it can be read only after an outage."""
        while True:
            try:
                return await self._take(log, item)
            except Unavailable:
                await asyncio.sleep(RETRY_S)

    async def _take(self, log: Log[Any], item: Item | Dropped) -> None:
        if not log.loaded:
            log.wait_for_load(item)
        elif item.n <= log.head:
            self._erased(log, item)
        elif isinstance(item, Dropped) or item.n > log.head + 1:  # the store has what is missing
            await self.refresh(log)
        else:
            self._fold(log, item)

    def _fold(self, log: Log[Any], item: Item) -> None:
        entry = self._envelope.open(log.kind, item)
        log.rule = item.rule
        log.kind.evolve(log.state, entry)
        log.moved_to(item.n)
        self._hand_on(log, entry)

    def _erased(self, log: Log[Any], item: Item | Dropped) -> None:
        if isinstance(item, Item) and not item.entry:
            log.kind.erased(log.state, item.n)
            self._hand_on(log, Entry(item.n, item.at, item.rule, None, erased=True))

    def _hand_on(self, log: Log[Any], entry: Entry) -> None:
        event = type(entry.event)
        for listener, but in self._listeners.get(log.kind.prefix, ()):
            if but is not event:
                listener(log, entry)

    async def _caught_up(self, conflict: Conflict) -> None:
        log = self._logs.get(conflict.stream)
        if log is not None:
            with self._appending.bound():
                await log.reached(conflict.head)
