"""How many sockets and entries a prefix may have: counted in memory, under a key of the day."""

import pytest

from server.connection import limits
from server.connection.limits import ENTERS_PER_MINUTE, SOCKETS, Prefixes


@pytest.fixture
def prefixes() -> Prefixes:
    return Prefixes(limited=True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1:200::1", "2001:db8:1:2ff:ffff::2", True),
        ("2001:db8:1:200::1", "2001:db8:1:300::1", False),
        ("::ffff:192.0.2.1", "192.0.2.77", True),
        ("127.0.0.1", "127.0.0.2", True),
        ("", "unix", True),
        ("", "127.0.0.1", False),
    ],
)
def test_neighbours_share_a_bucket(prefixes: Prefixes, one: str, other: str, *, same: bool):
    assert same is (prefixes.bucket(one) == prefixes.bucket(other))


def test_a_bucket_tells_nothing_of_its_prefix(prefixes: Prefixes):
    bucket = prefixes.bucket("192.0.2.1")

    assert bytes([192, 0, 2]) not in bucket
    assert bucket != Prefixes(limited=True).bucket("192.0.2.1")


def test_so_many_sockets_and_not_one_more(prefixes: Prefixes):
    bucket = prefixes.bucket("192.0.2.1")

    arrived = [prefixes.arrive(bucket) for _ in range(SOCKETS + 1)]

    assert [True] * SOCKETS + [False] == arrived
    assert prefixes.arrive(prefixes.bucket("198.51.100.1"))
    prefixes.depart(bucket)
    assert prefixes.arrive(bucket)


def test_so_many_entries_a_minute_and_then_one_a_second(prefixes: Prefixes):
    bucket = prefixes.bucket("192.0.2.1")
    for _ in range(ENTERS_PER_MINUTE):
        assert prefixes.enter(bucket, now=100.0) == 0.0

    assert prefixes.enter(bucket, now=100.0) == pytest.approx(1.0)
    assert prefixes.enter(bucket, now=100.5) == pytest.approx(0.5)
    assert prefixes.enter(bucket, now=101.1) == 0.0
    assert prefixes.enter(bucket, now=101.1) > 0


def test_who_was_idle_is_forgotten_and_who_was_not_is_held_to_it(prefixes: Prefixes):
    busy, idle = prefixes.bucket("192.0.2.1"), prefixes.bucket("198.51.100.1")
    prefixes.enter(idle, now=0.0)
    for _ in range(ENTERS_PER_MINUTE):
        prefixes.enter(busy, now=60.0)

    prefixes.forget_idle(now=61.0)

    assert prefixes.enter(busy, now=61.0) == 0.0
    assert prefixes.enter(busy, now=61.0) > 0


def test_without_limits_nothing_is_counted():
    prefixes = Prefixes(limited=False)
    bucket = prefixes.bucket("192.0.2.1")

    assert all(prefixes.arrive(bucket) for _ in range(3 * SOCKETS))
    assert {0.0} == {prefixes.enter(bucket, now=0.0) for _ in range(200)}


def test_a_socket_over_midnight_is_counted_out_under_its_old_name(
    prefixes: Prefixes, monkeypatch: pytest.MonkeyPatch
):
    yesterday = prefixes.bucket("192.0.2.1")
    for _ in range(SOCKETS):
        prefixes.arrive(yesterday)
    monkeypatch.setattr(limits, "DAY_S", -1)

    prefixes.forget_idle(now=0.0)
    today = prefixes.bucket("192.0.2.1")
    prefixes.depart(yesterday)

    assert yesterday != today
    assert prefixes.arrive(today)
    assert prefixes.arrive(yesterday)
    assert not prefixes.arrive(yesterday)


def test_a_front_that_hides_its_peers_is_not_counted(prefixes: Prefixes):
    assert all(prefixes.arrive(None) for _ in range(2 * SOCKETS))
    assert {0.0} == {prefixes.enter(None, now=0.0) for _ in range(200)}
    prefixes.depart(None)
