"""What was said in a meeting is gone when its format says so, whether or not anybody is there."""

import json

from reading import STREAM, Room, keeping

from rooms.formats import load
from rooms.meeting.events import Ending, MeetingBegan, MeetingEnded
from server.streams.envelope import Draft
from server.streams.kinds import ROOM
from server.upkeep.keeping import AT_ONCE

HOUR_MS = 60 * 60 * 1000


async def held(room: Room, lines: int, gone: int) -> int:
    """Say something, hold a meeting, say something; return the number of the last entry."""
    await room.say(1, "before the meeting")
    began = MeetingBegan("m", load()["sharing_circle"].protocol("en"), 0)
    await room.streams.append(Draft(STREAM, began, raises_rule=True))
    await room.say(lines, "in the meeting")
    ended = MeetingEnded(Ending.DONE, gone)
    await room.streams.append(Draft(STREAM, ended, raises_rule=True))
    await room.say(1, "after the meeting")
    return room.channel.log.head


async def kept(room: Room) -> list[str]:
    """Return the texts that the store still has."""
    log = await room.streams.log(ROOM, STREAM)
    entries = await room.streams.page(log, 0, 1_000)
    return [str(text) for e in entries if (text := getattr(e.event, "text", None))]


async def test_what_was_said_in_a_meeting_is_gone_an_hour_after_it_and_nothing_else(room: Room):
    now = room.store.now()
    head = await held(room, 3, now + HOUR_MS)
    keeps = keeping(room)

    room.elapsed[0] += HOUR_MS - 1
    await keeps.erase_hidden()
    assert 5 == len(await kept(room))
    assert room.channel.log.state.must_stay

    room.elapsed[0] += 1
    await keeps.erase_hidden()
    await room.channel.log.reached(head + 3)
    await keeps.erase_hidden()

    assert ["before the meeting", "after the meeting"] == await kept(room)
    assert b"in the meeting" not in b"".join(room.channel.since(0) or ())
    assert not room.channel.log.state.must_stay


async def test_a_long_meeting_is_gone_after_some_looks_and_after_a_restart(room: Room):
    await held(room, AT_ONCE + 20, room.store.now())
    room.streams.unload(STREAM)
    keeps = keeping(room)

    for _ in range(3):
        await keeps.erase_hidden()
        log = await room.streams.log(ROOM, STREAM)
        await room.streams.refresh(log)

    assert ["before the meeting", "after the meeting"] == await kept(room)


async def test_where_the_format_says_nothing_it_stays_with_the_rooms_other_talk(room: Room):
    await held(room, 2, 0)
    room.elapsed[0] += HOUR_MS

    await keeping(room).erase_hidden()

    assert 4 == len(await kept(room))


def test_every_meeting_of_ours_says_when_its_words_are_gone():
    said = {form.id: form.gone_after for form in load().values() if form.is_meeting}

    assert 0 == said.pop("young_relatives")
    assert {60} == set(said.values()), json.dumps(said)
