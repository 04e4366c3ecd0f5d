"""What is read of whole shards: how far each has come, its log, and its streams' heads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from server.backplane import BeginAgain, Dropped, Head, Item
from server.backplane.redis_client import Line
from server.backplane.redis_rows import head_of, item_of
from server.backplane.redis_start import EPOCH_KEY

LOG_PAGE = 1_000

FELL_BEHIND = (
    "This node was cut off from Redis for so long that it cannot catch up. It ends, and begins "
    "with what is there when it is started again."
)
FORGOT = (
    "Redis has forgotten this house, or holds another. This node ends; look at Redis before "
    "it is started again."
)


class Logged(NamedTuple):
    """One line of a shard's log: change `seq` was to entry `n` of a stream."""

    seq: int
    stream: str
    n: int


class RedisShards:
    """All shards of the store."""

    def __init__(self, line: Line, tags: Sequence[str]) -> None:
        self._line = line
        self.tags = tags
        self.epoch = ""

    async def seqs(self) -> Mapping[str, int]:
        """Return the number of the last change of every shard, as long as the epoch stands."""
        keys = (EPOCH_KEY, *(f"{shard}:seq" for shard in self.tags))
        epoch, *found = await self._line.ask("MGET", *keys)
        if epoch is None or epoch.decode() != self.epoch:
            raise BeginAgain(FORGOT)
        return {shard: int(seq or 0) for shard, seq in zip(self.tags, found, strict=True)}

    async def last_at(self, probed: str) -> int:
        """Return the time of the last append or probe; 0 if there never was one."""
        keys = [probed, *(f"{shard}:last_at" for shard in self.tags)]
        return max(int(at or 0) for at in await self._line.ask("MGET", *keys))

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the head of every stream of the shard."""
        rows = await self._line.ask("FCALL_RO", "kith_heads", 1, shard)
        return {stream.decode(): head_of(n, first, rule) for stream, n, first, rule in rows}

    async def read_log(self, shard: str, after: int) -> tuple[int, Sequence[Item | Dropped]]:
        """Return the last change found after number `after`, and what is kept of them all.

        There must be one: the log reaches from the last change back, for a time.
        """
        call = ("XRANGE", f"{shard}:log", f"{after + 1}-0", "+", "COUNT", LOG_PAGE)
        log = [_logged(entry) for entry in await self._line.ask(*call)]
        if not log or log[0].seq > after + 1:
            raise BeginAgain(FELL_BEHIND)
        rows = await self._entries(log)
        return log[-1].seq, _items(log, rows)

    async def _entries(self, log: Sequence[Logged]) -> Mapping[tuple[str, int], bytes | None]:
        by_stream: defaultdict[str, list[int]] = defaultdict(list)
        for logged in log:
            by_stream[logged.stream].append(logged.n)
        found: dict[tuple[str, int], bytes | None] = {}
        for stream, numbers in by_stream.items():
            rows = await self._line.ask("HMGET", stream, *numbers)
            found |= {(stream, n): row for n, row in zip(numbers, rows, strict=True)}
        return found


def _logged(entry: Any) -> Logged:  # noqa: ANN401 - a stream entry as the library gives it
    entry_id, row = entry
    return Logged(int(entry_id.split(b"-")[0]), row[b"s"].decode(), int(row[b"n"]))


def _items(
    log: Sequence[Logged], rows: Mapping[tuple[str, int], bytes | None]
) -> list[Item | Dropped]:
    """Return where entries were dropped meanwhile, once for each stream, and the log's items."""
    found = [(logged, rows[logged.stream, logged.n]) for logged in log]
    dropped = {logged.stream: logged.n for logged, stored in found if stored is None}
    items = [item_of(line.stream, line.n, stored) for line, stored in found if stored is not None]
    return [*(Dropped(stream, n) for stream, n in dropped.items()), *items]
