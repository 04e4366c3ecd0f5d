"""Every sentence of the port about places and limits, over every adapter."""

import pytest
from stores import Store

from server.backplane import Backplane, Lease

ROOM, OTHER = "places:a", "places:b"


async def test_a_place_is_taken_renewed_and_given_back(backplane: Backplane) -> None:
    assert Lease(held=True, holders={"ann": "1"}) == await backplane.lease(
        ROOM, "ann", "1", ttl_s=90, capacity=2
    )
    assert Lease(held=True, holders={"ann": "2"}) == await backplane.lease(
        ROOM, "ann", "2", ttl_s=90, capacity=2
    )
    await backplane.release(ROOM, "ann")
    await backplane.release(ROOM, "ann")
    await backplane.release(OTHER, "nobody")

    assert {} == await backplane.leases(ROOM)


async def test_never_more_places_than_the_capacity(backplane: Backplane) -> None:
    for who in ("ann", "bo"):
        assert (await backplane.lease(ROOM, who, "", 90, 2)).held

    refused = await backplane.lease(ROOM, "cy", "", 90, 2)
    renewed = await backplane.lease(ROOM, "bo", "", 90, 1)

    assert (False, True) == (refused.held, renewed.held)
    assert {"ann", "bo"} == set(refused.holders)
    assert (await backplane.lease(OTHER, "cy", "", 90, 2)).held


async def test_a_place_is_free_when_its_time_is_over(store: Store, backplane: Backplane) -> None:
    await backplane.lease(ROOM, "ann", "", 90, 1)
    store.advance(60_000)
    await backplane.lease(OTHER, "ann", "", 90, 1)
    store.advance(29_999)
    assert {"ann": ""} == await backplane.leases(ROOM)
    assert not (await backplane.lease(ROOM, "bo", "", 90, 1)).held

    store.advance(1)
    assert {} == await backplane.leases(ROOM)
    assert Lease(held=True, holders={"bo": ""}) == await backplane.lease(ROOM, "bo", "", 90, 1)
    assert {"ann": ""} == await backplane.leases(OTHER)


async def test_renewing_gives_the_whole_time_again(store: Store, backplane: Backplane) -> None:
    for _ in range(5):
        assert (await backplane.lease(ROOM, "ann", "", 90, 1)).held
        store.advance(89_000)

    assert {"ann": ""} == await backplane.leases(ROOM)


async def test_a_place_that_is_kept_has_its_whole_time_however_many_are_there(
    store: Store, backplane: Backplane
) -> None:
    for who in ("ann", "bo"):
        await backplane.lease(ROOM, who, "1", 90, 2)

    store.advance(89_000)
    await backplane.renew(ROOM, "ann", "2", 90)
    await backplane.renew(ROOM, "cy", "1", 90)  # whose place ran out in between, say
    store.advance(89_000)

    assert {"ann": "2", "cy": "1"} == await backplane.leases(ROOM)
    assert not (await backplane.lease(ROOM, "bo", "", 90, 2)).held


async def test_what_was_read_before_is_read_again_as_it_is_now(backplane: Backplane) -> None:
    await backplane.lease(ROOM, "ann", "1", 90, 9)
    assert {"ann": "1"} == await backplane.leases(ROOM)

    await backplane.renew(ROOM, "ann", "2", 90)
    await backplane.lease(ROOM, "bo", "1", 90, 9)
    assert {"ann": "2", "bo": "1"} == await backplane.leases(ROOM)

    await backplane.release(ROOM, "ann")
    assert {"bo": "1"} == await backplane.leases(ROOM)
    await backplane.release(ROOM, "bo")
    assert {} == await backplane.leases(ROOM)


async def test_a_bucket_gives_its_burst_and_then_its_rate(
    store: Store, backplane: Backplane
) -> None:
    async def spend() -> float:
        return await backplane.spend("ann", burst=3, per_s=0.5)

    assert [0.0, 0.0, 0.0] == [await spend() for _ in range(3)]
    assert 2.0 == pytest.approx(await spend(), abs=0.01)
    assert 2.0 == pytest.approx(await spend(), abs=0.01)
    store.advance(1_000)
    assert 1.0 == pytest.approx(await spend(), abs=0.01)
    store.advance(1_000)
    assert 0.0 == await spend()
    store.advance(60_000)
    assert [0.0, 0.0, 0.0] == [await spend() for _ in range(3)]
    assert 0.0 < await spend()


async def test_buckets_are_apart(backplane: Backplane) -> None:
    assert 0.0 == await backplane.spend("ann", 1, 1.0)
    assert 0.0 < await backplane.spend("ann", 1, 1.0)
    assert 0.0 == await backplane.spend("bo", 1, 1.0)
