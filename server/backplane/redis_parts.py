"""Which part of a house a Redis holds: named in another order, every room would seem empty."""

from typing import Final

from redis.asyncio import Redis

from server.backplane import StoreDamaged
from server.backplane.primaries import WHOLE

PART_KEY: Final = "kith:part"
ORDER: Final = (
    "This Redis holds {found} of a house, and was named as {wanted}. Give --redis as often as at "
    "the first start, and in the same order."
)


async def check_part(redis: Redis, wanted: str) -> None:
    """Refuse a Redis that is in use and holds another part than it is named for."""
    kept = await redis.get(PART_KEY)
    found = kept.decode() if isinstance(kept, bytes) else WHOLE
    if found != wanted:
        raise StoreDamaged(ORDER.format(found=found, wanted=wanted))
