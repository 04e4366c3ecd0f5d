"""The reading thread: its own connection, so that no reader waits for a writer."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from server.backplane import Unavailable
from server.backplane.sqlite_schema import connect

T = TypeVar("T")


class Reader:
    """Runs queries one after another, off the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kith-reader")
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    async def ask(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query and return its answer; raise `Unavailable` if the store cannot."""
        if self._closed:
            raise Unavailable("The store is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, query)

    async def close(self) -> None:
        """Let go of the connection and the thread."""
        self._closed = True
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._let_go)
        self._thread.shutdown(wait=False)

    def _run(self, query: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = connect(self._path, "FULL")
                self._connection.execute("PRAGMA query_only = ON")
            return query(self._connection)
        except sqlite3.Error as error:
            self._let_go()  # the next query begins with a new connection
            raise Unavailable from error

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
