"""Trained adults of the young as a coordinator names them at the desk: by the command's rules."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from desk_door import Caller, caller, invitation
from kith_process import KithProcess
from meeting import Meeting, open_room
from wire import Wire

from moderation.refusal import DeskCode, No
from rooms.events import RoomOpened
from server.foundation import foundation
from server.group.trained_adults import TrainedAdults
from server.presence.place import Place, lease_of, place_text
from server.settings import Settings
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT
from server.streams.names import HOUSE, audit_stream, shard_of

YOUNG = {"side": "young", "topic": "youth", "format": "young_relatives"}


async def test_each_naming_stands_in_the_audit_with_who_named_and_no_member(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        room = RoomOpened("young", "youth", "young", "en", "Young ones", 12, "young_relatives")
        await ground.streams.append(Draft(HOUSE, room))
        place = place_text(Place("Quiet Oak", 0))
        await ground.backplane.lease(lease_of("young"), "member of oak", place, 60, 9)
        trained = TrainedAdults(ground.streams, ground.backplane)

        await trained.name("young", " quiet  OAK", "ash")
        named = [adult.alias for adult in await trained.named("young")]
        await trained.take_back("young", "Quiet Oak", "elm")
        with pytest.raises(No, check=lambda no: no.code is DeskCode.NOT_NAMED):
            await trained.take_back("young", "Quiet Oak", "elm")

        audit = (await ground.streams.log(AUDIT, audit_stream(shard_of("young")))).state

    assert ["Quiet Oak"] == named
    acts = [(entry.by, entry.act) for entry in audit.entries]
    assert [("ash", "AdultNamed"), ("elm", "AdultEnded")] == acts
    assert "oak" not in str(audit.entries).lower()


@pytest.fixture
async def meeting(house: KithProcess) -> AsyncIterator[Meeting]:
    """Give a room of the young."""
    async with AsyncExitStack() as stack:
        yield Meeting(house, open_room(house.data, **YOUNG), stack)


async def says(somebody: Caller, room: str, what: str, alias: str) -> str:
    """Say it, and return the code of the answer; nothing if it was done."""
    answer = await somebody.ask("POST", f"adults/{room}", {"what": what, "alias": alias})
    return "" if 204 == answer.status else answer.code


async def named(ash: Caller, meeting: Meeting) -> list[str]:
    """Return who is named in the room as the desk shows it."""
    (room,) = [room for room in await ash.get("adults") if room["room"] == meeting.room]
    return [adult["alias"] for adult in room["adults"]]


async def told_of(wire: Wire, *adults: Wire) -> None:
    """Wait until somebody in the room is told of just these adults."""
    wanted = [adult.alias for adult in adults]
    await wire.find(
        lambda f: f["t"] == "group" and [p["alias"] for p in f.get("adults", ())] == wanted
    )


@pytest.mark.slow
async def test_a_coordinator_names_somebody_who_is_there_and_takes_it_back(
    meeting: Meeting, ash: Caller
):
    oak, wren = await meeting.join(), await meeting.join()

    assert "" == await says(ash, meeting.room, "name", oak.alias.upper())

    await told_of(wren, oak)
    assert [oak.alias] == await named(ash, meeting)
    assert "" == await says(ash, meeting.room, "take_back", oak.alias)
    await told_of(wren)
    assert [] == await named(ash, meeting)


@pytest.mark.slow
async def test_why_nobody_is_named_is_told_by_a_code(meeting: Meeting, ash: Caller):
    oak = await meeting.join()
    other = open_room(meeting.process.data)

    assert "nobody_has_words" == await says(ash, meeting.room, "name", "Nobody Here")
    assert "not_named" == await says(ash, meeting.room, "take_back", oak.alias)
    assert "not_young" == await says(ash, other, "name", oak.alias)
    assert "no_such_room" == await says(ash, "nowhere", "name", oak.alias)
    for wrong in (("maybe", oak.alias), ("name", ""), ("name", "x" * 81)):
        assert "fault" == await says(ash, meeting.room, *wrong)
    assert other not in [room["room"] for room in await ash.get("adults")]


@pytest.mark.slow
async def test_nobody_but_a_coordinator_sees_or_names_them(meeting: Meeting, house: KithProcess):
    oak = await meeting.join()
    async with caller(house) as elm, caller(house) as nobody:
        await elm.join(invitation(house, "volunteer"), "Elm of adults")

        for somebody, code in ((elm, "not_allowed"), (nobody, "not_signed_in")):
            assert code == (await somebody.ask("GET", "adults")).code
            assert code == await says(somebody, meeting.room, "name", oak.alias)
