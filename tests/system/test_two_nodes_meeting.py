"""A meeting with people on two nodes, one of which dies in the middle of a turn."""

from collections.abc import Iterator

import pytest
from meeting import lead_to_its_round
from two_nodes import House, Talk, talking, two_nodes
from wire import Frame, Wire

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with two_nodes(tmp_path_factory.mktemp("house"), KITH_LIMITS="off") as house:
        yield house


async def begun(talk: Talk, chair: Wire, *others: Wire) -> None:
    """Begin a sharing circle and lead it to its round."""
    await lead_to_its_round(talk.house.nodes[1].data, talk.room, chair)
    for wire in (chair, *others):
        await wire.expect("step", id="sharing")


def order(turn: Frame) -> tuple[str, list[str]]:
    """Return who holds the piece, and who waits for it in which order."""
    return turn["turn"]["holder"], turn["line"]


async def test_a_node_that_dies_in_a_turn_changes_nothing_but_that_the_clock_stands(house: House):
    async with talking(house) as talk:
        ada, ben = await talk.join(0), await talk.join(0)
        cem, deniz = await talk.join(1), await talk.join(1)
        await begun(talk, deniz, ada, ben, cem)
        for wire in (ada, cem, ben):
            await wire.ask("hand", up=True)
        before = await deniz.expect("turn", line=[cem.member, ben.member])
        same = await ada.expect("turn", line=[cem.member, ben.member])

        house.nodes[0].kill()
        held = await deniz.expect("turn", why="line_lost")
        again = await talk.join(1, ada.key)
        back = await cem.expect("turn", why="line_back")
        said = await again.say("here I am again")
        await again.ask("pass")
        after = [await wire.expect("turn", why="passed") for wire in (again, cem, deniz)]

        assert before == same
        assert (ada.member, [cem.member, ben.member]) == order(before) == order(held) == order(back)
        assert "held" == held["turn"]["phase"]
        assert held["turn"]["left_s"] == back["turn"]["left_s"]
        spent_s = (held["at"] - before["at"]) // 1000 + 1  # seconds are told whole
        least = before["turn"]["left_s"] - spent_s
        assert least <= held["turn"]["left_s"] <= before["turn"]["left_s"]
        assert "ack" == said["t"]
        assert [(cem.member, [ben.member])] * 3 == [order(turn) for turn in after]
        assert 1 == len({turn["n"] for turn in after})


async def test_who_leaves_on_one_node_holds_the_piece_on_with_the_device_on_the_other(house: House):
    async with talking(house) as talk:
        ada, phone = await talk.join(0), None
        ben, chair = await talk.join(0), await talk.join(1)
        await begun(talk, chair, ada, ben)
        await ada.ask("hand", up=True)
        await ben.ask("hand", up=True)
        phone = await talk.join(1, ada.key)

        await ada.send("leave")
        await ada.ended()
        said = await phone.say("my other screen is off now")
        await phone.send("leave")
        gone = await ben.expect("turn", why="gone")

        assert "ack" == said["t"]
        assert ben.member == gone["turn"]["holder"]
