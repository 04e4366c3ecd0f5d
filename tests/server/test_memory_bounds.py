"""Leases and limits live in memory: what says nothing any more is let go of."""

from server.backplane.buckets import Buckets
from server.backplane.leases import Leases


class Time:
    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


def test_full_buckets_are_forgotten_and_others_are_not() -> None:
    time = Time()
    buckets = Buckets(time)
    for n in range(1_000):
        assert 0.0 == buckets.spend(f"member {n}", 10, 1.0)
    for _ in range(10):
        buckets.spend("busy", 10, 0.1)

    time.ms += 60_000
    assert 0.0 == buckets.spend("busy", 10, 0.1)

    assert 1 == len(buckets)
    assert [0.0] * 5 == [buckets.spend("busy", 10, 0.1) for _ in range(5)]
    assert 0.0 < buckets.spend("busy", 10, 0.1)


def test_places_nobody_asks_for_again_are_forgotten() -> None:
    time = Time()
    places = Leases(time)
    for n in range(1_000):
        places.take(f"room {n}", "ann", "", 90, 1)
    time.ms += 89_000
    places.take("room 0", "ann", "", 90, 1)
    assert 1_000 == len(places)

    time.ms += 61_000
    places.take("another", "bo", "", 90, 1)

    assert 2 == len(places)
    assert {"ann": ""} == places.held("room 0")
