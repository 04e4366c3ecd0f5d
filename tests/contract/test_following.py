"""Every sentence of the port about following, over every adapter."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from patience import SOON_S
from stores import Store

from server.backplane import Backplane, Item, Write

ROOM, DESK = "{17}room:a", "{17}desk"
SLOW = 10_500  # more than may wait for one follower


async def take(follower: AsyncIterator[Sequence[Item]], count: int) -> list[Item]:
    items: list[Item] = []
    async with asyncio.timeout(SOON_S):
        while len(items) < count:
            items += [item for item in await anext(follower) if isinstance(item, Item)]
    assert count == len(items)
    return items


async def append_many(backplane: Backplane, stream: str, count: int) -> None:
    for start in range(0, count, 500):
        await backplane.append(*(Write(stream, b"x") for _ in range(min(500, count - start))))


async def test_a_follower_gets_what_was_committed_after_it_began(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"before"))
    follower = backplane.follow()
    at = backplane.now()
    await backplane.append(Write(ROOM, b"a"), Write(DESK, b"b", raises_rule=True))

    assert [Item(ROOM, 2, at, 0, b"a"), Item(DESK, 1, at, 1, b"b")] == await take(follower, 2)


async def test_all_followers_get_the_same_and_it_is_what_is_read(backplane: Backplane) -> None:
    first, second = backplane.follow(), backplane.follow()
    await asyncio.gather(
        *(backplane.append(Write(f"{{{n % 3}}}room:{n % 5}", bytes([n]))) for n in range(200))
    )

    followed = await take(first, 200)

    assert followed == await take(second, 200)
    for stream in {item.stream for item in followed}:
        page = await backplane.read(stream, 0, 1_000)
        assert page.items == [item for item in followed if item.stream == stream]


async def test_what_is_acknowledged_is_handed_on_at_once(backplane: Backplane) -> None:
    follower = backplane.follow()
    await backplane.append(Write(ROOM, b"a"))

    async with asyncio.timeout(SOON_S):  # from Redis it may come a moment after the answer
        (item,) = await anext(follower)
    assert b"a" == item.entry


async def test_an_erasure_is_told_with_its_old_number(backplane: Backplane) -> None:
    follower = backplane.follow()
    await backplane.append(Write(ROOM, b"a"), Write(ROOM, b"b", raises_rule=True))
    at = backplane.now()
    await backplane.erase(ROOM, 1)
    await backplane.erase(ROOM, 1, 2)

    told = (await take(follower, 4))[2:]

    assert [Item(ROOM, 1, at, 0, b""), Item(ROOM, 2, at, 1, b"")] == told


async def test_a_refused_append_is_not_told(backplane: Backplane) -> None:
    follower = backplane.follow()
    await asyncio.gather(
        backplane.append(Write(ROOM, b"never", expect_n=9)),
        backplane.append(Write(ROOM, b"a")),
        backplane.probe(),
        return_exceptions=True,
    )
    await backplane.append(Write(ROOM, b"b"))

    assert [b"a", b"b"] == [item.entry for item in await take(follower, 2)]


async def test_a_slow_follower_loses_nothing(backplane: Backplane) -> None:
    follower = backplane.follow()
    await append_many(backplane, ROOM, SLOW)
    await backplane.append(Write(DESK, b"x"))
    await backplane.erase(ROOM, 3)

    items = await take(follower, SLOW + 2)

    assert list(range(1, SLOW + 1)) == [i.n for i in items if i.stream == ROOM][:SLOW]
    assert (ROOM, 3, b"") == (items[-1].stream, items[-1].n, items[-1].entry)
    await backplane.append(Write(ROOM, b"live again"))
    assert b"live again" == (await take(follower, 1))[0].entry


async def test_a_slow_follower_hears_of_what_was_erased_before_it_fell_behind(
    backplane: Backplane,
) -> None:
    await backplane.append(Write(ROOM, b"old"))
    follower = backplane.follow()
    await backplane.erase(ROOM, 1)
    await append_many(backplane, DESK, SLOW)

    items = await take(follower, SLOW + 1)

    assert [(ROOM, 1)] == [(item.stream, item.n) for item in items if not item.entry]


async def test_a_slow_follower_reads_on_while_others_write(backplane: Backplane) -> None:
    follower = backplane.follow()
    await append_many(backplane, ROOM, SLOW)

    async def write_on() -> None:
        for _ in range(300):
            await backplane.append(Write(ROOM, b"y"))

    async with asyncio.TaskGroup() as group:
        group.create_task(write_on())
        items = await take(follower, SLOW + 300)

    assert list(range(1, SLOW + 301)) == [item.n for item in items]


async def test_a_number_is_skipped_only_where_its_entry_was_dropped(backplane: Backplane) -> None:
    follower = backplane.follow()
    await append_many(backplane, ROOM, SLOW)
    await backplane.snapshot(ROOM, SLOW - 10, b"state")
    await backplane.append(Write(ROOM, b"x"))

    assert list(range(SLOW - 9, SLOW + 2)) == [item.n for item in await take(follower, 11)]


async def test_following_ends_when_the_store_closes(store: Store) -> None:
    backplane = store.make()
    await backplane.open()
    finished, waiting = backplane.follow(), backplane.follow()
    ended = asyncio.ensure_future(collect(waiting))
    await backplane.append(Write(ROOM, b"a"))
    await backplane.close()

    async with asyncio.timeout(SOON_S):
        assert [b"a"] == [item.entry for item in await ended]
        assert [b"a"] == [item.entry for item in await collect(finished)]


async def collect(follower: AsyncIterator[Sequence[Item]]) -> list[Item]:
    return [item async for batch in follower for item in batch]


async def test_signals_reach_all_who_listen_and_end_with_the_store(store: Store) -> None:
    backplane = store.make()
    await backplane.open()
    listeners = [backplane.signals(), backplane.signals()]
    await backplane.signal(ROOM, b"here")
    await backplane.signal(DESK, b"there")
    for listener in listeners:
        async with asyncio.timeout(SOON_S):
            assert [(ROOM, b"here"), (DESK, b"there")] == [await anext(listener) for _ in "ab"]

    await backplane.close()
    for listener in listeners:
        assert [] == [told async for told in listener]
