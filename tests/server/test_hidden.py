"""Hidden lines are erased after ten minutes, whether or not anybody is in the room."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from reading import STREAM, Room, a_room

from rooms.events import MessageShown
from server.counters import Counters
from server.envelope import Draft
from server.hub import Hub
from server.keeping import HIDDEN_MS, Keeping
from server.kinds import ROOM


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with a_room(tmp_path) as opened:
        yield opened


def keeping(room: Room) -> Keeping:
    """Keep house as after a start."""
    return Keeping(room.store, room.streams, Hub(Counters()), {}, held=True)


async def kept(room: Room) -> list[str]:
    """Return what the stream holds: types of events, or what became of them."""
    log = await room.streams.log(ROOM, STREAM)
    entries = await room.streams.page(log, 0)
    return ["erased" if e.erased else type(e.event).__name__ for e in entries]


async def test_a_hidden_line_is_kept_for_ten_minutes_and_then_erased(room: Room):
    await room.say(2)
    await room.hide(1)
    keeps = keeping(room)

    room.elapsed[0] += HIDDEN_MS
    await keeps.erase_hidden()
    assert ["MessagePosted", "MessagePosted", "MessageHidden"] == await kept(room)

    room.elapsed[0] += 1
    await keeps.erase_hidden()
    await keeps.erase_hidden()
    await room.channel.log.reached(4)

    assert ["erased", "MessagePosted", "MessageHidden", "MessageErased"] == await kept(room)
    assert {} == room.channel.log.state.hidden


async def test_a_line_that_was_shown_again_stays(room: Room):
    await room.say(1)
    await room.hide(1)
    await room.streams.append(Draft(STREAM, MessageShown(1)))
    room.elapsed[0] += 2 * HIDDEN_MS
    await room.channel.log.reached(3)

    await keeping(room).erase_hidden()

    assert (await kept(room))[0] == "MessagePosted"


async def test_after_a_restart_it_is_erased_though_nobody_comes(room: Room):
    await room.say(3)
    await room.hide(2)
    room.streams.unload(STREAM)
    room.elapsed[0] += HIDDEN_MS + 1

    await keeping(room).erase_hidden()

    assert "erased" in await kept(room)


async def test_a_room_in_which_nothing_is_hidden_is_read_as_ever_after_it(room: Room):
    await room.say(3)
    room.streams.unload(STREAM)
    hub = Hub(Counters())
    room.streams.listen(ROOM.prefix, hub.publish)

    await Keeping(room.store, room.streams, hub, {}, held=True).erase_hidden()
    assert not room.streams.holds(STREAM)
    log = await room.streams.log(ROOM, STREAM)

    frames = hub.channel("gambling", log).since(0)
    assert frames is not None
    assert [True] * 3 == [b'"said"' in frame for frame in frames]


async def test_a_room_that_is_in_use_is_not_let_go(room: Room):
    await room.say(3)

    await keeping(room).erase_hidden()

    assert room.streams.holds(STREAM)


async def test_two_nodes_that_do_it_at_once_say_it_once(room: Room):
    await room.say(1)
    await room.hide(1)
    room.elapsed[0] += HIDDEN_MS + 1

    await asyncio.gather(*(keeping(room).erase_hidden() for _ in range(3)))

    assert ["erased", "MessageHidden", "MessageErased"] == await kept(room)
