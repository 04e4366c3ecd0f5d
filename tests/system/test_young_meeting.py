"""Young people's meetings: two trained adults are named, on two nodes, and it begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from two_nodes import House, Talk, talking, two_nodes
from wire import Wire, fresh_id

from rooms.meeting import running
from server.commands.control import ask
from server.operator_error import OperatorError
from server.wire.closes import Close

pytestmark = pytest.mark.slow

YOUNG = {"side": "young", "format": "young_relatives"}
# Read by Python before the program: the steps last a second or some, and not minutes; and a node
# looks who lives before each decision, not every other second. So nobody seems away after a start.
QUICK = """
from rooms.meeting import protocol
protocol.MINUTE_MS = 500
from rooms.meeting import running
running.HELD_MS = {held_ms}
from server.presence.company import Company
here = Company.here
async def looked(company, room_id):
    await company.show()
    return await here(company, room_id)
Company.here = looked
"""


@contextmanager
def quick_house(folder: Path, held_ms: int) -> Iterator[House]:
    """Give a house of two nodes whose steps are short."""
    (folder / "quick").mkdir()
    (folder / "quick" / "sitecustomize.py").write_text(QUICK.format(held_ms=held_ms), "utf-8")
    with two_nodes(folder, KITH_LIMITS="off", PYTHONPATH=str(folder / "quick")) as house:
        yield house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with quick_house(tmp_path_factory.mktemp("house"), running.HELD_MS) as house:
        yield house


def adult(talk: Talk, what: str, alias: str = "") -> list[str]:
    """Do what `kith adult` asks for; return who is one then."""
    question = {"do": "adult", "what": what, "room": talk.room, "alias": alias}
    return [one["alias"] for one in ask(talk.house.nodes[0].data, question)["adults"]]


def begin(talk: Talk) -> None:
    ask(
        talk.house.nodes[0].data,
        {"do": "begin", "room": talk.room, "format": "young_relatives"},
    )


def begin_with(talk: Talk, *adults: Wire) -> None:
    """Name the trained adults, and begin the meeting."""
    for wire in adults:
        adult(talk, "name", wire.alias)
    begin(talk)


async def told_of(wire: Wire, *adults: Wire) -> None:
    """Wait until somebody is told of just these adults."""
    wanted = {(one.member, one.alias) for one in adults}
    await wire.find(
        lambda f: (
            f["t"] == "group" and {(p["id"], p["alias"]) for p in f.get("adults", ())} == wanted
        )
    )


async def test_two_adults_on_two_nodes_are_named_and_the_young_meet(house: House):
    async with talking(house, **YOUNG) as talk:
        oak, elm = await talk.join(0), await talk.join(1)
        ash, wren = await talk.join(0), await talk.join(1)
        assert [oak.alias] == adult(talk, "name", oak.alias.upper())
        with pytest.raises(OperatorError, match="two trained adults"):
            begin(talk)
        assert {oak.alias, elm.alias} == set(adult(talk, "name", elm.alias))
        for wire in (oak, elm, ash, wren):
            await told_of(wire, oak, elm)
        await told_of(later := await talk.join(1), oak, elm)

        begin(talk)
        for wire in (oak, elm, ash, wren):
            await wire.expect("step", id="welcome")
            await wire.expect("step", id="how_i_am")
        turn = await ash.expect("turn")
        people = {wire.member: wire for wire in (oak, elm, ash, wren, later)}
        holder = people[turn["turn"]["holder"]]
        shared = await holder.say("it was a long week at home")
        assert "ack" == shared["t"], shared
        await wren.until_said("it was a long week at home")

        await elm.close()
        await ash.expect("roles", waiting=True)
        young = await wren.say("are we alone")
        assert ("not_your_turn", "adults") == (young["code"], young["why"])
        waited = await oak.say("we wait a moment for our other adult")
        assert "ack" == waited["t"], waited
        again = await talk.join(0, elm.key)
        await ash.find(lambda f: f["t"] == "roles" and not f.get("waiting"))

        adult(talk, "take_back", again.alias)
        await ash.expect("roles", waiting=True)
        await told_of(await talk.join(0), oak)
        refused = await again.say("i was one of them")
        assert ("not_your_turn", "adults") == (refused["code"], refused["why"])


async def test_an_adult_who_is_named_late_saves_the_meeting(house: House):
    async with talking(house, **YOUNG) as talk:
        oak, elm, ash, wren = [await talk.join(node) for node in (0, 1, 0, 1)]
        begin_with(talk, oak, elm)
        await elm.send("leave")
        await ash.expect("roles", waiting=True)

        adult(talk, "name", wren.alias)

        await ash.find(lambda f: f["t"] == "roles" and not f.get("waiting"))


async def test_when_an_adult_stays_away_the_meeting_ends(tmp_path: Path):
    with quick_house(tmp_path, held_ms=1_000) as house:
        async with talking(house, **YOUNG) as talk:
            oak, elm, ash, _ = [await talk.join(node) for node in (0, 1, 0, 1)]
            begin_with(talk, oak, elm)
            await ash.expect("meeting")

            await elm.send("leave")

            assert "adults_gone" == (await ash.expect("over"))["why"]
            assert "no_meeting" == (await ash.say("is it over"))["code"]


async def test_who_says_forget_me_is_an_adult_no_more(house: House):
    async with talking(house, **YOUNG) as talk:
        oak, ash = await talk.join(0), await talk.join(1)
        adult(talk, "name", oak.alias)
        await told_of(ash, oak)

        assert "ack" == (await oak.ask("forget"))["t"]

        await told_of(ash)
        assert [] == adult(talk, "list")


async def test_an_operator_is_told_in_a_sentence_why_nobody_is_named(house: House):
    async with talking(house, **YOUNG) as talk, talking(house) as other:
        oak, stranger = await talk.join(0), await other.join(0)

        with pytest.raises(OperatorError, match="Nobody in this room"):
            adult(talk, "name", "Nobody Here")
        with pytest.raises(OperatorError, match="only in rooms for young people"):
            adult(other, "name", stranger.alias)
        with pytest.raises(OperatorError, match="Nobody is named under these two words"):
            adult(talk, "take_back", oak.alias)
        with pytest.raises(OperatorError, match="no open room"):
            ask(house.nodes[0].data, {"do": "adult", "what": "list", "room": "nowhere"})
        assert [] == adult(talk, "list")
        await oak.send("serve", id=fresh_id(), role="adult", what="take")
        assert Close.FAULT == await oak.ended()  # there is no such role to take
