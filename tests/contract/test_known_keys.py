"""Every sentence of the port about dedupe keys, over every adapter."""

import asyncio

import pytest
from asking import DESK, ELSEWHERE, KEY, OTHER_KEY, ROOM, entries, numbers, post_many
from stores import Store

from server.backplane import (
    REMEMBER_AT_LEAST_MS,
    REMEMBER_MS,
    REMEMBER_POSTS,
    Backplane,
    Duplicate,
    Write,
)


async def test_a_known_key_is_a_duplicate_and_tells_where(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"before"))
    (position,) = await backplane.append(Write(ROOM, b"a", dedupe=KEY, mac=b"mac"))

    with pytest.raises(Duplicate) as refused:
        await backplane.append(
            Write(DESK, b"case"), Write(ROOM, b"other", dedupe=KEY, mac=b"not the first")
        )

    again = refused.value
    assert (1, ROOM, position, b"mac") == (again.index, again.stream, again.position, again.mac)
    assert [b"before", b"a"] == await entries(backplane, ROOM)
    assert [] == await entries(backplane, DESK)


async def test_a_key_is_known_in_its_whole_shard_and_nowhere_else(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))

    with pytest.raises(Duplicate) as refused:
        await backplane.append(Write(DESK, b"b", dedupe=KEY))
    assert ROOM == refused.value.stream

    await backplane.append(Write(ELSEWHERE, b"c", dedupe=KEY))
    assert [b"c"] == await entries(backplane, ELSEWHERE)


async def test_known_tells_without_writing(backplane: Backplane) -> None:
    (position,) = await backplane.append(Write(ROOM, b"a", dedupe=KEY, mac=b"mac"))

    known = await backplane.known(DESK, KEY)

    assert known is not None
    assert (ROOM, position, b"mac") == (known.stream, known.position, known.mac)
    assert await backplane.known(ROOM, OTHER_KEY) is None
    assert await backplane.known(ELSEWHERE, KEY) is None


async def test_a_resend_is_a_duplicate_even_where_it_would_conflict(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a", dedupe=KEY, expect_n=0))

    with pytest.raises(Duplicate):
        await backplane.append(Write(ROOM, b"a", dedupe=KEY, expect_n=0))


async def test_of_many_with_the_same_key_one_is_stored(backplane: Backplane) -> None:
    found = await asyncio.gather(
        *(backplane.append(Write(ROOM, bytes([i]), dedupe=KEY)) for i in range(1, 50)),
        return_exceptions=True,
    )

    assert 49 == len(found)
    assert 48 == sum(isinstance(result, Duplicate) for result in found)
    assert [1] == await numbers(backplane, ROOM)


async def test_a_key_is_forgotten_after_a_day(store: Store, backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))

    store.advance(REMEMBER_MS - 1)
    with pytest.raises(Duplicate):
        await backplane.append(Write(ROOM, b"a", dedupe=KEY))
    store.advance(1)
    assert await backplane.known(ROOM, KEY) is None
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))

    # The key stands again, from its second use on.
    with pytest.raises(Duplicate) as refused:
        await backplane.append(Write(ROOM, b"a", dedupe=KEY))
    assert 2 == refused.value.position.n


async def test_a_key_is_forgotten_after_many_posts_but_not_at_once(
    store: Store, backplane: Backplane
) -> None:
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))
    await post_many(backplane, ROOM, REMEMBER_POSTS)

    store.advance(REMEMBER_AT_LEAST_MS - 1)
    with pytest.raises(Duplicate):
        await backplane.append(Write(ROOM, b"a", dedupe=KEY))
    assert await backplane.known(ROOM, KEY) is not None
    store.advance(1)
    assert await backplane.known(ROOM, KEY) is None
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))


async def test_the_last_posts_are_remembered_and_only_posts_count(
    store: Store, backplane: Backplane
) -> None:
    await backplane.append(Write(ROOM, b"a", dedupe=KEY))
    await post_many(backplane, ROOM, REMEMBER_POSTS - 1)
    await backplane.append(*(Write(ROOM, b"not a post") for _ in range(200)))

    store.advance(REMEMBER_AT_LEAST_MS)
    with pytest.raises(Duplicate):
        await backplane.append(Write(ROOM, b"a", dedupe=KEY))


async def test_keys_are_remembered_over_a_restart_and_over_expiry(store: Store) -> None:
    before = store.make()
    await before.open()
    await before.append(Write(ROOM, b"a", dedupe=KEY, mac=b"mac"), Write(ROOM, b"b"))
    await before.erase(ROOM, 1)
    await before.expire("room:", before.now() + 1)
    await before.close()

    after = store.make()
    await after.open()
    with pytest.raises(Duplicate) as refused:
        await after.append(Write(ROOM, b"a", dedupe=KEY))
    assert (1, b"mac") == (refused.value.position.n, refused.value.mac)
    await after.close()
