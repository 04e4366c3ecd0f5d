"""Two nodes, one Redis: one room, whichever node one came in by."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from meeting import talk as say_many
from patience import SOON_S
from two_nodes import House, Talk, talking
from wire import Wire, texts

from server.commands.control import ask

pytestmark = pytest.mark.slow


@pytest.fixture
async def small(pair: House) -> AsyncIterator[Talk]:
    """A room with three places."""
    async with talking(pair, capacity=3) as talk:
        yield talk


async def test_what_is_said_on_one_node_is_heard_on_the_other_in_one_order(talk: Talk):
    ada, ben = await talk.join(0), await talk.join(1)

    await asyncio.gather(say_many(ada, 8, "ada"), say_many(ben, 8, "ben"))
    heard = [await wire.in_order(16) for wire in (ada, ben)]

    assert heard[0] == heard[1]
    assert 16 == len(set(texts(heard[0])))
    assert ada.hello["epoch"] == ben.hello["epoch"]
    assert list(range(1, 17)) == [n for n, _ in await talk.kept(1)]


async def test_who_is_here_is_the_same_on_both(talk: Talk):
    ada, ben = await talk.join(0), await talk.join(1)

    assert {ada.member, ben.member} == {one["id"] for one in ben.hello["members"]}
    person = {"id": ben.member, "alias": ben.alias}
    await ada.find(lambda frame: frame["t"] == "here" and person in frame.get("joined", []))
    await ben.send("leave")
    await ada.find(lambda frame: frame["t"] == "here" and ben.member in frame.get("left", []))


async def test_no_two_people_have_one_name(talk: Talk):
    wires = await asyncio.gather(*(talk.join(n % 2) for n in range(10)))

    assert 10 == len({wire.alias for wire in wires})


async def test_one_key_is_one_member_with_one_place_on_both(small: Talk):
    ada = await small.join(0)
    elsewhere = await small.join(1, ada.key)
    await small.join(0)
    await small.join(1)

    assert ada.hello["you"] == elsewhere.hello["you"]
    assert 1 == len(elsewhere.hello["members"])


async def test_of_many_who_come_at_once_as_many_get_in_as_there_are_places(small: Talk):
    wires = [await small.dial(n % 2) for n in range(8)]

    answers = await asyncio.gather(*(wire.enter(small.room) for wire in wires))

    assert {"hello": 3, "nack": 5} == Counter(answer["t"] for answer in answers)
    refused = [answer for answer in answers if answer["t"] == "nack"]
    assert {"room_full"} == {answer["code"] for answer in refused}
    (circle,) = {answer["next"] for answer in refused}
    beside = [await small.dial(n) for n in (0, 1)]
    assert ["hello", "hello"] == [(await wire.enter(circle))["t"] for wire in beside]
    await beside[0].say("there is room here")
    await beside[1].until_said("there is room here")


async def test_a_place_that_is_given_back_is_free_on_the_other_node(small: Talk):
    ada, *_ = [await small.join(0) for _ in range(3)]
    late = await small.dial(1)
    assert "room_full" == (await late.enter(small.room))["code"]

    await ada.send("leave")
    await ada.ended()

    assert "hello" == (await (await small.dial(1)).enter(small.room))["t"]


async def test_thanks_reach_the_other_node(talk: Talk):
    ada, ben = await talk.join(0), await talk.join(1)
    n = (await ada.say("thank me"))["n"]
    await ben.until_said("thank me")

    assert "ack" == (await ben.ask("thank", n=n))["t"]

    await ada.expect("card", kind="thanks", of=n)


async def test_a_member_has_one_allowance_on_both_nodes(talk: Talk):
    ada = await talk.join(0)
    elsewhere = await talk.join(1, ada.key)

    answers = [
        answer
        for wire, words in ((ada, "a"), (elsewhere, "b"))
        for answer in await wire.say_at_once(20, words)
    ]

    accepted = [answer for answer in answers if answer["t"] == "ack"]
    refused = Counter(answer.get("code") for answer in answers if answer["t"] == "nack")
    assert {"slow_down"} == set(refused)
    assert 10 <= len(accepted) < 30, "one burst, and one a second for as long as it took"


async def test_an_id_is_known_on_both_nodes(talk: Talk):
    ada = await talk.join(0)
    elsewhere = await talk.join(1, ada.key)
    frame_id = "AAAAAAAAAAAAAAAAAAAAAA"

    first = await ada.say("once", id=frame_id)
    again = await elsewhere.say("once", id=frame_id)
    other = await elsewhere.say("something else", id=frame_id)

    assert first == again
    assert "id_reused" == other["code"]
    assert [(1, "once")] == await talk.kept(1)


async def test_a_room_closed_on_one_node_is_closed_on_the_other_at_once(talk: Talk):
    wires = [await talk.join(node) for node in (0, 1)]

    ask(talk.house.nodes[0].data, {"do": "close", "room": talk.room})

    async with asyncio.timeout(SOON_S):
        assert [4502, 4502] == [await wire.ended() for wire in wires]
    assert [4502, 4502] == [await knocked(talk, node) for node in (0, 1)]


async def knocked(talk: Talk, node: int) -> int | None:
    wire: Wire = await talk.dial(node)
    assert "no_such_room" == (await wire.enter(talk.room))["code"]
    return await wire.ended()
