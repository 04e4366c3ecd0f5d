"""The writing thread: takes what waits, commits it, tells the event loop once per commit.

Whatever comes while the disk is busy goes into the next commit; in a quiet house nothing waits for
company (`grouping.py`). When SQLite fails, those who wait get `Unavailable`, and the next job
begins with a new connection: writes go on as soon as the cause is gone.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

from server.backplane import Item, Unavailable
from server.backplane.clock import StoreClock
from server.backplane.following import Committed
from server.backplane.sqlite_book import Book
from server.backplane.sqlite_jobs import Append, Chore, Group, Inbox, Outcome
from server.backplane.sqlite_queries import entries_after
from server.backplane.sqlite_schema import Synchronous, connect, open_first

_REREAD: Final = 1_000
_SCRUB_AGAIN_MS: Final = 5_000

Settle = Callable[[Committed, Sequence[Outcome]], None]


class Writer:
    """Owns the writing connection. `open` and `close` block: call them off the event loop."""

    def __init__(
        self,
        path: Path,
        synchronous: Synchronous,
        clock: StoreClock,
        when_full: Callable[[], None],
    ) -> None:
        self.last_at = 0
        self._when_full = when_full
        self._path = path
        self._synchronous = synchronous
        self._clock = clock
        self._inbox = Inbox()
        self._book: Book | None = None
        self._epoch = ""
        self._announced = 0
        self._unsure: Sequence[Item] = ()
        self._scrub_due = False
        self._scrubbed_at = 0

    def open(self) -> Book:
        """Open the store at start."""
        self._book = book = Book(open_first(self._path, self._synchronous), self._clock.now)
        self._epoch, self._announced, self.last_at = book.epoch, book.last_seq, book.last_at
        return book

    def start(self, loop: asyncio.AbstractEventLoop, settle: Settle) -> None:
        """Begin to write; `settle` is called on the loop, once for each commit."""
        self._loop = loop
        self._settle = settle
        # A daemon: a process that ends without `close` must not hang. Nothing is lost by it.
        self._thread = Thread(target=self._work, name="kith-writer", daemon=True)
        self._thread.start()

    def put(self, job: Append | Chore) -> None:
        """Queue a job."""
        self._inbox.put(job)

    def close(self) -> None:
        """Finish what is queued, then let go of the store."""
        self._inbox.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._inbox.take()) is not None:
            self._attempt(job)
        if self._book is not None:
            self._book.close()

    def _attempt(self, job: Group | Chore) -> None:
        try:
            book = self._book or self._open_again()
            result = job.do(book)
        except (sqlite3.Error, OSError, Unavailable) as error:
            self._fail(job, [Unavailable(str(error)) for _ in job.futures()])
            if _is_full(error):
                self._when_full()
        except Exception as bug:  # noqa: BLE001 - it must reach its caller, not end the thread
            self._fail(job, [bug for _ in job.futures()])
        else:
            self._scrub(book, due=result.scrub)
            self._announced, self.last_at = book.last_seq, book.last_at
            self._tell(result.committed, result.outcomes)

    def _fail(self, job: Group | Chore, reasons: Sequence[Exception]) -> None:
        if self._book is not None:
            self._unsure = [*self._unsure, *self._book.unsure]
            self._book.close()
            self._book = None
        nothing = Committed(self._announced, ())
        self._tell(nothing, list(zip(job.futures(), reasons, strict=True)))

    def _open_again(self) -> Book:
        book = Book(connect(self._path, self._synchronous), self._clock.now)
        if book.epoch != self._epoch:
            book.close()
            raise Unavailable(f"The store {self._path} is not the one this server opened.")
        self._book = book
        self._tell_what_was_unsure(book)
        return book

    def _tell_what_was_unsure(self, book: Book) -> None:
        # A commit whose end was an error may have been one: then followers must hear of it.
        while self._announced < book.last_seq:
            last_seq, items = entries_after(book.sql, self._announced, _REREAD)
            self._announced = last_seq if items else book.last_seq
            self._tell(Committed(self._announced, items), [])
        erased = book.erased_of(self._unsure)
        self._unsure = ()
        if erased:
            self._tell(Committed(self._announced, (), erased), [])

    def _scrub(self, book: Book, *, due: bool) -> None:
        """Cut the write-ahead log once it may hold what was erased.

        Somebody else who reads the file, to copy it, is waited for, but not before every commit.
        """
        now = self._clock.now()
        if due or (self._scrub_due and now - self._scrubbed_at >= _SCRUB_AGAIN_MS):
            self._scrub_due, self._scrubbed_at = True, now
            with suppress(sqlite3.Error):
                self._scrub_due = not book.scrub()

    def _tell(self, committed: Committed, outcomes: Sequence[Outcome]) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody is left to be told
            self._loop.call_soon_threadsafe(self._settle, committed, outcomes)


def _is_full(error: Exception) -> bool:
    """Whether there was no room on the disk; the code says so of SQLite's errors."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
