"""The private line between a volunteer and a person, over real sockets."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from desk_door import caller, invitation
from desk_wire import QuickDesk
from meeting import Meeting, open_room
from patience import SOON_S
from shift import CRISIS, OPENING, Shift
from wire import fresh_key

pytestmark = pytest.mark.slow


async def test_a_volunteer_asks_and_the_person_says_yes_and_both_write(shift: Shift):
    ada, vera = await shift.claimed()

    await vera.hold("offer", text=OPENING)
    card = await ada.expect("card", kind="talk")
    line = await shift.line(card["line"], ada.key)
    opening = await line.expect("said", n=1)
    await vera.expect("talk", state="open")
    await line.say("thank you for writing")
    heard = await vera.find(lambda f: f["t"] == "talk" and "line" in f and f["line"]["n"] == 2)
    await vera.hold("write", text="Is there somebody with you?")
    asked = await line.expect("said", n=3)

    volunteer = line.hello["members"][1]
    assert f"volunteer {vera.name}" == volunteer["alias"]
    assert (OPENING, volunteer["id"]) == (opening["text"], opening["by"])
    assert (ada.alias, ada.member) == (line.alias, line.member)
    assert ("person", "thank you for writing") == (heard["line"]["by"], heard["line"]["text"])
    assert (f"volunteer {vera.name}", "Is there somebody with you?") == (
        asked["alias"],
        asked["text"],
    )


async def test_what_is_said_on_a_line_never_reaches_the_room(shift: Shift):
    ben = await shift.meeting.join()
    ada, line, vera = await shift.talking()

    await line.say("only for you")
    await vera.hold("write", text="and this for you")
    await line.expect("said", text="and this for you")

    for wire in (ada, ben):
        seen = [f for f in await wire.so_far() if f["t"] == "said"]
        assert {CRISIS} >= {frame["text"] for frame in seen}
    assert {"said", "here"} >= {f["t"] for f in await ben.so_far()}


async def test_a_volunteer_writes_only_once_the_person_said_yes(shift: Shift):
    ada, vera = await shift.claimed()

    early = await vera.hold("write", text="hello")
    await vera.hold("offer", text=OPENING)
    still = await vera.hold("write", text="hello")
    await ada.expect("card", kind="talk")

    assert ["no_line", "no_line"] == [early["code"], still["code"]]


@pytest.mark.parametrize("text", ["Hello {name}.", "I am [your name].", "I am [...]", "Hi ___"])
async def test_a_blank_left_in_a_template_is_not_sent(shift: Shift, text: str):
    ada, vera = await shift.claimed()

    offered = await vera.hold("offer", text=text)
    empty = await vera.hold("offer", text="  ")

    assert ("blank_left", "needs_words") == (offered["code"], empty["code"])
    assert [] == [f for f in await ada.so_far() if f.get("kind") == "talk"]


async def test_a_line_is_no_room_to_anybody_else(shift: Shift):
    ada, vera = await shift.claimed()
    await vera.hold("offer", text=OPENING)
    line = (await ada.expect("card", kind="talk"))["line"]
    ben = await shift.meeting.join()

    assert 4502 == await _refused(shift, line, ben.key)
    assert 4502 == await _refused(shift, line, fresh_key())
    assert 4502 == await _refused(shift, line[:-1] + "x", ada.key)


async def test_not_now_ends_what_was_offered_and_the_volunteer_is_told(shift: Shift):
    ada, vera = await shift.claimed()
    await vera.hold("offer", text=OPENING)
    line = (await ada.expect("card", kind="talk"))["line"]

    assert "ack" == (await ada.ask("answer", what="not_now"))["t"]
    await vera.expect("talk", state="ended")

    assert 4502 == await _refused(shift, line, ada.key)


async def test_a_volunteer_who_finishes_ends_it_for_both_and_nothing_is_left(shift: Shift):
    ada, line, vera = await shift.talking()
    await line.say("one last thing")

    await vera.hold("finish")
    code = await line.ended()
    kinds = [f.get("kind") or f["t"] for f in line.skipped if f["t"] in {"card", "bye"}]

    assert (1000, ["talk_ended", "bye"]) == (code, kinds[-2:])
    await ada.expect("card", kind="talk_ended")
    assert 4502 == await _refused(shift, line.hello["room"]["id"], ada.key)
    detail = await vera.look()
    assert [] == detail.get("line", [])


async def test_a_person_who_leaves_ends_it_for_both(shift: Shift):
    _, line, vera = await shift.talking()

    await line.send("leave")

    assert 1000 == await line.ended()
    await vera.expect("talk", state="ended")
    assert "no_line" == (await vera.hold("write", text="are you there?"))["code"]


async def test_a_socket_that_breaks_ends_nothing_and_the_line_goes_on(shift: Shift):
    ada, line, vera = await shift.talking()
    await line.say("my phone is nearly empty")
    line.connection.transport.abort()

    await vera.hold("write", text="I am here.")
    after = {"epoch": line.hello["epoch"], "n": 2}
    back = await shift.line(line.hello["room"]["id"], ada.key, after=after)

    assert "I am here." == (await back.expect("said", n=3))["text"]
    assert back.hello["resumed"]


async def test_crisis_on_the_line_joins_the_case_and_stays_off_the_room(shift: Shift):
    _, line, vera = await shift.talking()

    assert "ack" == (await line.say("I have taken all the pills already"))["t"]
    told = await vera.find(lambda f: shift.is_ours(f) and f["case"]["messages"] == 2)

    assert "S1" == told["case"]["level"]
    flagged = (await vera.look())["messages"][-1]
    assert 0 == flagged.get("n", 0)


async def test_a_line_has_nobody_to_thank_or_report(shift: Shift):
    _, line, _ = await shift.talking()

    answers = [await line.ask("thank", n=1), await line.ask("report", n=1, why="attack")]

    assert ["no_such_line", "no_such_line"] == [answer["code"] for answer in answers]


async def test_a_volunteer_who_gives_back_is_told_of_and_the_next_goes_on(shift: Shift):
    _, line, vera = await shift.talking()
    will = await shift.sit("Will")

    await vera.hold("back")
    await line.expect("card", kind="handed_on")
    late = await vera.hold("write", text="one more thing")
    await shift.claim(will)
    name = f"volunteer {will.name}"
    here = await line.find(lambda f: [one["alias"] for one in f.get("joined", ())] == [name])
    shown = await will.look()
    await will.hold("write", text="I read what you two wrote.")
    said = await line.expect("said", text="I read what you two wrote.")

    assert "stale_lease" == late["code"]
    assert [OPENING] == [one["text"] for one in shown["line"]]
    assert here["joined"][0]["id"] == said["by"]


async def test_a_volunteer_whose_line_drops_is_told_of_and_another_goes_on(
    tmp_path: Path, gathering: AsyncExitStack
):
    process = QuickDesk(tmp_path / "data", KITH_LIMITS="off", KITH_TEST_LOST_MS="1500").start()
    gathering.callback(process.stop)
    shift = Shift(Meeting(process, open_room(process.data), gathering), gathering)
    ada, line, vera = await shift.talking()
    will = await shift.sit("Will")

    vera.connection.transport.abort()
    card = await line.expect("card", kind="dropped")
    await shift.claim(will)
    await will.hold("write", text="I have read it all. I am here now.")

    assert f"volunteer {will.name}" == (await line.expect("said", n=2))["alias"]
    assert card["duty"]["on"] >= 1
    assert [] == [f for f in await ada.so_far() if f.get("kind") == "dropped"]


async def test_the_cases_of_somebody_who_left_the_crew_are_free_at_once(shift: Shift):
    """Nobody waits 45 seconds for a heartbeat that cannot come."""
    _, _, vera = await shift.talking()
    will = await shift.sit("Will")
    async with caller(shift.meeting.process) as boss:
        await boss.join(invitation(shift.meeting.process, "coordinator"), f"Boss {vera.name}")
        assert 204 == (await boss.ask("DELETE", f"crew/{vera.hello['you']['id']}")).status

    assert 4504 == await vera.ended()
    await shift.claim(will)


async def test_who_comes_back_to_a_line_nobody_holds_is_told_so(shift: Shift):
    ada, line, vera = await shift.talking()
    line.connection.transport.abort()
    await vera.hold("back")

    back = await shift.line(line.hello["room"]["id"], ada.key)

    assert await back.expect("card", kind="handed_on")
    assert [ada.member] == [one["id"] for one in back.hello["members"]]


async def test_a_line_ends_with_its_case(shift: Shift):
    _, line, vera = await shift.talking()

    await vera.hold("close", outcome="calmer")

    assert 1000 == await line.ended()


async def test_that_is_not_what_i_meant_is_noted_and_lowers_nothing(shift: Shift):
    ada, vera = await shift.claimed()
    before = (await vera.look())["case"]["level"]

    assert "ack" == (await ada.ask("answer", what="not_meant"))["t"]
    detail = await vera.look()

    assert before == detail["case"]["level"]
    assert detail["case"]["not_meant"]


async def _refused(shift: Shift, line: str, key: str) -> int | None:
    wire = await shift.meeting.dial(key)
    answer = await wire.enter(line)
    assert "no_such_room" == answer["code"]
    return await wire.ended()


async def test_nothing_of_a_line_that_is_over_is_left_in_the_store(shift: Shift):
    _, line, vera = await shift.talking()
    name = line.hello["room"]["id"]
    await line.say("for your eyes alone")
    assert 2 == _kept(shift, name)

    await vera.hold("finish")

    async with asyncio.timeout(SOON_S):
        while _kept(shift, name):  # noqa: ASYNC110 - a store has no such event
            await asyncio.sleep(0.05)


def _kept(shift: Shift, line: str) -> int:
    """Return how many entries of a line's stream the store still holds something of."""
    path = shift.meeting.process.data / "kith.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        (count,) = store.execute(
            "SELECT count(*) FROM entry JOIN stream ON stream.id = entry.stream"
            " WHERE stream.name LIKE '%line:' || ? AND NOT entry.erased",
            (line,),
        ).fetchone()
    return int(count)
