"""Every sentence of the port about appending and reading, over every adapter."""

import asyncio
from os import urandom

import pytest
from stores import Store

from server.backplane import (
    REMEMBER_AT_LEAST_MS,
    REMEMBER_MS,
    REMEMBER_POSTS,
    Backplane,
    Conflict,
    Duplicate,
    Gone,
    Head,
    Item,
    Page,
    Position,
    Unavailable,
    Write,
)

ROOM, OTHER_ROOM, DESK = "{17}room:a", "{17}room:b", "{17}desk"
ELSEWHERE = "{18}room:c"
KEY, OTHER_KEY = b"k" * 16, b"o" * 16


async def numbers(backplane: Backplane, stream: str) -> list[int]:
    return [item.n for item in (await backplane.read(stream, 0, 1_000)).items]


async def entries(backplane: Backplane, stream: str) -> list[bytes]:
    return [item.entry for item in (await backplane.read(stream, 0, 1_000)).items]


async def append_many(backplane: Backplane, stream: str, count: int) -> None:
    for start in range(0, count, 500):
        size = min(500, count - start)
        posts = [Write(stream, b"x", dedupe=urandom(16)) for _ in range(size)]
        await backplane.append(*posts)


async def test_numbers_rise_from_one_in_each_stream(backplane: Backplane) -> None:
    first = await backplane.append(Write(ROOM, b"a"))
    both = await backplane.append(Write(ROOM, b"b"), Write(DESK, b"c"), Write(ROOM, b"d"))

    assert [1] == [position.n for position in first]
    assert [2, 1, 3] == [position.n for position in both]
    assert [b"a", b"b", b"d"] == await entries(backplane, ROOM)


async def test_what_was_appended_is_there_after_a_restart(store: Store) -> None:
    before = store.make()
    epoch = await before.open()
    await before.append(Write(ROOM, b"a", raises_rule=True))
    await before.close()

    after = store.make()
    assert epoch == await after.open()
    assert [b"a"] == await entries(after, ROOM)
    assert [Position(epoch, 2)] == list(await after.append(Write(ROOM, b"b", expect_rule=1)))
    await after.close()


async def test_the_epoch_tells_two_stores_apart(store: Store, tmp_path: object) -> None:
    kind = type(store)
    first, second = store.make(), kind(tmp_path / "another").make()
    epochs = {await first.open(), await second.open()}
    await first.close()
    await second.close()

    assert 2 == len(epochs)
    assert {16} == {len(epoch) for epoch in epochs}


async def test_a_conflict_stores_nothing_of_the_append(backplane: Backplane) -> None:
    with pytest.raises(Conflict) as refused:
        await backplane.append(Write(ROOM, b"a", dedupe=KEY), Write(DESK, b"b", expect_n=7))

    assert (DESK, 0) == (refused.value.stream, refused.value.head)
    assert [] == await entries(backplane, ROOM)
    assert await backplane.known(ROOM, KEY) is None
    assert {} == await backplane.heads("{17}")


async def test_the_expected_head_is_the_one_before_this_append(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a"))
    await backplane.append(Write(ROOM, b"b", expect_n=1), Write(ROOM, b"c", expect_n=1))

    with pytest.raises(Conflict) as refused:
        await backplane.append(Write(ROOM, b"d", expect_n=1))
    assert 3 == refused.value.head


async def test_a_raised_rule_stops_who_has_not_seen_it(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"a", expect_rule=0))
    await backplane.append(Write(ROOM, b"muted", raises_rule=True, expect_rule=0))

    with pytest.raises(Conflict) as refused:
        await backplane.append(Write(ROOM, b"b", expect_rule=0))
    assert (ROOM, 2) == (refused.value.stream, refused.value.head)

    await backplane.append(Write(ROOM, b"c", expect_rule=1))
    assert [0, 1, 1] == [item.rule for item in (await backplane.read(ROOM, 0, 9)).items]
    assert Head(3, 1, 1) == (await backplane.heads("{17}"))[ROOM]


async def test_of_many_who_expect_the_same_head_one_wins(backplane: Backplane) -> None:
    found = await asyncio.gather(
        *(backplane.append(Write(ROOM, bytes([i]), expect_n=0)) for i in range(1, 50)),
        return_exceptions=True,
    )

    assert 1 == sum(not isinstance(result, Conflict) for result in found)
    assert 1 == len(await entries(backplane, ROOM))


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


async def test_a_refused_append_does_not_disturb_those_beside_it(backplane: Backplane) -> None:
    await backplane.append(Write(ROOM, b"first", dedupe=KEY))

    found = await asyncio.gather(
        backplane.append(Write(ROOM, b"a")),
        backplane.append(Write(ROOM, b"again", dedupe=KEY), Write(DESK, b"never")),
        backplane.append(Write(ROOM, b"b"), Write(DESK, b"b")),
        backplane.append(Write(DESK, b"never"), Write(ROOM, b"late", expect_n=1)),
        backplane.append(Write(ROOM, b"c")),
        return_exceptions=True,
    )

    assert [Duplicate, Conflict] == [type(found[1]), type(found[3])]
    assert [b"first", b"a", b"b", b"c"] == await entries(backplane, ROOM)
    assert [b"b"] == await entries(backplane, DESK)


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
    await append_many(backplane, ROOM, REMEMBER_POSTS)

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
    await append_many(backplane, ROOM, REMEMBER_POSTS - 1)
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


@pytest.mark.parametrize(
    "writes",
    [
        pytest.param([Write(ROOM, b"")], id="an empty entry"),
        pytest.param([Write("room", b"a")], id="no shard tag"),
        pytest.param([Write("{17}", b"a")], id="nothing after the tag"),
        pytest.param([Write("{}room", b"a")], id="an empty tag"),
        pytest.param([Write(ROOM, b"a"), Write(ELSEWHERE, b"b")], id="two shards at once"),
        pytest.param(
            [Write(ROOM, b"a", dedupe=KEY), Write(DESK, b"b", dedupe=KEY)], id="a key twice"
        ),
        pytest.param([Write(ROOM, b"a"), Write(ELSEWHERE, b"b")], id="two shards"),
    ],
)
async def test_an_append_nobody_can_store_is_our_own_bug(
    backplane: Backplane, writes: list[Write]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        await backplane.append(*writes)

    await backplane.append(Write(ROOM, b"a"))


async def test_time_never_falls_not_even_over_a_restart(store: Store) -> None:
    times = []
    for stepped_back in (0, 3_600_000, 0):
        backplane = store.make()
        await backplane.open()
        assert times[-1:] == ([backplane.last_at()] if times else [])
        for _ in range(2):
            assert backplane.now() >= backplane.last_at()
            await backplane.append(Write(ROOM, b"a"))
            times.append((await backplane.read(ROOM, len(times), 1)).items[0].at)
            store.advance(10)
        store.set_back(stepped_back)
        await backplane.close()

    assert sorted(times) == times
    assert times[-1] - times[0] >= 40


async def test_a_stepped_wall_clock_moves_nothing(store: Store, backplane: Backplane) -> None:
    before = backplane.now()
    store.set_back(3_600_000)
    assert before == backplane.now()
    store.advance(5)
    assert before + 5 == backplane.now()


async def test_the_last_write_is_an_append_or_a_probe(store: Store, backplane: Backplane) -> None:
    assert 0 == backplane.last_at()
    await backplane.append(Write(ROOM, b"a"))
    assert backplane.now() == backplane.last_at()
    store.advance(1_000)
    await backplane.probe()
    assert backplane.now() == backplane.last_at()


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


async def snapshotted(backplane: Backplane):
    kept = await backplane.snapshotted(ROOM)
    assert kept is not None
    return kept


async def test_a_probe_is_a_write_without_an_entry(backplane: Backplane) -> None:
    await backplane.probe()
    await asyncio.gather(backplane.probe(), backplane.append(Write(ROOM, b"a")))

    assert [1] == await numbers(backplane, ROOM)


async def test_the_store_says_whether_saved_means_the_disk(backplane: Backplane) -> None:
    assert backplane.durable


async def test_what_was_accepted_before_closing_is_finished(store: Store) -> None:
    backplane = store.make()
    await backplane.open()
    waiting = [asyncio.ensure_future(backplane.append(Write(ROOM, b"x"))) for _ in range(500)]
    await asyncio.sleep(0)  # each has put its append into the queue
    await backplane.close()

    assert list(range(1, 501)) == [positions[0].n for positions in await asyncio.gather(*waiting)]


async def test_a_closed_store_is_unavailable(store: Store) -> None:
    backplane = store.make()
    await backplane.open()
    await backplane.close()
    await backplane.close()

    for call in (
        backplane.append(Write(ROOM, b"a")),
        backplane.read(ROOM, 0, 1),
        backplane.heads("{17}"),
        backplane.erase(ROOM, 1),
        backplane.probe(),
    ):
        with pytest.raises(Unavailable):
            await call
