"""Places and limits across nodes; named and sealed so that the store never knows whose."""

from collections.abc import Callable, Mapping

from server.backplane import Lease
from server.backplane.ledger import shard_of
from server.backplane.redis_writer import RedisWriter
from server.backplane.veil import NoVeil, Veil


class RedisPlaces:
    """Leases and buckets. Names change with the hour; what was taken under the last hour's
    name still counts, and moves to the new one when it is renewed.
    """

    def __init__(self, writer: RedisWriter, time: Callable[[], str]) -> None:
        self.veil: Veil = NoVeil()
        self._writer = writer
        self._time = time

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        ms = max(1, round(ttl_s * 1000))
        sealed = self.veil.seal(f"{holder}\n{value}")
        who = self.veil.names(f"{name}\n{holder}")
        keys = self._keys(name)
        held, *rows = await self._writer.call(
            "FCALL", "kith_lease", len(keys), *keys, self._time(), *who, sealed, ms, capacity
        )
        return Lease(bool(held), self._opened(rows))

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every live lease under `name`."""
        keys = self._keys(name)
        rows = await self._writer.call("FCALL", "kith_leases", len(keys), *keys, self._time())
        return self._opened(rows)

    async def release(self, name: str, holder: str) -> None:
        """Give the place back at once."""
        keys = self._keys(name)
        who = self.veil.names(f"{name}\n{holder}")
        await self._writer.call("FCALL", "kith_release", len(keys), *keys, *who)

    async def spend(self, bucket: str, burst: int, per_s: float) -> float:
        """Take one token from the bucket: 0.0 if there was one, else seconds to wait."""
        key = f"{_tag(bucket)}pace:{self.veil.names(bucket)[0]}"
        call = ("FCALL", "kith_spend", 1, key, self._time(), burst, str(per_s))
        return int(await self._writer.call(*call)) / 1000

    def _keys(self, name: str) -> list[str]:
        shard = _tag(name)
        return [
            f"{shard}{kind}:{hidden}"
            for hidden in self.veil.names(name)
            for kind in ("places", "values")
        ]

    def _opened(self, rows: list[list[bytes]]) -> Mapping[str, str]:
        texts = (self.veil.open(sealed) for row in rows for sealed in row)
        pairs = (text.partition("\n") for text in texts if text is not None)
        return {holder: value for holder, _, value in pairs}


def _tag(name: str) -> str:
    """Return the shard tag of a name, or one for names that have none."""
    return shard_of(name) if name.startswith("{") else "{places}"
