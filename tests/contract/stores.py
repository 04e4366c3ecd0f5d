"""The stores that the contract suite runs over.

A new adapter joins by one more class with `make` and `advance` and one more line in `STORES`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from redis_process import RedisProcess

from server.backplane import Backplane
from server.backplane.redis import RedisBackplane
from server.backplane.sqlite import SqliteBackplane

SHARDS = [f"{{{number}}}" for number in range(64)]
BEGAN = 1_800_000_000_000


class Store(Protocol):
    """A store that may be opened again and again, with time in our hands."""

    def make(self) -> Backplane: ...

    def advance(self, ms: int) -> None: ...

    def set_back(self, ms: int) -> None: ...

    def end(self) -> None: ...


class SqliteStore:
    """The embedded store in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wall = BEGAN
        self.elapsed = 0

    def make(self) -> SqliteBackplane:
        return SqliteBackplane(self.folder, wall=lambda: self.wall, elapsed=lambda: self.elapsed)

    def advance(self, ms: int) -> None:
        self.wall += ms
        self.elapsed += ms

    def set_back(self, ms: int) -> None:
        """Step the wall clock back; what has elapsed cannot be stepped."""
        self.wall -= ms

    def end(self) -> None:
        """Nothing runs beside the test."""


class RedisStore:
    """A Redis of its own, as safe as Kith wants it."""

    def __init__(self, folder: Path) -> None:
        self.redis = RedisProcess(folder).start()
        self.at = BEGAN

    def make(self) -> RedisBackplane:
        return RedisBackplane(
            self.redis.url, house="a" * 32, shards=SHARDS, time=lambda: f"={self.at}"
        )

    def advance(self, ms: int) -> None:
        self.at += ms

    def set_back(self, ms: int) -> None:
        """Step this machine's clock back: a store elsewhere does not notice."""

    def empty(self) -> None:
        """Begin again, as a database that nobody has used."""
        self.redis.empty()
        self.at = BEGAN

    def end(self) -> None:
        self.redis.kill()


STORES: list[Callable[[Path], Store]] = [SqliteStore, RedisStore]
