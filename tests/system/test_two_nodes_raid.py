"""A raid on a room of two nodes: the door is slower on both, and the circle moves from both."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from desk_door import caller, invitation
from knowing_house import KnowingKith, way
from patience import SOON_S
from two_nodes import AGAIN_S, House, Talk, talking, two_nodes
from volunteer import Volunteer

pytestmark = pytest.mark.slow
SPAM = "buy followers now, best prices"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with two_nodes(tmp_path_factory.mktemp("house"), kind=KnowingKith) as house:
        yield house


def comes(house: House, *, known: bool) -> None:
    """Let whoever comes in by either node be known, or new."""
    for node in house.nodes:
        assert isinstance(node, KnowingKith)
        (node.whoever_comes_is_known if known else node.whoever_comes_is_new)()


async def test_the_same_words_count_on_one_node_and_the_door_is_slower_on_both(house: House):
    comes(house, known=False)
    async with talking(house) as talk, caller(house.nodes[1]) as somebody:
        assert 200 == (await somebody.join(invitation(house.nodes[1]), "Oak")).status
        vera = await Volunteer.sit_down(somebody)
        await on_duty(talk, 0)
        first = [await talk.join(node) for node in (0, 0, 1, 1)]
        said = [await wire.say(SPAM) for wire in first]
        third, new = await talk.join(0), await talk.join(1)

        held = await third.say(SPAM)
        doors = [await wire.expect("door") for wire in (first[0], first[3])]
        waits = await new.say("good evening to all of you")
        seen = await vera.case(lambda case: case["room"] == talk.room and case["held"])
        await vera.leave()

    assert ["ack"] * 4 == [answer["t"] for answer in said]
    assert [("slow_door", True)] * 2 == [(one["code"], one["held"]) for one in (held, waits)]
    assert doors[0] == doors[1]
    assert "A room" == seen["title"]


async def on_duty(talk: Talk, node: int) -> None:
    """Wait until a node knows that a volunteer is on duty at the other."""
    async with asyncio.timeout(SOON_S):
        while True:
            looker = await talk.join(node)
            await looker.close()
            if looker.hello["duty"]["on"]:
                return
            await asyncio.sleep(AGAIN_S)


async def test_the_card_reaches_the_people_of_both_nodes_and_newcomers_on_neither(house: House):
    async with talking(house) as talk:
        comes(house, known=True)
        ada, ben = await talk.join(0), await talk.join(1)
        comes(house, known=False)
        strangers = [await talk.join(0), await talk.join(1)]
        await ada.ask("serve", role="opener", what="take")

        await ada.ask("halt", on=True, aside=True)
        rooms = [await way(wire) for wire in (ada, ben)]
        there, too = await talk.dial(1, ada.key), await talk.dial(0, ben.key)  # crosswise
        assert ["hello", "hello"] == [(await w.enter(rooms[0]))["t"] for w in (there, too)]
        await there.say("we are all here")
        for wire in strangers:
            await wire.expect("pause")
        seen = [[*wire.skipped, *await wire.so_far()] for wire in strangers]

        assert 1 == len(set(rooms))
        assert "we are all here" == (await too.expect("said"))["text"]
        assert "aside" not in json.dumps(seen)


async def test_two_who_press_at_once_on_two_nodes_come_to_one_side_room(house: House):
    async with talking(house) as talk:
        comes(house, known=True)
        ada, ben = await talk.join(0), await talk.join(1)
        await ada.ask("serve", role="opener", what="take")
        await ben.ask("serve", role="reserve", what="take")
        await ben.expect("group")

        for wire, frame_id in ((ada, "A" * 22), (ben, "Q" * 22)):
            await wire.send("halt", id=frame_id, on=True, aside=True)
        answers = [await ada.answer("A" * 22), await ben.answer("Q" * 22)]
        rooms = {await way(wire) for wire in (ada, ben)}

        assert ["ack", "ack"] == [answer["t"] for answer in answers]
        assert 1 == len(rooms)
