"""PROTOCOL, "Order of things": hello, then the backlog, then live frames, dense by number."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from meeting import Meeting, StartKith, open_room, talk
from patience import SOON_S
from wire import Wire, fresh_id, numbers, texts

from rooms.aliases import load

pytestmark = pytest.mark.slow


async def test_hello_says_everything_there_is_to_know(meeting: Meeting):
    ada = await meeting.join(alias=3)

    hello = ada.hello

    you = hello.pop("you")
    epoch = hello.pop("epoch")
    house = hello.pop("house")
    assert {
        "t": "hello",
        "v": 1,
        "n": 0,
        "from": 1,
        "resumed": False,
        "room": {
            "id": meeting.room,
            "title": "A room",
            "topic": "gambling",
            "side": "self",
            "language": "en",
            "format": "open_floor",
            "step": "open",
            "keep_s": 86_400,
        },
        "members": [{"id": you["id"], "alias": you["alias"]}],
        "others": 0,
        "duty": {"on": 0},
        "ping_s": 25,
    } == hello
    assert isinstance(epoch, str)
    assert len(bytes.fromhex(house)) == 16
    assert (22, 3) == (len(you["id"]), you["index"])
    assert you["alias"].split(" ")[0] in load("en").first


async def test_hello_names_everybody_with_a_place(meeting: Meeting):
    ada = await meeting.join()
    ben = await meeting.join()

    people = {person["id"]: person["alias"] for person in ben.hello["members"]}

    assert {ada.member: ada.alias, ben.member: ben.alias} == people


async def test_hello_comes_first_then_the_backlog_then_live_lines(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 3, "before")

    ben = await meeting.dial()
    await ben.send("enter", room=meeting.room, key=ben.key)
    assert (await ben.next())["t"] == "hello"
    await ada.say("after")
    lines = await ben.in_order(4)

    assert ["before 1", "before 2", "before 3", "after"] == texts(lines)
    assert [1, 2, 3, 4] == numbers(lines)


async def test_a_line_carries_who_said_it_and_nothing_more(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()

    ack = await ada.say("hello to you")
    said = await ben.until_said("hello to you")

    assert {"t", "n", "at", "by", "alias", "text", "id"} == set(said)
    assert (ada.member, ada.alias, ack["id"], ack["n"]) == (
        said["by"],
        said["alias"],
        said["id"],
        said["n"],
    )
    assert {"t": "ack", "id": ack["id"], "n": 1, "saved": True} == ack


async def test_a_line_may_answer_another(meeting: Meeting):
    ada = await meeting.join()
    first = await ada.say("a question")

    await ada.say("an answer", to=first["n"])

    assert (await ada.until_said("an answer"))["to"] == first["n"]


async def test_the_author_sees_the_same_line_as_the_others(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()

    await ada.send("say", id=(frame_id := "A" * 22), text="once for all")

    assert await ada.expect("said", id=frame_id) == await ben.expect("said", id=frame_id)


async def test_a_newcomer_is_given_the_last_fifty(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 60)

    ben = await meeting.join()
    lines = await ben.in_order(50)

    assert (60, 11, False) == (ben.hello["n"], ben.hello["from"], ben.hello["resumed"])
    assert list(range(11, 61)) == numbers(lines)
    assert [] == numbers(await ben.so_far())


async def test_who_comes_back_is_given_exactly_what_they_missed(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await talk(ada, 3)
    await ben.until_said("line 3")
    after = {"epoch": ben.hello["epoch"], "n": 3}
    await ben.close()
    await talk(ada, 80, "missed")

    back = await meeting.join(ben.key, after=after)
    lines = await back.in_order(80)

    assert (83, 4, True) == (back.hello["n"], back.hello["from"], back.hello["resumed"])
    assert list(range(4, 84)) == numbers(lines)
    assert back.member == ben.member


async def test_who_missed_nothing_is_told_so(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 2)

    back = await meeting.join(ada.key, after={"epoch": ada.hello["epoch"], "n": 2})

    assert (2, 3, True) == (back.hello["n"], back.hello["from"], back.hello["resumed"])
    assert [] == numbers(await back.so_far())


@pytest.mark.parametrize(("epoch", "resumed"), [("current", True), ("", False)])
async def test_asking_after_number_zero_reads_all_that_is_kept(
    meeting: Meeting, epoch: str, *, resumed: bool
):
    ada = await meeting.join()
    await talk(ada, 120)

    known = ada.hello["epoch"] if epoch else ""
    ben = await meeting.join(after={"epoch": known, "n": 0})
    lines = await ben.in_order(120)

    assert (1, resumed) == (ben.hello["from"], ben.hello["resumed"])
    assert list(range(1, 121)) == numbers(lines)


@pytest.mark.parametrize(
    "after",
    [
        {"epoch": "another", "n": 1},
        {"epoch": "another", "n": 0},
        {"epoch": "", "n": 1},
        {"epoch": "current", "n": 62},
        {"epoch": "current", "n": 2**53},
    ],
)
async def test_a_position_nobody_gave_out_is_answered_with_the_last_fifty(
    meeting: Meeting, after: dict[str, object]
):
    ada = await meeting.join()
    await talk(ada, 61)

    if after["epoch"] == "current":
        after = after | {"epoch": ada.hello["epoch"]}
    ben = await meeting.join(after=after)
    lines = await ben.in_order(50)

    assert (12, False) == (ben.hello["from"], ben.hello["resumed"])
    assert list(range(12, 62)) == numbers(lines)


async def test_entering_again_on_the_same_socket_asks_for_what_follows(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 5)
    await ada.until_said("line 5")

    again = await ada.enter(meeting.room, after={"epoch": ada.hello["epoch"], "n": 2})
    lines = await ada.in_order(3)
    await ada.say("live again")

    assert ("hello", 3, True) == (again["t"], again["from"], again["resumed"])
    assert [3, 4, 5] == numbers(lines)
    assert (await ada.until_said("live again"))["n"] == 6


async def test_entering_again_keeps_the_place_and_the_name(meeting: Meeting):
    ada = await meeting.join(alias=2)
    first = ada.hello["you"]

    again = await ada.enter(meeting.room, alias=9)

    assert first == again["you"]
    assert [first["id"]] == [person["id"] for person in again["members"]]


async def test_the_order_is_one_for_all_when_many_speak_at_once(meeting: Meeting):
    people = [await meeting.join() for _ in range(4)]

    for i in range(20):
        for person in people:
            await person.send("say", id=f"{i:021d}A", text=f"{i} of {person.alias}")
    heard = [await person.in_order(80) for person in people]

    assert list(range(1, 81)) == numbers(heard[0])
    assert [heard[0]] * 4 == heard


async def test_answers_come_with_or_without_the_line_before_them(meeting: Meeting):
    ada = await meeting.join()

    for i in range(30):
        await ada.send("say", id=f"{i:021d}A", text=f"{i}")
    # Presence and pulses may stand anywhere between: what counts is told apart by its type.
    by_type: dict[str, list[int]] = {"said": [], "ack": []}
    while sum(map(len, by_type.values())) < 60:
        frame = await ada.next()
        by_type.get(frame["t"], []).append(frame.get("n", 0))

    assert list(range(1, 31)) == by_type["said"] == sorted(by_type["ack"])


async def test_a_pulse_comes_as_often_as_hello_says(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith(KITH_PING_S="1")
    wire = await Wire.dial(kith.ws)
    gathering.push_async_callback(wire.close)
    hello = await wire.enter("gambling")

    async with asyncio.timeout(SOON_S / 2):  # two of the usual ones would take 50 s
        ticks = [await wire.expect("tick") for _ in range(2)]

    assert (1, [{"t": "tick"}] * 2) == (hello["ping_s"], ticks)


async def test_words_said_in_one_breath_stay_in_order_also_when_volunteers_are_called(
    start_kith: StartKith,
):
    process = start_kith(KITH_LIMITS="off")
    said = ["I want to kill myself tonight", "please", "I will end my life now", "anyone", "sorry"]
    said = [f"{text} ({i})" for i in range(4) for text in said]
    async with AsyncExitStack() as stack:
        ada = await Meeting(process, open_room(process.data), stack).join()
        for text in said:
            await ada.send("say", id=fresh_id(), text=text)

        lines = await ada.in_order(len(said))

    assert said == texts(lines)
