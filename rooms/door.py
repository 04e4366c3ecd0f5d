"""A door that is slower for a while: in a raid the first words of who is new wait for a glance."""

from dataclasses import dataclass

from rooms.events import DoorFreed, DoorSlowed

MINUTE_MS = 60 * 1000
CALM_MS = 20 * MINUTE_MS  # so long after the last sign of a raid it is as before, by itself


@dataclass(frozen=True, slots=True)
class Door:
    """A slower door: since which entry and when (ms), and until when if it stays calm."""

    began: int
    since: int
    until: int

    def has_met(self, n: int, at: int) -> bool:
        """Return whether whoever said line `n` at `at` was looked at, or here before the raid."""
        return n > self.began or at < self.since - MINUTE_MS


def is_slow(door: Door | None, now: int) -> bool:
    """Return whether the door is slower at `now` (ms)."""
    return door is not None and now < door.until


def slowed(door: Door | None, now: int) -> DoorSlowed | None:
    """Return what slows the door, or keeps it slow for longer; once a minute is often enough."""
    until = now + CALM_MS
    if door is None or not is_slow(door, now):
        return DoorSlowed(until)
    return DoorSlowed(until, longer=True) if until - door.until >= MINUTE_MS else None


def evolve(door: Door | None, n: int, at: int, event: DoorSlowed | DoorFreed) -> Door | None:
    """Return the door after entry `n` of time `at` (ms); None is as ever."""
    if isinstance(event, DoorFreed):
        return None
    if door is None or not event.longer:
        return Door(n, at, event.until)
    return Door(door.began, door.since, event.until)
