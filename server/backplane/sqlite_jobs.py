"""What waits for the writing thread: appends, taken in groups, and chores, one at a time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

from server.backplane import Gone, Position, Write
from server.backplane.following import Committed
from server.backplane.grouping import Grouping
from server.backplane.sqlite_book import Book, Done

_GROUP: Final = 128

# A future, and what it is to be given: its answer, or the exception it is to raise.
Outcome = tuple[asyncio.Future[Any], object]


class Result(NamedTuple):
    """What a commit came to: what followers are told, and what those who waited are."""

    committed: Committed
    outcomes: Sequence[Outcome]
    scrub: bool = False


@dataclass(frozen=True, slots=True)
class Append:
    """An append that waits for its commit."""

    writes: Sequence[Write]
    future: asyncio.Future[Sequence[Position]]


@dataclass(frozen=True, slots=True)
class Group:
    """Appends that share a commit."""

    appends: Sequence[Append]

    def futures(self) -> Sequence[asyncio.Future[Any]]:
        """Return who waits for it."""
        return [append.future for append in self.appends]

    def do(self, book: Book) -> Result:
        """Write them all."""
        judgements, items = book.append([append.writes for append in self.appends])
        outcomes = list(zip(self.futures(), judgements, strict=True))
        return Result(Committed(book.last_seq, items), outcomes)


@dataclass(frozen=True, slots=True)
class Chore:
    """Any other work; whoever asked knows what it answers."""

    work: Callable[[Book], Done]
    future: asyncio.Future[Any]

    def futures(self) -> Sequence[asyncio.Future[Any]]:
        """Return who waits for it."""
        return [self.future]

    def do(self, book: Book) -> Result:
        """Do it in a commit of its own."""
        try:
            done = book.run(self.work)
        except Gone as gone:
            return Result(Committed(book.last_seq, ()), [(self.future, gone)])
        committed = Committed(book.last_seq, (), done.erased)
        return Result(committed, [(self.future, done.answer)], done.scrub)


class Inbox:
    """A queue between the event loop, which puts, and the writing thread, which takes."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Append | Chore | None] = SimpleQueue()
        self._aside: list[Chore | None] = []
        self._grouping = Grouping()

    def put(self, job: Append | Chore | None) -> None:
        """Add a job; None is the last."""
        self._jobs.put(job)

    def take(self) -> Group | Chore | None:
        """Wait for the next job; appends that wait together come as one group."""
        job = self._aside.pop() if self._aside else self._jobs.get()
        if not isinstance(job, Append):
            return job
        wait_s = self._grouping.wait_s(monotonic())
        if wait_s > 0:
            sleep(wait_s)
        group = self._gather(job)
        self._grouping.took(len(group.appends), monotonic())
        return group

    def _gather(self, first: Append) -> Group:
        group = [first]
        while len(group) < _GROUP:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if not isinstance(job, Append):
                self._aside.append(job)
                break
            group.append(job)
        # Whoever gave up waiting was told that nothing is known; so nothing is done.
        return Group([append for append in group if not append.future.cancelled()])
