"""Judge appends, one after another, before any is written: pure.

The store's writer keeps every stream's end in memory. A group of appends is judged against
them in order, each against what those before it did; one commit then writes the whole group.
An append that fails leaves nothing behind, so it cannot disturb the others of its group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from server.backplane import (
    REMEMBER_AT_LEAST_MS,
    REMEMBER_MS,
    REMEMBER_POSTS,
    Conflict,
    Duplicate,
    Item,
    Position,
    Write,
)


@dataclass(slots=True)
class StreamEnd:
    """Where a stream ends: what the next append to it must know.

    `posts` counts the entries that carried a dedupe key; `id` is 0 until there is a row.
    """

    id: int
    name: str
    n: int = 0
    first: int = 1
    rule: int = 0
    posts: int = 0


class Remembered(NamedTuple):
    """Where a dedupe key was first used; `rank` counts the posts of its stream."""

    stream: str
    n: int
    at: int
    rank: int
    mac: bytes


class EntryRow(NamedTuple):
    """A new row of `entry`."""

    seq: int
    stream: int
    n: int
    at: int
    rule: int
    erased: int
    entry: bytes


class DedupeRow(NamedTuple):
    """A new row of `dedupe`."""

    stream: int
    rank: int
    n: int
    at: int
    key: bytes
    mac: bytes


DedupeKey = tuple[str, bytes]  # shard and key


@lru_cache(maxsize=4_096)  # asked several times for every write
def shard_of(stream: str) -> str:
    """Return the shard tag, `{17}`, that a stream's name begins with."""
    end = stream.find("}") + 1
    if not stream.startswith("{") or end < len("{x}") or end == len(stream):
        raise ValueError("a stream's name is a shard tag in braces and then a word")
    return stream[:end]


def is_remembered(age: int, later_posts: int) -> bool:
    """Tell whether a dedupe key of this age still stands, with so many posts after it."""
    if age < REMEMBER_AT_LEAST_MS:
        return True
    return age < REMEMBER_MS and later_posts < REMEMBER_POSTS


@dataclass(slots=True)
class Group:
    """The appends of one commit: judged at `at`, numbered from `last_seq` on.

    `ends` holds the end of every stream they name, `remembered` every dedupe key of theirs
    that the store knows; both are brought up to date as appends are accepted.
    """

    epoch: str
    at: int
    last_seq: int
    next_id: int
    ends: Mapping[str, StreamEnd]
    remembered: dict[DedupeKey, Remembered]
    entries: list[EntryRow] = field(default_factory=list)
    dedupes: list[DedupeRow] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    touched: dict[str, StreamEnd] = field(default_factory=dict)

    def judge(self, writes: Sequence[Write]) -> list[Position] | Conflict | Duplicate:
        """Accept an append and number its entries, or say why not."""
        return self._known(writes) or self._overtaken(writes) or self._accept(writes)

    def _known(self, writes: Sequence[Write]) -> Duplicate | None:
        for index, write in enumerate(writes):
            if write.dedupe is None:
                continue
            first = self.remembered.get((shard_of(write.stream), write.dedupe))
            if first is not None and self._stands(first):
                return Duplicate(index, first.stream, Position(self.epoch, first.n), first.mac)
        return None

    def _stands(self, first: Remembered) -> bool:
        later = self.ends[first.stream].posts - first.rank
        return is_remembered(self.at - first.at, later)

    def _overtaken(self, writes: Sequence[Write]) -> Conflict | None:
        for write in writes:
            end = self.ends[write.stream]
            if (write.expect_n is not None and write.expect_n != end.n) or (
                write.expect_rule is not None and write.expect_rule != end.rule
            ):
                return Conflict(write.stream, end.n)
        return None

    def _accept(self, writes: Sequence[Write]) -> list[Position]:
        return [self._number(write) for write in writes]

    def _number(self, write: Write) -> Position:
        end = self.ends[write.stream]
        if not end.id:
            end.id = self.next_id
            self.next_id += 1
        end.n += 1
        end.rule += write.raises_rule
        self.touched[write.stream] = end
        self.last_seq += 1
        self.entries.append(
            EntryRow(self.last_seq, end.id, end.n, self.at, end.rule, 0, write.entry)
        )
        self.items.append(Item(write.stream, end.n, self.at, end.rule, write.entry))
        if write.dedupe is not None:
            self._remember(write, end)
        return Position(self.epoch, end.n)

    def _remember(self, write: Write, end: StreamEnd) -> None:
        key = write.dedupe or b""
        end.posts += 1
        self.dedupes.append(DedupeRow(end.id, end.posts, end.n, self.at, key, write.mac))
        place = (shard_of(write.stream), key)
        self.remembered[place] = Remembered(write.stream, end.n, self.at, end.posts, write.mac)


def check_writes(writes: Sequence[Write]) -> None:
    """Raise `ValueError` for an append that no store can take."""
    if len(writes) > 1:  # nearly always it is one
        _check_together(writes)
    if not all(write.entry and shard_of(write.stream) for write in writes):
        raise ValueError("an entry is never empty: that is how an erased one is told")


def _check_together(writes: Sequence[Write]) -> None:
    if len({shard_of(write.stream) for write in writes}) > 1:
        raise ValueError("what must change together lies in one shard")
    given = [write.dedupe for write in writes if write.dedupe is not None]
    if len(set(given)) != len(given):
        raise ValueError("two writes of one append share a dedupe key")
