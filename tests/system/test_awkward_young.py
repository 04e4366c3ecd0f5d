"""The awkward case A6: somebody who is a child, and a room in which the young meet."""

import pytest
from awkward import kinds, so_far
from meeting import Meeting, open_room
from shift import Shift

from moderation.screening import Screen
from rooms import formats
from server.commands.control import ask
from server.operator_error import OperatorError

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("words", ["I want to kill myself", "I have thought about ending it"])
def test_a6_what_a_minor_says_is_looked_at_sooner(words: str):
    screen = Screen.load()

    said, young = screen.look(words), screen.look(f"I am 14 and {words}")

    assert young.level < said.level  # S1 comes before S2


async def test_a6_who_says_they_are_a_child_is_told_kindly_and_a_volunteer_is_asked(shift: Shift):
    """Told kindly and sent away by nobody; the line of two is closed, and a volunteer is asked."""
    vera = await shift.sit("Vera")
    ada, ben = await shift.meeting.join(), await shift.meeting.join()
    await ben.ask("sponsor", what="offer")
    await ada.ask("sponsor", what="ask", to=ben.member)
    line = (await ben.expect("card", kind="sponsor_asked"))["line"]
    assert "hello" == (await (await shift.meeting.dial(ben.key)).enter(line))["t"]

    assert "ack" == (await ada.say("hello, i am in 9th grade"))["t"]

    assert 0 < (await ada.expect("card", kind="young"))["duty"]["on"]  # others may be, too
    assert line == (await ben.expect("card", kind="sponsor_ended"))["line"]
    assert "not_for_young" == (await ada.ask("sponsor", what="offer"))["code"]
    assert "not_for_young" == (await ada.ask("sponsor", what="ask", to=ben.member))["code"]
    told = await vera.find(lambda f: shift.is_ours(f) and f["case"]["kind"] == "young")
    assert "S3" == told["case"]["level"]
    assert "ack" == (await ada.say("I have thought about ending it"))["t"]
    sooner = await vera.find(lambda f: shift.is_ours(f) and f["case"]["level"] != "S3")
    assert ("S2", told["case"]["id"]) == (sooner["case"]["level"], sooner["case"]["id"])
    assert (True, True) == (told["case"]["young"], sooner["case"]["young"])
    assert not {"young", "help"} & {f.get("kind") for f in await so_far(ben) if f["t"] == "card"}
    again = await shift.meeting.join(ada.key)
    await again.expect("card", kind="young")


async def test_a6_where_the_young_meet_nobody_writes_before_trained_adults_are_there(
    meeting: Meeting,
):
    """Nobody writes while no trained adults are with them; no line of two for anybody."""
    meeting.room = open_room(meeting.process.data, side="young")
    ada, ben = await meeting.join(), await meeting.join()

    assert "no_meeting" == (await ada.say("ich bin 15 und traurig"))["code"]
    with pytest.raises(OperatorError, match="trained adults"):
        ask(meeting.process.data, {"do": "begin", "room": meeting.room, "format": "social_hour"})
    assert "card" not in await kinds(ada)
    assert "not_for_young" == (await ben.ask("sponsor", what="offer"))["code"]
    assert "not_for_young" == (await ada.ask("sponsor", what="ask", to=ben.member))["code"]
    assert 2 == formats.load()["young_relatives"].adults


async def test_a6_the_young_meet_with_two_adults_whom_a_coordinator_named(meeting: Meeting):
    """With one it does not open; with two it does, and everybody sees who they are."""
    data = meeting.process.data
    room = meeting.room = open_room(data, side="young", format="young_relatives")
    oak, elm, ash, _ = [await meeting.join() for _ in range(4)]
    begin = {"do": "begin", "room": room, "format": "young_relatives"}

    for wire in (oak, elm):
        with pytest.raises(OperatorError, match="trained adults"):
            ask(data, begin)
        ask(data, {"do": "adult", "what": "name", "room": room, "alias": wire.alias})
    ask(data, begin)

    told = await ash.find(lambda f: f["t"] == "group" and len(f.get("adults", ())) > 1)
    assert {oak.member, elm.member} == {one["id"] for one in told["adults"]}
    assert "young_relatives" == (await ash.expect("meeting"))["format"]
