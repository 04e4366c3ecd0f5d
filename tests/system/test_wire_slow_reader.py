"""A reader that takes nothing loses its queue, is told so, and disturbs nobody."""

import asyncio

import pytest
from bare_socket import BareSocket
from meeting import Meeting
from wire import Wire, fresh_id, fresh_key, numbers

pytestmark = pytest.mark.slow

LARGE = "\U0001f9e1" * 2_000  # 8,000 bytes
MANY = 250  # two megabytes: more than all that waits anywhere
SMALL_BUFFER = 32 * 1024


async def flood(wire: Wire, count: int) -> None:
    """Say so many large lines and see each acknowledged."""
    for _ in range(count):
        await wire.send("say", id=fresh_id(), text=LARGE)
    for _ in range(count):
        await wire.expect("ack")


async def test_a_slow_reader_gets_one_resync_and_no_number_after_it(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    async with BareSocket(meeting.process.port, receive_bytes=SMALL_BUFFER) as slow:
        key = fresh_key()
        await slow.send_frame("enter", room=meeting.room, key=key)
        hello = await slow.next_frame()

        await flood(ada, MANY)
        assert list(range(1, MANY + 1)) == numbers(await ben.in_order(MANY))

        frames = [await slow.next_frame()]
        while frames[-1]["t"] != "resync":
            frames.append(await slow.next_frame())
        got = numbers(frames)
        await ada.say("while it is lost")
        after = {"epoch": hello["epoch"], "n": got[-1]}
        await slow.send_frame("enter", room=meeting.room, key=key, after=after)
        between = [await slow.next_frame()]
        while between[-1]["t"] != "hello":
            between.append(await slow.next_frame())
        rest = []
        while len(rest) < MANY + 1 - got[-1]:
            rest += numbers([await slow.next_frame()])

    assert list(range(1, len(got) + 1)) == got
    assert len(got) < MANY
    assert [] == numbers(between[:-1])
    assert {"here", "tick", "hello"} >= {frame["t"] for frame in between}
    assert (got[-1] + 1, True) == (between[-1]["from"], between[-1]["resumed"])
    assert list(range(got[-1] + 1, MANY + 2)) == rest


async def test_a_long_backlog_is_read_at_the_readers_pace_and_never_dropped(meeting: Meeting):
    ada = await meeting.join()
    await flood(ada, MANY)

    async with BareSocket(meeting.process.port, receive_bytes=SMALL_BUFFER) as slow:
        after = {"epoch": "", "n": 0}
        await slow.send_frame("enter", room=meeting.room, key=fresh_key(), after=after)
        frames = [await slow.next_frame()]
        for _ in range(6):  # the store's pages wait, and the room goes on meanwhile
            await ada.say("meanwhile")
            (await meeting.join(fresh_key())).skipped.clear()
            await asyncio.sleep(0.3)
        while len(numbers(frames)) < MANY + 6:
            frames.append(await slow.next_frame())

    assert "resync" not in {frame["t"] for frame in frames}
    assert list(range(1, MANY + 7)) == numbers(frames)
