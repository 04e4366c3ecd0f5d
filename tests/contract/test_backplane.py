"""Every sentence of the port about appending, over every adapter."""

import asyncio
from pathlib import Path

import pytest
from asking import DESK, ELSEWHERE, KEY, ROOM, entries, numbers
from stores import Store

from server.backplane import Backplane, Conflict, Duplicate, Head, Position, Unavailable, Write


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


async def test_the_epoch_tells_two_stores_apart(store: Store, tmp_path: Path) -> None:
    another = type(store)(tmp_path / "another")
    first, second = store.make(), another.make()
    epochs = {await first.open(), await second.open()}
    await first.close()
    await second.close()
    another.end()

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
