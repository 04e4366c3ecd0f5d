"""Is this Redis fit to keep what people were told is saved? Said plainly at the start.

Each refusal is a sentence for the operator. A weaker setting that loses only speed of loss
(`appendfsync everysec`) is not refused: then nothing is called saved.
"""

from importlib import resources

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError, ResponseError

from server.backplane import StoreDamaged, Unavailable
from server.backplane.redis_client import client

OLDEST = (7, 0)
SCHEMA = "1"
OWNER_KEY = "kith:house"
SCHEMA_KEY = "kith:schema"
EPOCH_KEY = "kith:epoch"
MOVED = "moved:"
SIGNAL_CHANNEL = "kith:signal"  # every running node listens here


async def check(url: str, house: str, fresh_epoch: str) -> tuple[str, bool]:
    """Return the store's epoch and whether saved means the disk; raise what refuses it."""
    redis = _client(url)
    try:
        await _check_server(redis)
        durable = await _check_settings(redis)
        await _load_functions(redis)
        epoch = await _check_owner(redis, house, fresh_epoch)
    except AuthenticationError:
        raise Unavailable(
            "Redis wants a password, or another one. Put it into the address: "
            "redis://:PASSWORD@HOST:PORT, best in a settings file that only you can read."
        ) from None
    except NoPermissionError:
        raise Unavailable(
            "This Redis user may not do what Kith needs: functions, hashes, streams, publishing "
            "and CONFIG GET. Give it more rights, or another user."
        ) from None
    except ResponseError as error:
        if "unknown command" in str(error).lower():
            raise Unavailable("This server does not know Redis functions; 7.0 is needed.") from None
        raise Unavailable("Redis refused the start. Its own log says why.") from None
    except (RedisError, OSError, TimeoutError):
        raise Unavailable(
            "Redis cannot be reached at the address given with --redis. Is it running, and is "
            "the address right?"
        ) from None
    finally:
        await redis.aclose()
    return epoch, durable


def _client(url: str) -> Redis:
    try:
        return client(url)
    except ValueError:
        raise Unavailable(
            "--redis takes an address like redis://HOST:6379/0 (rediss:// with TLS)."
        ) from None


async def _check_server(redis: Redis) -> None:
    info = await redis.info()
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < OLDEST:
        raise Unavailable(f"This Redis is {info['redis_version']}; Kith needs 7.0 or newer.")
    if info.get("role") != "master":
        raise Unavailable("This Redis is a read-only replica. Give the address of its primary.")
    if info.get("loading"):
        raise Unavailable("Redis is still loading its data. Try again in a moment.")


async def _check_settings(redis: Redis) -> bool:
    wanted = ("appendonly", "appendfsync", "maxmemory", "maxmemory-policy")
    found = {name: (await redis.config_get(name)).get(name, "") for name in wanted}
    plain = {k: v.decode() if isinstance(v, bytes) else str(v) for k, v in found.items()}
    if plain["maxmemory"] != "0" and plain["maxmemory-policy"] != "noeviction":
        raise Unavailable(
            "This Redis throws data away when memory is short "
            f"(maxmemory-policy {plain['maxmemory-policy']}). Set it to noeviction."
        )
    return plain["appendonly"] == "yes" and plain["appendfsync"] == "always"


async def _load_functions(redis: Redis) -> None:
    code = (resources.files("server.backplane") / "kith.lua").read_text("utf-8")
    await redis.function_load(code, replace=True)


async def _check_owner(redis: Redis, house: str, fresh_epoch: str) -> str:
    owner = await _text(redis, OWNER_KEY)
    if owner is None:
        await _take_over(redis, house, fresh_epoch)
    elif owner.startswith(MOVED):
        raise StoreDamaged(
            "The house that was in this Redis was moved back to a data folder. Start without "
            "--redis, or empty this database first."
        )
    elif owner != house:
        raise StoreDamaged(
            "This Redis belongs to another Kith installation: its house id is not that of the "
            "data folder. Give this node a copy of the first node's data folder, or another "
            "database."
        )
    schema = await _text(redis, SCHEMA_KEY)
    if schema is not None and schema != SCHEMA:
        raise StoreDamaged(
            "This Redis was written by another version of Kith. Run the same version on all nodes."
        )
    epoch = await _text(redis, EPOCH_KEY)
    if epoch is None:
        raise StoreDamaged("This Redis lost part of its data: its epoch is missing.")
    return epoch


async def _text(redis: Redis, key: str) -> str | None:
    found = await redis.get(key)
    return found.decode() if isinstance(found, bytes) else found


async def _take_over(redis: Redis, house: str, epoch: str) -> None:
    """Begin in an empty database; of two nodes at once, the first one's values stand."""
    if await redis.dbsize():
        raise StoreDamaged(
            "This Redis database holds keys of something else. Give Kith a database of its own, "
            "for instance redis://HOST:PORT/1."
        )
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.set(OWNER_KEY, house, nx=True)
        pipeline.set(SCHEMA_KEY, SCHEMA, nx=True)
        pipeline.set(EPOCH_KEY, epoch, nx=True)
        await pipeline.execute()
