"""A reader between hello and live: dense numbers, in parts, none after a `resync`."""

import asyncio

import pytest
from ears import unwritten
from reading import LARGE, STREAM, Peer, Room, covered

from server.fanout.catching_up import AT_ONCE_BYTES, Backlog
from server.fanout.channel import TAIL
from server.fanout.outbox import RESYNC, TRANSPORT_BYTES


@pytest.mark.parametrize("count", [1, TAIL, TAIL + 1, TAIL + 150])
@pytest.mark.parametrize("after", [0, 60])
async def test_everything_after_a_number_comes_once_and_in_order(
    room: Room, count: int, after: int
):
    await room.say(count)
    peer = Peer()

    frames = await peer.catch_up(room, min(after, count))

    assert list(range(min(after, count) + 1, count + 1)) == covered(frames)
    assert peer.reader.live


async def test_a_room_read_anew_from_the_store_gives_the_same(room: Room):
    await room.say(130)
    fresh = unwritten(room.channel.log)

    frames = await Peer().catch_up(Room(room.store, room.streams, fresh, room.elapsed), 0)

    assert list(range(1, 131)) == covered(frames)


async def test_what_is_no_longer_kept_is_one_gap(room: Room):
    await room.say(40)
    await room.forget_up_to_now()
    await room.say(3)
    fresh = unwritten(room.channel.log)

    frames = await Peer().catch_up(Room(room.store, room.streams, fresh, room.elapsed), 10)

    assert {"t": "gap", "from": 11, "to": 40} == frames[0]
    assert list(range(11, 44)) == covered(frames)


async def test_when_nothing_is_kept_the_gap_reaches_the_head(room: Room):
    await room.say(5)
    await room.forget_up_to_now()
    fresh = unwritten(room.channel.log)

    frames = await Peer().catch_up(Room(room.store, room.streams, fresh, room.elapsed), 2)

    assert [{"t": "gap", "from": 3, "to": 5}] == frames


async def test_an_expired_tail_is_not_given_out(room: Room):
    await room.say(5)
    await room.forget_up_to_now()
    room.channel.expire(room.store.now())

    assert [{"t": "gap", "from": 1, "to": 5}] == await Peer().catch_up(room, 0)


@pytest.mark.parametrize("anew", [False, True], ids=["from the tail", "from the store"])
async def test_a_hidden_line_is_erased_in_a_replay(room: Room, *, anew: bool):
    await room.say(3)
    await room.hide(2)
    channel = unwritten(room.channel.log) if anew else room.channel

    frames = await Peer().catch_up(Room(room.store, room.streams, channel, room.elapsed), 0)

    assert ["said", "erased", "said", "hidden"] == [frame["t"] for frame in frames]
    assert [1, 2, 3, 4] == covered(frames)


async def test_an_erased_line_is_erased_in_a_replay(room: Room):
    await room.say(3)
    await room.streams.erase(STREAM, 2)
    await room.say(1)

    frames = await Peer().catch_up(room, 0)

    assert ["said", "erased", "said", "said"] == [frame["t"] for frame in frames]


async def test_a_reader_that_takes_nothing_is_given_no_more_than_a_part(room: Room):
    await room.say(TAIL + 100, LARGE)
    peer = Peer()
    backlog = Backlog(room.streams, room.channel, 0)

    catching = asyncio.create_task(peer.reader.catch_up(backlog))
    await room.say(1)  # a turn of the store: long enough for all there is to do
    peer.box.flush(0.0)
    await asyncio.sleep(0.1)
    peer.box.flush(0.0)

    assert peer.transport.waiting < TRANSPORT_BYTES + AT_ONCE_BYTES + len(LARGE) + 200
    peer.box.put(b"a line of presence")
    assert not peer.box.lost
    catching.cancel()
    await asyncio.wait([catching])


async def test_no_number_follows_a_resync_that_came_during_the_backlog(room: Room):
    await room.say(TAIL + 100, LARGE)
    peer = Peer()
    catching = asyncio.create_task(peer.reader.catch_up(Backlog(room.streams, room.channel, 0)))
    while not peer.transport.waiting:
        peer.box.flush(0.0)
        await asyncio.sleep(0)
    peer.transport.waiting = 10 * TRANSPORT_BYTES
    peer.box.put(b"too much")
    peer.box.flush(0.0)
    assert peer.box.lost

    while not catching.done():
        peer.transport.drain()
        peer.box.flush(0.0)
        await asyncio.sleep(0)

    assert peer.transport.written[-1].endswith(RESYNC)
    assert not peer.reader.live


async def test_live_lines_wait_until_the_backlog_is_through(room: Room):
    await room.say(TAIL + 50)
    peer = Peer()
    room.channel.readers.add(peer.reader)
    catching = asyncio.create_task(peer.reader.catch_up(Backlog(room.streams, room.channel, 0)))
    while not catching.done():
        await room.say(1)
        peer.box.flush(0.0)
        peer.transport.drain()
        await asyncio.sleep(0)
    await room.say(5)
    peer.box.flush(0.0)

    numbers = covered(peer.heard())
    assert list(range(1, room.channel.log.head + 1)) == numbers
