"""Every sentence of the port about reading and letting go, over every adapter."""

import pytest
from asking import DESK, ELSEWHERE, OTHER_ROOM, ROOM, entries, numbers
from stores import Store

from server.backplane import Backplane, Gone, Head, Item, Page, Snapshot, Write


async def test_reading_goes_in_pages(backplane: Backplane) -> None:
    await backplane.append(*(Write(ROOM, bytes([n])) for n in range(1, 8)))

    first = await backplane.read(ROOM, 0, 3)
    second = await backplane.read(ROOM, 3, 3)
    last = await backplane.read(ROOM, 6, 3)
    none = await backplane.read(ROOM, 7, 3)

    pages = [[item.n for item in page.items] for page in (first, second, last, none)]
    assert [[1, 2, 3], [4, 5, 6], [7], []] == pages
    assert {Head(7, 1, 0)} == {page.head for page in (first, second, last, none)}


async def test_a_stream_nobody_wrote_to_is_an_empty_one(backplane: Backplane) -> None:
    epoch = (await backplane.append(Write(DESK, b"a")))[0].epoch

    assert Page(epoch, [], Head(0, 1, 0)) == await backplane.read(ROOM, 0, 10, epoch)


async def test_another_epoch_or_a_number_above_the_head_is_gone(backplane: Backplane) -> None:
    (position,) = await backplane.append(Write(ROOM, b"a"))

    assert (await backplane.read(ROOM, 1, 10, position.epoch)).items == []
    with pytest.raises(Gone):
        await backplane.read(ROOM, 0, 10, "0" * 16)
    with pytest.raises(Gone):
        await backplane.read(ROOM, 2, 10)


async def test_heads_are_those_of_one_shard(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a"), Write(ROOM, b"b"), Write(DESK, b"c"))
    await backplane.append(Write(ELSEWHERE, b"d"))

    assert {ROOM: Head(2, 1, 0), DESK: Head(1, 1, 0)} == await backplane.heads("{17}")
    assert {ELSEWHERE: Head(1, 1, 0)} == await backplane.heads("{18}")
    assert {} == await backplane.heads("{1}")


async def test_an_erased_entry_is_empty_and_its_number_stays(backplane: Backplane) -> None:
    await backplane.append(*(Write(ROOM, bytes([n])) for n in range(1, 5)))

    await backplane.erase(ROOM, 2, 4)
    await backplane.erase(ROOM, 2)
    await backplane.erase(ROOM, 99)
    await backplane.erase(OTHER_ROOM, 1)

    assert [b"\1", b"", b"\3", b""] == await entries(backplane, ROOM)
    assert [5] == [p.n for p in await backplane.append(Write(ROOM, b"e"))]
    assert Head(5, 1, 0) == (await backplane.read(ROOM, 0, 1)).head


async def test_expiry_drops_what_is_older_from_streams_of_a_kind(
    store: Store, backplane: Backplane
) -> None:
    await backplane.append(Write(ROOM, b"a"), Write(DESK, b"a"), Write(OTHER_ROOM, b"a"))
    store.advance(1_000)
    await backplane.append(Write(ROOM, b"b"))
    await backplane.append(Write(ELSEWHERE, b"b"))

    assert 2 == await backplane.expire("room:", backplane.now())
    assert 0 == await backplane.expire("room:", backplane.now())

    assert [Item(ROOM, 2, backplane.now(), 0, b"b")] == (await backplane.read(ROOM, 0, 9)).items
    assert {ROOM: Head(2, 2, 0), OTHER_ROOM: Head(1, 2, 0), DESK: Head(1, 1, 0)} == (
        await backplane.heads("{17}")
    )
    assert [2] == [p.n for p in await backplane.append(Write(OTHER_ROOM, b"c"))]
    assert [1] == await numbers(backplane, ELSEWHERE)


async def test_much_expires_at_once(backplane: Backplane) -> None:
    streams = [f"{{{n}}}room:{n}" for n in range(7)]
    for stream in streams:
        await backplane.append(*(Write(stream, b"x") for _ in range(450)))

    assert 7 * 450 == await backplane.expire("room:", backplane.now() + 1)
    for stream in streams:
        assert Head(450, 451, 0) == (await backplane.read(stream, 0, 1)).head


async def test_a_snapshot_takes_the_place_of_the_entries_it_holds(store: Store) -> None:
    before = store.make()
    await before.open()
    assert await before.snapshotted(ROOM) is None
    await before.append(*(Write(ROOM, bytes([n]), raises_rule=True) for n in range(1, 5)))
    await before.snapshot(ROOM, 3, b"state of three")
    await before.close()

    after = store.make()
    await after.open()
    kept = await after.snapshotted(ROOM)
    assert kept is not None
    assert (3, b"state of three") == (kept.at, kept.state)
    assert [4] == await numbers(after, ROOM)
    assert Head(4, 4, 4) == (await after.read(ROOM, 0, 9)).head
    await after.close()


async def test_an_older_snapshot_is_ignored_and_one_for_the_same_number_replaces(
    backplane: Backplane,
) -> None:
    await backplane.append(*(Write(ROOM, bytes([n])) for n in range(1, 5)))
    await backplane.snapshot(ROOM, 3, b"three")

    await backplane.snapshot(ROOM, 2, b"two")
    assert b"three" == (await snapshotted(backplane)).state
    await backplane.snapshot(ROOM, 3, b"three, sealed anew")
    assert b"three, sealed anew" == (await snapshotted(backplane)).state
    await backplane.snapshot(ROOM, 4, b"four")
    assert 4 == (await snapshotted(backplane)).at
    assert [] == await numbers(backplane, ROOM)
    with pytest.raises(Gone):
        await backplane.snapshot(ROOM, 5, b"five")
    assert 4 == (await snapshotted(backplane)).at


async def snapshotted(backplane: Backplane) -> Snapshot:
    kept = await backplane.snapshotted(ROOM)
    assert kept is not None
    return kept


async def test_a_stream_may_have_a_snapshot_before_its_first_entry(backplane: Backplane) -> None:
    for stream in (ROOM, OTHER_ROOM):
        await backplane.snapshot(stream, 0, stream.encode())
    for stream in (ROOM, OTHER_ROOM):
        assert [1] == [position.n for position in await backplane.append(Write(stream, b"a"))]
        kept = await backplane.snapshotted(stream)
        assert kept is not None
        assert (0, stream.encode()) == (kept.at, kept.state)
