"""Carry a house from one machine's folder to a shared Redis, or back; nothing is opened.

Epoch, numbers, times and remembered ids stay, so members go on where they were. The place
that was left is marked, so that no second copy of the house ever runs.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from server.backplane import Unavailable, redis_start, sqlite_cargo
from server.backplane.cargo import Cargo
from server.backplane.folder import FolderLock
from server.backplane.redis_cargo import RedisCargo
from server.backplane.sqlite_schema import STORE
from server.crypto.keys import HouseKeys
from server.moved import MOVED_TO_REDIS
from server.operator_error import OperatorError
from server.settings import Settings
from server.streams.names import ALL_SHARDS

STOPPED_HALFWAY = (
    "Redis did not take everything: its disk, its memory or the rights of this user. The data "
    "folder is as it was. Empty this Redis database, then move again."
)
NOT_READ = "Redis could not be read to the end. Nothing was moved; try again."


async def move(settings: Settings, to: str) -> int:
    """Move to `redis://...` from the data folder, or to `folder` from `--redis`.

    Returns how many streams were carried; raises `OperatorError` with a sentence.
    """
    if to == "folder":
        return await _to_folder(settings)
    return await _to_redis(settings.data, to)


async def _to_redis(data: Path, url: str) -> int:
    store = data / STORE
    if not store.exists():
        raise OperatorError(f"There is no store in {data} to move.")
    lock = FolderLock(data)
    lock.take()  # while a server runs on the folder, this says so
    redis = RedisCargo(url)
    try:
        house = HouseKeys.open(data / "keys").house
        await redis_start.check(url, house, sqlite_cargo.epoch_of(data))
        await nobody_runs(redis, house)
        await is_empty(redis)
        with or_says(STOPPED_HALFWAY):
            count = await redis.load(sqlite_cargo.unload(data))
            await redis.rename(redis_start.EPOCH_KEY, sqlite_cargo.epoch_of(data))
        store.rename(data / MOVED_TO_REDIS)
    finally:
        await redis.aclose()
        lock.free()
    return count


async def _to_folder(settings: Settings) -> int:
    if not settings.redis:
        raise OperatorError("Say from where: --redis redis://...")
    data = settings.data
    if (data / STORE).exists():
        raise OperatorError(f"There is a store in {data} already; move it away first.")
    lock = FolderLock(data)
    lock.take()
    redis = RedisCargo(settings.one_redis)
    try:
        house = HouseKeys.open(data / "keys").house
        found = await redis_start.check(settings.one_redis, house, "")
        await nobody_runs(redis, house)
        with or_says(NOT_READ):
            streams = await _all(redis.unload(ALL_SHARDS))
        count = sqlite_cargo.load(data, found.epoch, streams)
        await redis.rename(redis_start.OWNER_KEY, redis_start.MOVED + house)
        (data / MOVED_TO_REDIS).unlink(missing_ok=True)
    finally:
        await redis.aclose()
        lock.free()
    return count


@contextmanager
def or_says(sentence: str) -> Iterator[None]:
    """Say what it means that Redis failed here, unless it is said already."""
    try:
        yield
    except Unavailable as error:
        raise OperatorError(str(error) or sentence) from None


async def nobody_runs(redis: RedisCargo, house: str) -> None:
    """Refuse while a node uses this Redis."""
    if await redis.is_in_use(redis_start.signal_channel(house)):
        raise OperatorError("A node is running on this Redis. Stop all nodes first.")


async def is_empty(redis: RedisCargo) -> None:
    """Refuse a Redis that holds a house."""
    async for _ in redis.unload(ALL_SHARDS):
        raise OperatorError("This Redis holds a house already; it was left as it is.")


async def _all(cargo: AsyncIterator[Cargo]) -> Sequence[Cargo]:
    return [stream async for stream in cargo]
