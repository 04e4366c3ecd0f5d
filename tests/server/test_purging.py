"""`kith purge`: all that is kept of a room's talk goes at once, and nothing else does."""

from pathlib import Path

import pytest
from reading import a_room

from moderation.audit import verify
from moderation.crew_audit import OPERATOR
from moderation.events import CaseRaised
from rooms.events import MessageErased, MessagePosted
from server.commands.purging import PURGED, purged
from server.operator_error import OperatorError
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, DESK
from server.streams.names import audit_stream, desk_stream, shard_of

ROOM_ID = "gambling"


async def test_every_line_goes_and_each_screen_is_told(tmp_path: Path):
    async with a_room(tmp_path) as room:
        await room.say(250)
        case = CaseRaised("1-a", ROOM_ID, "need", "ada", text="help me")
        await room.streams.append(Draft(desk_stream(ROOM_ID), case))

        done = await purged(room.streams, ROOM_ID)

        log = room.channel.log
        left = [e.event for e in await room.streams.page(log, 0, 1_000) if e.event is not None]
        audit = (await room.streams.log(AUDIT, audit_stream(shard_of(ROOM_ID)))).state
        desk = (await room.streams.log(DESK, desk_stream(ROOM_ID))).state

    assert {"erased": 250} == done
    assert [] == [event for event in left if isinstance(event, MessagePosted)]
    assert set(range(1, 251)) == {e.of for e in left if isinstance(e, MessageErased)}
    assert (OPERATOR, PURGED, f"room={ROOM_ID} lines=250") == (
        audit.entries[-1].by,
        audit.entries[-1].act,
        audit.entries[-1].how,
    )
    assert [] == verify(audit.entries)
    assert "help me" == desk.cases["1-a"].flagged[0].text


async def test_of_a_room_that_never_was_it_is_said(tmp_path: Path):
    async with a_room(tmp_path) as room:
        with pytest.raises(OperatorError, match="There is no room nowhere"):
            await purged(room.streams, "nowhere")
