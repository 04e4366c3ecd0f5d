"""Where a house may be restored: an empty folder, or an empty Redis. Refused plainly otherwise."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from server import moving  # noqa: TID253 - only a restore and its tests import this
from server.backplane import redis_start, sqlite_cargo
from server.backplane.cargo import Cargo
from server.backplane.folder import FolderLock
from server.backplane.redis_cargo import RedisCargo
from server.backplane.sqlite_schema import STORE
from server.crypto.files import OWNER_ONLY_FOLDER
from server.crypto.keys import HouseKeys
from server.operator_error import OperatorError
from server.settings import Settings
from server.upkeep.disk import BALLAST, MIB

HALF = "restoring"
# What a folder may have before a house is restored into it; the keys must be the same house's.
_ALLOWED = frozenset({"keys", "run", "lock", BALLAST, HALF})
_ROOM = 4  # a store takes so many times its states: pages, indexes, the log
HALFWAY = (
    "Redis did not take everything: its disk, its memory or the rights of this user. Empty this "
    "Redis database, then restore again."
)


class Place(Protocol):
    """Somewhere to restore to; `keys` is the folder of the house's keys."""

    keys: Path

    def taken(self, house: str, fingerprint: bytes) -> AbstractAsyncContextManager[None]:
        """Hold the place, empty and ours alone; raise `OperatorError` if it is not."""

    def check_room(self, size: int) -> None:
        """Raise `OperatorError` if states of so many bytes do not find room, as far as one sees."""

    async def load(self, epoch: str, cargo: Sequence[Cargo]) -> None:
        """Write all streams under an epoch."""


def place_of(settings: Settings) -> Place:
    """Return the place that the settings name."""
    if settings.redis:
        return RedisPlace(settings.data, settings.one_redis)
    return FolderPlace(settings.data)


class FolderPlace:
    """A data folder without a store."""

    def __init__(self, data: Path) -> None:
        self.keys = data / "keys"
        self._data = data

    @asynccontextmanager
    async def taken(self, house: str, fingerprint: bytes) -> AsyncIterator[None]:
        """Hold the folder's lock: while a server runs on it, this says so."""
        lock = FolderLock(self._data)
        lock.take()
        try:
            for name in sorted(path.name for path in self._data.iterdir()):
                if name not in _ALLOWED:
                    raise OperatorError(
                        f"The folder {self._data} is not empty: it has {name}. Restore into an "
                        "empty folder, or move everything but the folder keys away."
                    )
            _check_house(self.keys, house, fingerprint)
            yield
        finally:
            lock.free()

    def check_room(self, size: int) -> None:
        """Look at the disk before anything is written to it."""
        wanted, found = _ROOM * size + MIB, os.statvfs(self._data)
        if found.f_bavail * found.f_frsize < wanted:
            raise OperatorError(
                f"There is no room in {self._data}: {-(-wanted // MIB)} MiB of free space are"
                " needed."
            )

    async def load(self, epoch: str, cargo: Sequence[Cargo]) -> None:
        """Make the store beside its place, then put it there: a kill leaves no half of one."""
        half = self._data / HALF
        rmtree(half, ignore_errors=True)
        try:
            half.mkdir(mode=OWNER_ONLY_FOLDER)
            await asyncio.to_thread(sqlite_cargo.load, half, epoch, cargo)
            (half / STORE).rename(self._data / STORE)
            _have_on_disk(self._data)
        except (OSError, sqlite3.Error) as error:
            raise OperatorError(f"The folder {self._data} took not everything: {error}.") from None
        finally:
            rmtree(half, ignore_errors=True)


class RedisPlace:
    """An empty Redis, and the folder of keys that its nodes share."""

    def __init__(self, data: Path, url: str) -> None:
        self.keys = data / "keys"
        self._url = url
        self._house = ""

    @asynccontextmanager
    async def taken(self, house: str, fingerprint: bytes) -> AsyncIterator[None]:
        """Make sure that it is fit, that no node runs on it and that it holds nothing."""
        _check_house(self.keys, house, fingerprint)
        self._house = house
        await redis_start.check(self._url, house, "")
        redis = RedisCargo(self._url)
        try:
            await moving.nobody_runs(redis, house)
            await moving.is_empty(redis)
            yield
        finally:
            await redis.aclose()

    def check_room(self, size: int) -> None:
        """Redis itself says if it does not take everything."""

    async def load(self, epoch: str, cargo: Sequence[Cargo]) -> None:
        """Write the streams, then the epoch under which they begin."""
        redis = RedisCargo(self._url)
        try:
            with moving.or_says(HALFWAY):
                # Until all is there no node may start on it: half a house would look whole.
                await redis.rename(redis_start.OWNER_KEY, redis_start.MOVED + self._house)
                await redis.load(cargo)
                await redis.rename(redis_start.EPOCH_KEY, epoch)
                await redis.rename(redis_start.OWNER_KEY, self._house)
        finally:
            await redis.aclose()


def _have_on_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_house(keys: Path, house: str, fingerprint: bytes) -> None:
    found = HouseKeys.found(keys)
    if found is not None and (found.house, found.fingerprint) != (house, fingerprint):
        raise OperatorError(
            f"This is a backup of another house than the one whose keys are in {keys}."
        )
