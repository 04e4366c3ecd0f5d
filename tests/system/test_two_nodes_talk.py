"""People on two nodes: a private line that passes from one to the other, and three who wait."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from desk_wire import Volunteer
from shift import CRISIS, OPENING
from two_nodes import House, talking, two_nodes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with two_nodes(tmp_path_factory.mktemp("house")) as house:
        yield house


async def test_a_volunteer_on_another_node_talks_with_the_person_and_another_goes_on(house: House):
    async with talking(house) as talk, AsyncExitStack() as stack:
        vera = await Volunteer.sit(house.nodes[1], "Vera")
        will = await Volunteer.sit(house.nodes[0], "Will")
        for volunteer in (vera, will):
            stack.push_async_callback(volunteer.close)
        ada = await talk.join(0)
        await ada.say(CRISIS)
        told = await vera.find(lambda f: f["t"] == "case" and f["case"]["room"] == talk.room)
        await vera.claim(told["case"]["id"])

        await vera.hold("offer", text=OPENING)
        card = await ada.expect("card", kind="talk")
        line = await talk.dial(0, ada.key)
        await line.enter(card["line"])
        await line.expect("said", text=OPENING)
        await line.say("thank you")
        await vera.find(lambda f: f["t"] == "talk" and f.get("line", {}).get("text") == "thank you")
        await vera.hold("write", text="Is somebody with you?")
        await line.expect("said", text="Is somebody with you?")
        await vera.hold("back")
        await line.expect("card", kind="handed_on")
        await will.claim(vera.case)
        detail = await will.look()
        await will.hold("write", text="I am here now.")
        await line.expect("said", text="I am here now.")
        await will.hold("close", outcome="calmer")

        assert 1000 == await line.ended()
        assert [OPENING, "thank you", "Is somebody with you?"] == [
            x["text"] for x in detail["line"]
        ]


async def test_three_who_wait_on_two_nodes_open_one_circle_and_all_are_told(house: House):
    async with talking(house) as talk:
        people = [await talk.join(node) for node in (0, 1, 0)]

        answers = await asyncio.gather(*(wire.ask("wait", up=True) for wire in people))
        begun = [await wire.expect("meeting") for wire in people]
        again = await people[1].ask("wait", up=True)
        newcomer = await talk.join(1)

        assert ["ack"] * 4 == [answer["t"] for answer in (*answers, again)]
        assert ["sharing_circle"] * 3 == [meeting["format"] for meeting in begun]
        assert 1 == len({(meeting["n"], meeting["id"]) for meeting in begun})
        assert begun[0]["id"] == newcomer.hello["meeting"]["id"]
