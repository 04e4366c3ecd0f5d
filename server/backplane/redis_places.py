"""Places and limits across nodes; named and sealed so that the store never knows whose."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from server.backplane import Lease
from server.backplane.ledger import shard_of
from server.backplane.redis_writer import RedisWriter
from server.backplane.veil import NoVeil, Veil

Opened = dict[bytes, tuple[str, str]]

MOST_NAMES: Final = 16_384  # names whose places are remembered; then it begins anew


class RedisPlaces:
    """Leases and buckets. Names change with the hour; what was taken under the last hour's
    name still counts, and moves to the new one when it is renewed.
    """

    def __init__(self, writer: RedisWriter, time: Callable[[], str]) -> None:
        self.veil: Veil = NoVeil()
        self._writer = writer
        self._time = time
        self._opened: dict[str, Opened] = {}

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        held, *rows = await self._call("kith_lease", name, holder, value, ttl_s, capacity)
        return Lease(bool(held), self._open(name, rows))

    async def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Keep a place for its whole time again, and ask nothing."""
        await self._call("kith_renew", name, holder, value, ttl_s)

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every live lease under `name`."""
        keys = self._keys(name)
        rows = await self._writer.call("FCALL", "kith_leases", len(keys), *keys, self._time())
        return self._open(name, rows)

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

    async def _call(
        self, function: str, name: str, holder: str, value: str, ttl_s: float, *more: int
    ) -> Any:  # noqa: ANN401 - each function answers in its own shape
        ms = max(1, round(ttl_s * 1000))
        sealed = self.veil.seal(f"{holder}\n{value}")
        who = self.veil.names(f"{name}\n{holder}")
        keys = self._keys(name)
        return await self._writer.call(
            "FCALL", function, len(keys), *keys, self._time(), *who, sealed, ms, *more
        )

    def _open(self, name: str, rows: list[list[bytes]]) -> Mapping[str, str]:
        """Open what was not open yet: whoever comes in looks at the places of all who are there."""
        before = self._opened.pop(name, {})
        found: Opened = {}
        for sealed in (sealed for row in rows for sealed in row):
            if pair := before.get(sealed) or self._pair(sealed):
                found[sealed] = pair
        if found:
            if len(self._opened) >= MOST_NAMES:
                self._opened.clear()
            self._opened[name] = found
        return dict(found.values())

    def _pair(self, sealed: bytes) -> tuple[str, str] | None:
        text = self.veil.open(sealed)
        if text is None:
            return None
        holder, _, value = text.partition("\n")
        return holder, value


def _tag(name: str) -> str:
    """Return the shard tag of a name, or one for names that have none."""
    return shard_of(name) if name.startswith("{") else "{places}"
