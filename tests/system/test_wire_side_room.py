"""A circle moves to a side room: who was there for ten minutes is told the way, and nobody else."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from urllib.request import urlopen

import pytest
from desk_door import caller, invitation
from knowing_house import Circle, KnowingKith, way
from meeting import open_room
from patience import SOON_S
from shift import CRISIS
from volunteer import Volunteer
from wire import Frame, Wire

from server.commands.control import ask

pytestmark = pytest.mark.slow


async def all_so_far(wire: Wire) -> list[Frame]:
    """Return all that has arrived by now."""
    passed_over = wire.skipped
    wire.skipped = []
    return passed_over + await wire.so_far()


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowingKith]:
    process = KnowingKith(tmp_path_factory.mktemp("knowing") / "data")
    process.start()
    yield process
    process.stop()


@pytest.fixture
async def circle(knowing: KnowingKith) -> AsyncIterator[Circle]:
    async with AsyncExitStack() as stack:
        yield Circle(knowing, open_room(knowing.data), stack)


async def test_whoever_was_there_is_told_the_way_alone_and_a_stranger_sees_a_pause(circle: Circle):
    ada, ben = await circle.opener(), await circle.regular()
    stranger = await circle.stranger()

    assert "not_the_chair" == (await ben.ask("halt", on=True, aside=True))["code"]
    assert "ack" == (await ada.ask("halt", on=True, aside=True))["t"]
    ways = [await way(wire) for wire in (ada, ben)]
    paused = await stranger.expect("pause")
    later = await circle.stranger()
    newest = await circle.stranger()
    await newest.send("more", before=newest.hello["n"] + 1, limit=50)
    read = [await newest.expect("lines"), later.hello, newest.hello]
    seen = json.dumps([await all_so_far(stranger), await all_so_far(later), read])

    assert 1 == len(set(ways))
    assert 29 * 60_000 < paused["until"] - paused["at"] <= 30 * 60_000
    assert "aside" not in seen
    assert "paused" == (await stranger.say("what is it"))["code"]


async def test_in_the_side_room_people_have_their_words_and_roles_and_talk_goes_on(circle: Circle):
    ada, ben = await circle.opener(), await circle.regular()
    await ada.ask("halt", on=True, aside=True)
    room = await way(ben)

    there, too = [await circle.enters(wire, room) for wire in (ada, ben)]
    held = (await there.expect("group"))["roles"]
    await there.say("here we are")

    assert [ada.alias, ben.alias] == [there.alias, too.alias]
    assert [ada.member, ben.member] == [there.member, too.member]
    assert "A room (+)" == there.hello["room"]["title"]
    assert [("opener", ada.member)] == [(one["role"], one["id"]) for one in held]
    assert "here we are" == (await too.expect("said"))["text"]
    further = await there.ask("halt", on=True, aside=True)
    assert "no_such_room" == further["code"]


async def test_a_second_press_tells_the_same_way_and_so_does_coming_back(circle: Circle):
    ada, ben = await circle.opener(), await circle.regular()
    await ada.ask("halt", on=True, aside=True)
    room = await way(ada)
    head = (await ben.expect("pause"))["n"]

    assert "ack" == (await ada.ask("halt", on=True, aside=True))["t"]
    again = await way(ada)
    await ben.close()
    circle.process.whoever_comes_is_new()  # the node remembers since when they are here
    back = await circle.join(ben.key)

    assert room == again == await way(back)
    door_is_slower = 1
    assert head + door_is_slower == back.hello["n"]


async def test_the_young_have_no_side_room_and_can_pause_their_room(circle: Circle):
    circle.room = open_room(circle.process.data, side="young")
    ada = await circle.opener()

    assert "no_side_room" == (await ada.ask("halt", on=True, aside=True))["code"]
    assert [] == [frame for frame in await all_so_far(ada) if frame["t"] == "pause"]
    assert "ack" == (await ada.ask("halt", on=True))["t"]
    await ada.expect("pause")


async def test_no_list_shows_a_side_room_and_nobody_enters_who_was_never_in_the_room(
    circle: Circle,
):
    ada = await circle.opener()
    await ada.ask("halt", on=True, aside=True)
    room = await way(ada)
    await circle.enters(ada, room)
    listed = [
        urlopen(circle.process.url + path, timeout=SOON_S).read().decode()  # noqa: S310, ASYNC210 - our own server
        for path in ("/", "/api/rooms", "/meetings.json")
    ]
    stranger = await circle.dial()

    assert [False] * 3 == ["aside" in text or "(+)" in text for text in listed]
    assert "aside" not in json.dumps(ask(circle.process.data, {"do": "list"}))
    assert (await stranger.enter(room))["code"] == "no_such_room"
    assert 4502 == await stranger.ended()
    assert not [line for line in circle.process.stderr if room in line]


async def test_a_meeting_stands_still_meanwhile_and_goes_on_when_the_chair_says_so(circle: Circle):
    ada, ben = await circle.opener(), await circle.regular()
    ask(circle.process.data, {"do": "begin", "room": circle.room, "format": "sharing_circle"})
    before = await ben.expect("step", id="welcome")

    await ada.ask("halt", on=True, aside=True)
    there = await circle.enters(ada, await way(ada))
    assert "meeting" not in there.hello
    assert "ack" == (await ada.ask("halt", on=False))["t"]
    after = await ben.expect("resume")

    assert after["until"] > before["until"]
    assert "ack" == (await ada.ask("next", step="welcome"))["t"]


async def test_volunteers_watch_a_side_room_and_who_is_removed_is_out_of_both(circle: Circle):
    ada, ben = await circle.opener(), await circle.regular()
    await ben.say(CRISIS)
    await ada.ask("halt", on=True, aside=True)
    room = await way(ada)
    there, too = [await circle.enters(wire, room) for wire in (ada, ben)]
    await there.say(CRISIS)
    async with caller(circle.process) as somebody:
        assert 200 == (await somebody.join(invitation(circle.process), "Oak")).status
        vera = await Volunteer.sit_down(somebody)
        seen = await vera.case(lambda case: case["room"] == room)
        bens = await vera.case(lambda case: case["room"] == circle.room and case["kind"] == "flag")
        called = await vera.case(lambda case: case["room"] == circle.room and case != bens)
        await vera.claim(bens["id"])
        await vera.act("sanction", bens["id"], what="remove", minutes=60, reason="attack")
        out = [await ben.ended(), await too.ended()]
        await vera.leave()
    again = await circle.dial(ben.key)

    assert ("A room (+)", "need") == (seen["title"], called["kind"])
    assert [4503, 4503] == out
    assert "removed" == (await again.enter(room))["code"]
