"""Earlier lines for `more`: what is kept, what fits, and where it begins."""

import msgspec
from reading import LARGE, Room

from server.fanout.catching_up import earlier
from server.wire.frames import SERVER_FRAME_BYTES


async def test_earlier_lines_skip_what_is_gone_and_say_the_first_kept(room: Room):
    await room.say(10)
    await room.forget_up_to_now()
    await room.say(4)

    lines = await earlier(room.streams, room.channel.log, 14, 200, 1)
    again = await earlier(room.streams, room.channel.log, 14, 200, 1)

    assert [11, 12, 13] == [event.n for event in again.events]
    assert again.from_ <= again.first_kept == 11
    assert [event.n for event in lines.events] == [event.n for event in again.events]


async def test_without_history_nothing_under_the_floor_is_given(room: Room):
    await room.say(10)

    lines = await earlier(room.streams, room.channel.log, 9, 200, 6)

    assert ([6, 7, 8], 6, 6) == ([e.n for e in lines.events], lines.from_, lines.first_kept)
    nothing = await earlier(room.streams, room.channel.log, 6, 200, 6)
    assert ([], True) == (nothing.events, nothing.from_ <= nothing.first_kept)


async def test_one_frame_holds_as_many_lines_as_fit(room: Room):

    await room.say(60, LARGE)

    lines = await earlier(room.streams, room.channel.log, 61, 200, 1)

    assert SERVER_FRAME_BYTES - 3_000 < len(msgspec.json.encode(lines)) <= SERVER_FRAME_BYTES
    assert lines.from_ == lines.events[0].n
