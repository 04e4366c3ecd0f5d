"""The store as a page of plain Python: what every adapter must do, without a disk."""

from dataclasses import dataclass, field

from server.backplane import (
    REMEMBER_MS,
    Conflict,
    Duplicate,
    Head,
    Item,
    Position,
    Write,
)


@dataclass
class ModelStream:
    items: list[Item] = field(default_factory=list)  # number n stands at n - 1
    first: int = 1
    rule: int = 0

    def head(self) -> Head:
        return Head(len(self.items), self.first, self.rule)


@dataclass
class ModelStore:
    """Streams by name; `told` is what a follower from the beginning must have heard."""

    epoch: str
    at: int = 0
    streams: dict[str, ModelStream] = field(default_factory=dict)
    keys: dict[tuple[str, bytes], tuple[int, str, int, bytes]] = field(default_factory=dict)
    snapshots: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    told: list[Item] = field(default_factory=list)

    def append(self, writes: list[Write]) -> list[Position] | tuple[object, ...]:
        for index, write in enumerate(writes):
            known = self.known(write)
            if known is not None:
                return (Duplicate, index, *known)
        for write in writes:
            head = self.stream(write.stream).head()
            if write.expect_n not in {None, head.n} or write.expect_rule not in {None, head.rule}:
                return (Conflict, write.stream, head.n)
        return [self.add(write) for write in writes]

    def known(self, write: Write) -> tuple[str, int, bytes] | None:
        place = (write.stream.partition("}")[0], write.dedupe or b"")
        if place not in self.keys:
            return None
        at, *where = self.keys[place]
        # The model's streams stay far under the number of posts that are remembered.
        return (where[0], where[1], where[2]) if self.at - at < REMEMBER_MS else None

    def add(self, write: Write) -> Position:
        stream = self.streams.setdefault(write.stream, ModelStream())
        stream.rule += write.raises_rule
        n = len(stream.items) + 1
        item = Item(write.stream, n, self.at, stream.rule, write.entry)
        stream.items.append(item)
        self.told.append(item)
        if write.dedupe is not None:
            place = (write.stream.partition("}")[0], write.dedupe)
            self.keys[place] = (self.at, write.stream, n, write.mac)
        return Position(self.epoch, n)

    def erase(self, name: str, numbers: list[int]) -> None:
        stream = self.stream(name)
        for n in sorted(set(numbers)):
            if stream.first <= n <= len(stream.items) and stream.items[n - 1].entry:
                old = stream.items[n - 1]
                stream.items[n - 1] = Item(name, n, old.at, old.rule, b"")
                self.told.append(stream.items[n - 1])

    def expire(self, prefix: str, before: int) -> int:
        gone = 0
        for name, stream in self.streams.items():
            while (
                name.partition("}")[2].startswith(prefix)
                and stream.first <= len(stream.items)
                and stream.items[stream.first - 1].at < before
            ):
                stream.first += 1
                gone += 1
        return gone

    def snapshot(self, name: str, at: int, state: bytes) -> bool:
        stream = self.stream(name)
        if at > len(stream.items):
            return False
        if at >= self.snapshots.get(name, (0, b""))[0]:
            self.snapshots[name] = (at, state)
            stream.first = max(stream.first, at + 1)
        return True

    def read(self, name: str, after: int, limit: int) -> list[Item]:
        stream = self.stream(name)
        return stream.items[max(after, stream.first - 1) :][:limit]

    def stream(self, name: str) -> ModelStream:
        return self.streams.get(name, ModelStream())
