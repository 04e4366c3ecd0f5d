"""The stores that the contract suite runs over.

A new adapter joins by one more class with `make` and `advance` and one more line in `STORES`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from server.backplane import Backplane
from server.backplane.sqlite import SqliteBackplane

BEGAN = 1_800_000_000_000


class Store(Protocol):
    """A store that may be opened again and again, with time in our hands."""

    def make(self) -> Backplane: ...

    def advance(self, ms: int) -> None: ...

    def set_back(self, ms: int) -> None: ...


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


STORES: list[Callable[[Path], Store]] = [SqliteStore]
