"""What newcomers read is put together once for all of them, and anew when anything changes."""

from reading import LARGE, Peer, Room

MOST = 64 * 1024


async def test_two_who_come_in_are_given_the_very_same_bytes(room: Room):
    await room.say(50)

    first, second = room.channel.recent(0, MOST), room.channel.recent(0, MOST)

    assert first is not None
    assert first is second


async def test_what_is_said_hidden_or_expired_is_seen_by_the_next_one(room: Room):
    await room.say(2, "the same words")
    before = room.channel.recent(0, MOST)

    await room.say(1, "later words")
    said = room.channel.recent(0, MOST)
    await room.hide(1)
    hidden = room.channel.recent(0, MOST)
    room.channel.expire(room.store.now() + 1)

    assert (2, 2, 1) == tuple(
        (data or b"").count(b"the same words") for data in (before, said, hidden)
    )
    assert b"later words" in (said or b"")
    assert room.channel.recent(0, MOST) is None


async def test_who_comes_back_reads_only_what_follows(room: Room):
    await room.say(5)

    heard = await Peer().catch_up(room, 3)

    assert [4, 5] == [frame["n"] for frame in heard]
    assert b"" == room.channel.recent(5, MOST)


async def test_what_is_too_much_at_once_is_not_put_in_one_piece(room: Room):
    await room.say(60, LARGE)

    heard = await Peer().catch_up(room, 0)

    assert room.channel.recent(0, MOST) is None
    assert list(range(1, 61)) == [frame["n"] for frame in heard]
