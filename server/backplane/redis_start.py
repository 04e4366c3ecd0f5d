"""Is this Redis fit to keep what people were told is saved? Said plainly at the start.

Each refusal is a sentence for the operator. A setting that may lose the last words in a power
cut (`appendfsync everysec`) is not refused: then nothing is called saved. Nothing is written
before the database is known to be ours or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from redis.asyncio import Redis

from server.backplane import StoreDamaged, Unavailable
from server.backplane.primaries import WHOLE
from server.backplane.redis_client import client
from server.backplane.redis_parts import PART_KEY, check_part
from server.backplane.redis_refusals import LOADING, REPLICA, in_sentences

OLDEST = (7, 0)
SCHEMA = "1"
OWNER_KEY = "kith:house"
SCHEMA_KEY = "kith:schema"
EPOCH_KEY = "kith:epoch"
RUN_KEY = "kith:run"
MOVED = "moved:"
TRIAL = "{trial}"

# What Redis must say for an answer to mean that the disk has it.
DURABLE = {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "no"}


@dataclass(frozen=True, slots=True)
class Found:
    """A Redis that may be used: its epoch, whether saved means the disk, and which run it is."""

    epoch: str
    durable: bool
    run: str


def channels_of(house: str) -> str:
    """Return how a house's channels begin: all databases of a Redis share the channels."""
    return f"kith:{house}:"


def signal_channel(house: str) -> str:
    """Return where every running node of a house listens."""
    return channels_of(house) + "signal"


async def check(url: str, house: str, fresh_epoch: str, part: str = WHOLE) -> Found:
    """Return what was found; raise what refuses it."""
    redis = client(url)
    try:
        async with in_sentences():
            return await _checked(redis, house, fresh_epoch, part)
    finally:
        await redis.aclose()


async def is_durable(redis: Redis) -> bool:
    """Return whether Redis waits for the disk before it answers a write."""
    settings = await settings_of(redis)
    return all(settings.get(name) == value for name, value in DURABLE.items())


async def settings_of(redis: Redis) -> Mapping[str, str]:
    """Return how Redis is set, where it matters to us."""
    wanted = (*DURABLE, "maxmemory", "maxmemory-policy")
    found = await redis.config_get(*wanted)
    return {_plain(name): _plain(value) for name, value in found.items()}


async def run_of(redis: Redis) -> str:
    """Return the random name that Redis gave itself when it started."""
    return str((await redis.info("server"))["run_id"])


async def _checked(redis: Redis, house: str, fresh_epoch: str, part: str) -> Found:
    info = await redis.info()
    _check_server(info)
    await _check_memory(redis)
    durable = await is_durable(redis)
    is_empty = await _check_owner(redis, house)
    await _load_functions(redis)
    if is_empty:
        await _take_over(redis, house, fresh_epoch, part)
    await check_part(redis, part)
    run = str(info["run_id"])
    await _renew_epoch(redis, fresh_epoch, "" if durable else run)
    epoch = await _text(redis, EPOCH_KEY)
    if epoch is None:
        raise StoreDamaged("This Redis lost part of its data: its epoch is missing.")
    return Found(epoch, durable, run)


def _check_server(info: Mapping[str, Any]) -> None:
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < OLDEST:
        raise Unavailable(f"This Redis is {info['redis_version']}; Kith needs 7.0 or newer.")
    if info.get("redis_mode") == "cluster":
        raise Unavailable("This Redis is a cluster; Kith needs a single one.")
    if info.get("role") != "master":
        raise Unavailable(REPLICA)
    if info.get("loading"):
        raise Unavailable(LOADING)


async def _check_memory(redis: Redis) -> None:
    settings = await settings_of(redis)
    policy = settings["maxmemory-policy"]
    if settings["maxmemory"] != "0" and policy != "noeviction":
        raise Unavailable(
            f"This Redis throws data away when memory is short (maxmemory-policy {policy}). "
            "Set it to noeviction."
        )


async def _check_owner(redis: Redis, house: str) -> bool:
    """Return whether the database is empty; refuse one that is somebody else's."""
    owner = await _text(redis, OWNER_KEY)
    if owner is None and await redis.dbsize():
        raise StoreDamaged(
            "This Redis database holds keys of something else. Give Kith a database of its own, "
            "for instance redis://HOST:PORT/1."
        )
    if owner is not None and owner.startswith(MOVED):
        raise StoreDamaged(
            "The house that was in this Redis was moved back to a data folder. Start without "
            "--redis, or empty this database first."
        )
    if owner not in {None, house}:
        raise _belongs_to_another()
    schema = await _text(redis, SCHEMA_KEY)
    if schema not in {None, SCHEMA}:
        raise StoreDamaged(
            "This Redis was written by another version of Kith. Run the same version on all nodes."
        )
    return owner is None


def _belongs_to_another() -> StoreDamaged:
    return StoreDamaged(
        "This Redis belongs to another Kith installation: its house id is not that of the "
        "data folder. Give this node a copy of the first node's data folder, or another "
        "database."
    )


async def _load_functions(redis: Redis) -> None:
    """Load what Redis does for us, and have it done once: a right that is missing shows now.

    A function that may not do one of its steps would stop in the middle of an append.
    """
    code = (resources.files("server.backplane") / "kith.lua").read_text("utf-8")
    await redis.function_load(code, replace=True)
    await redis.fcall("kith_trial", 1, TRIAL, "kith:trial")


async def _take_over(redis: Redis, house: str, epoch: str, part: str) -> None:
    """Begin in an empty database; of two nodes at once, the first one's values stand."""
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.set(OWNER_KEY, house, nx=True)
        pipeline.set(SCHEMA_KEY, SCHEMA, nx=True)
        pipeline.set(EPOCH_KEY, epoch, nx=True)
        if part != WHOLE:
            pipeline.set(PART_KEY, part, nx=True)
        await pipeline.execute()
    if await _text(redis, OWNER_KEY) != house:
        raise _belongs_to_another()


async def _renew_epoch(redis: Redis, fresh: str, weak_run: str) -> None:
    """Begin a new epoch if this Redis may have forgotten something since a node last began.

    One that waits for the disk forgets nothing, and keeps its epoch through every restart.
    """
    if weak_run and fresh:
        await redis.fcall("kith_epoch", 2, EPOCH_KEY, RUN_KEY, weak_run, fresh)


async def _text(redis: Redis, key: str) -> str | None:
    found = await redis.get(key)
    return None if found is None else _plain(found)


def _plain(value: str | bytes | None) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
