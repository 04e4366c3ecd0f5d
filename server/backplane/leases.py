"""Leases in memory: places under a name, each held until its time is over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.backplane import Lease

_SWEEP_MS = 60_000
_MS_PER_S = 1_000


@dataclass(frozen=True, slots=True)
class _Held:
    value: str
    until: int


class Leases:
    """Who holds which place. Time comes in as elapsed milliseconds."""

    def __init__(self, elapsed: Callable[[], int]) -> None:
        self._elapsed = elapsed
        self._names: dict[str, dict[str, _Held]] = {}
        self._swept = elapsed()

    def __len__(self) -> int:
        return len(self._names)

    def take(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        now = self._elapsed()
        self._sweep(now)
        alive = self._alive(name, now)
        held = holder in alive or len(alive) < capacity
        if held:
            alive[holder] = _held(value, now, ttl_s)
            self._names[name] = alive
        return Lease(held, _values(alive))

    def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Hold a place for its whole time again, however many others are held."""
        now = self._elapsed()
        self._names.setdefault(name, {})[holder] = _held(value, now, ttl_s)

    def free(self, name: str, holder: str) -> None:
        """Give a place back; unknown holders are ignored."""
        holders = self._names.get(name)
        if holders is not None:
            holders.pop(holder, None)
            if not holders:
                del self._names[name]

    def held(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every place still held."""
        return _values(self._alive(name, self._elapsed()))

    def _alive(self, name: str, now: int) -> dict[str, _Held]:
        holders = self._names.get(name, {})
        return {who: held for who, held in holders.items() if held.until > now}

    def _sweep(self, now: int) -> None:
        # Names nobody asks for again would stay for ever.
        if now - self._swept >= _SWEEP_MS:
            self._swept = now
            alive = {name: self._alive(name, now) for name in self._names}
            self._names = {name: holders for name, holders in alive.items() if holders}


def _held(value: str, now: int, ttl_s: float) -> _Held:
    return _Held(value, now + round(ttl_s * _MS_PER_S))


def _values(holders: Mapping[str, _Held]) -> dict[str, str]:
    return {who: held.value for who, held in holders.items()}
