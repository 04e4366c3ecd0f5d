"""Faults in what a node on a shared store hears of the others; these act in every room.

The regular look at all shards would heal each of them within seconds, and is away with them.
"""

from typing import Any

from server.backplane import redis_ear, redis_following
from server.backplane.redis_ear import RedisEar

DEAF_S = 1.5  # long enough for words that this node does not hear


def resubscribe_without_reading() -> None:
    """Subscribe again after a loss, and never ask what was missed."""
    doubt = RedisEar._take  # noqa: SLF001 - planted

    def trust(ear: RedisEar, message: dict[str, Any]) -> None:
        if ear.subscribed.is_set() or message["type"] != "subscribe":
            doubt(ear, message)
        elif message["channel"] == ear._probe_channel.encode():  # noqa: SLF001 - planted
            ear.subscribed.set()

    RedisEar._take = trust  # type: ignore[method-assign]  # noqa: SLF001 - planted
    redis_ear.AGAIN_S = DEAF_S
    _never_look()


def lose_the_probe() -> None:
    """Take no silence for a loss."""
    redis_ear.SILENT_LOOKS = 1 << 30
    _never_look()


def _never_look() -> None:
    async def compare(_following: redis_following.RedisFollowing) -> None:
        pass

    redis_following.RedisFollowing.compare = compare  # type: ignore[method-assign]


PLANTS = {
    "resubscribe-without-reading": resubscribe_without_reading,
    "lost-probe": lose_the_probe,
}
