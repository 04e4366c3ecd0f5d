"""Hidden lines are erased after ten minutes, whether or not anybody is in the room."""

import asyncio
from typing import Any

from reading import STREAM, Room, keeping

from rooms.events import MessageHidden, MessagePosted, MessageShown
from server.counters import Counters
from server.fanout.hub import Hub
from server.streams.envelope import Draft
from server.streams.kinds import ERASING, ROOM
from server.streams.log import Log
from server.streams.names import erasing_stream, room_stream, shard_of
from server.upkeep.keeping import HIDDEN_MS, TALK_S


async def kept(room: Room) -> list[str]:
    """Return what the stream holds: types of events, or what became of them."""
    log = await room.streams.log(ROOM, STREAM)
    entries = await room.streams.page(log, 0)
    return ["erased" if e.erased else type(e.event).__name__ for e in entries]


async def older_house(room: Room, *room_ids: str) -> None:
    """Have a line hidden in each of these rooms, and no marks of it: they were not kept then."""
    for room_id in room_ids:
        said = MessagePosted("member", "amber fox", "words", "id")
        stream = room_stream(room_id)
        await room.streams.append(Draft(stream, said), Draft(stream, MessageHidden(1)))
        log = await room.streams.log(ERASING, erasing_stream(shard_of(room_id)))
        await room.store.erase(log.stream, 1)
        room.streams.unload(log.stream)
        room.streams.unload(stream)


def rooms_read(room: Room) -> list[str]:
    """Return a list that grows with each room's stream that is read from the store."""
    found: list[str] = []

    def read(log: Log[Any], _entry: object) -> None:
        if log.stream not in found:
            found.append(log.stream)

    room.streams.listen(ROOM.prefix, read)
    return found


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

    await keeping(room, hub).erase_hidden()
    assert not room.streams.holds(STREAM)
    log = await room.streams.log(ROOM, STREAM)

    frames = hub.channel("gambling", log).since(0)
    assert frames is not None
    assert [True] * 3 == [b'"said"' in frame for frame in frames]


async def test_keeping_that_is_in_use_is_not_let_go(room: Room):
    await room.say(3)

    await keeping(room).erase_hidden()

    assert room.streams.holds(STREAM)


async def test_two_nodes_that_do_it_at_once_say_it_once(room: Room):
    await room.say(1)
    await room.hide(1)
    room.elapsed[0] += HIDDEN_MS + 1

    await asyncio.gather(*(keeping(room).erase_hidden() for _ in range(3)))

    assert ["erased", "MessageHidden", "MessageErased"] == await kept(room)


async def test_a_start_reads_no_room_in_which_nothing_is_hidden(room: Room):
    await room.say(3)
    await keeping(room).erase_hidden()  # the first start looks through all there is
    await room.streams.append(Draft(room_stream("drink"), MessagePosted("a", "b", "words", "id")))
    await room.hide(2)
    room.streams.unload(STREAM)
    room.elapsed[0] += HIDDEN_MS + 1

    read = rooms_read(room)
    await keeping(room).erase_hidden()

    assert [STREAM] == read
    assert "erased" in await kept(room)


async def test_an_older_house_is_looked_through_once(room: Room):
    await older_house(room, "gambling", "drink")
    first, again = rooms_read(room), keeping(room)

    await again.erase_hidden()
    assert {STREAM, room_stream("drink")} == set(first)
    room.streams.unload(STREAM)
    room.streams.unload(room_stream("drink"))

    second = rooms_read(room)
    await keeping(room).erase_hidden()
    assert [] == second


async def test_whoever_is_stopped_while_looking_through_begins_again(room: Room):
    await older_house(room, "gambling", "drink", "loss")
    looking: list[asyncio.Task[None]] = []
    room.streams.listen(ROOM.prefix, lambda _log, _entry: looking[0].cancel())
    looking.append(asyncio.create_task(keeping(room).erase_hidden()))
    await asyncio.wait(looking)
    assert looking.pop().cancelled()
    for log in room.streams.loaded(ROOM.prefix):
        room.streams.unload(log.stream)

    looking.append(asyncio.create_task(asyncio.sleep(0)))
    read = rooms_read(room)
    await keeping(room).erase_hidden()

    assert {room_stream(r) for r in ("gambling", "drink", "loss")} == set(read)


async def test_marks_that_grew_old_are_as_good_as_a_look(room: Room):
    await older_house(room, "gambling")
    room.elapsed[0] += TALK_S * 1000 + 1
    await room.store.expire(ERASING.prefix, room.store.now())
    await room.say(1)
    room.streams.unload(STREAM)

    read = rooms_read(room)
    await keeping(room).erase_hidden()

    assert [] == read


async def test_what_another_node_hid_is_erased_though_that_node_is_gone(room: Room):
    await room.say(1)
    keeps = keeping(room)
    await keeps.erase_hidden()
    room.streams.unload(STREAM)

    await room.streams.append(Draft(STREAM, MessageHidden(1)))
    room.elapsed[0] += HIDDEN_MS + 1
    marked = await room.streams.log(ERASING, erasing_stream(shard_of("gambling")))
    await marked.reached(2)
    await keeps.erase_hidden()

    assert "erased" in await kept(room)
    assert {"gambling"} == keeps.to_erase.brought
