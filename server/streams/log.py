"""One stream's folded state on this node."""

import asyncio
from typing import Generic, TypeVar

from server.backplane import Dropped, Head, Item
from server.streams.kinds import Kind

S = TypeVar("S")


class Log(Generic[S]):
    """The fold of a stream up to `head`; `first` is the first number still kept."""

    __slots__ = (
        "_early",
        "_followed",
        "_reached",
        "first",
        "head",
        "kind",
        "loaded",
        "rule",
        "state",
        "stream",
    )

    def __init__(self, stream: str, kind: Kind[S]) -> None:
        self.stream = stream
        self.kind = kind
        self.state = kind.initial()
        self.head = 0
        self.first = 1
        self.rule = 0
        self.loaded = False
        self._followed = True
        self._early: list[Item | Dropped] = []
        self._reached: list[tuple[int, asyncio.Future[None]]] = []

    async def reached(self, n: int) -> None:
        """Wait until entry `n`, which is committed, is folded; not for a log that was let go."""
        if self.head < n and self._followed:
            future = asyncio.get_running_loop().create_future()
            self._reached.append((n, future))
            await future

    def wait_for_load(self, item: Item | Dropped) -> None:
        """Keep an item that was committed while this log is being loaded."""
        self._early.append(item)

    def early(self) -> list[Item | Dropped]:
        """Return, once, what was kept."""
        items, self._early = self._early, []
        return items

    def moved_to(self, head: int) -> None:
        """Wake those who wait for a number up to `head`."""
        self.head = head
        if self._reached:
            for n, future in self._reached:
                if n <= head and not future.done():
                    future.set_result(None)
            self._reached = [(n, future) for n, future in self._reached if n > head]

    def let_go(self) -> None:
        """Nothing more will be folded here: let nobody wait for it."""
        self._followed = False
        for _, future in self._reached:
            if not future.done():
                future.set_result(None)
        self._reached = []

    def settled(self, head: Head) -> None:
        """Take over the store's head: entries up to it may be gone unread."""
        if head.n >= self.head:
            self.rule = head.rule
            self.kind.settle(self.state, head.n, head.rule)
            self.moved_to(head.n)
