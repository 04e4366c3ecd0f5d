"""Going: leave, forget, a lost line, and a server that ends."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress

import pytest
from bare_socket import BareSocket
from kith_process import KithProcess
from meeting import Meeting, open_room
from patience import SOON_S
from wire import Frame, Wire, fresh_key, texts

pytestmark = pytest.mark.slow


async def settled(*people: Wire) -> None:
    """Wait until the first of them has been told of all."""
    told = {person.member for person in people}
    while told:
        here = await people[0].expect("here")
        told -= {person["id"] for person in here.get("joined", [])}


async def left(wire: Wire) -> Frame:
    return await wire.find(lambda frame: frame["t"] == "here" and "left" in frame)


async def test_leave_ends_the_socket_and_frees_the_place_at_once(meeting: Meeting):
    meeting.room = open_room(meeting.process.data, capacity=2)
    ada, ben = await meeting.join(), await meeting.join()
    await settled(ada, ben)

    await ben.send("leave")
    assert await ben.ended() == 1000
    cem = await meeting.join()

    assert {ada.member, cem.member} == {person["id"] for person in cem.hello["members"]}
    async with asyncio.timeout(SOON_S):
        assert {"t": "here", "left": [ben.member]}.items() <= (await left(ada)).items()


async def test_a_peer_that_leaves_and_answers_nothing_is_gone_all_the_same(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as ben:
        await ben.send_frame("enter", room=meeting.room, key=fresh_key())
        _, hello = await ben.next()
        member = json.loads(hello)["you"]["id"]
        await ada.find(lambda frame: member in str(frame.get("joined")))

        await ben.send_frame("leave")
        async with asyncio.timeout(SOON_S):
            gone = await left(ada)

    assert [member] == gone["left"]


async def test_the_answer_to_words_before_a_leave_still_comes(meeting: Meeting):
    ada = await meeting.join()

    await ada.send("say", id="A" * 22, text="and goodbye")
    await ada.send("leave")
    frames = await ada.till_end()

    assert ["A" * 22] == [frame["id"] for frame in frames if frame["t"] == "ack"]
    assert ada.connection.close_code == 1000


async def test_leaving_on_one_device_keeps_the_place_of_the_other(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    phone = await meeting.join(ada.key)

    await phone.send("leave")
    await phone.ended()
    cem = await meeting.join()

    assert {ada.member, ben.member, cem.member} == {p["id"] for p in cem.hello["members"]}
    assert (await ada.say("still here"))["t"] == "ack"


async def test_a_lost_line_keeps_the_place_and_the_name(meeting: Meeting):
    meeting.room = open_room(meeting.process.data, capacity=2)
    ada, ben = await meeting.join(), await meeting.join()

    ben.connection.transport.abort()
    late = await (await meeting.dial()).enter(meeting.room)
    back = await meeting.join(ben.key)

    assert late["code"] == "room_full"
    assert ben.hello["you"] == back.hello["you"]
    assert {ada.member, ben.member} == {person["id"] for person in back.hello["members"]}


async def test_closing_without_leave_keeps_the_place(meeting: Meeting):
    meeting.room = open_room(meeting.process.data, capacity=2)
    await meeting.join()
    ben = await meeting.join()

    await ben.close()

    assert (await (await meeting.dial()).enter(meeting.room))["code"] == "room_full"


async def test_who_comes_is_told_to_the_others_within_two_seconds(meeting: Meeting):
    ada = await meeting.join()
    ben = await meeting.join()

    async with asyncio.timeout(SOON_S):
        await settled(ada, ben)


async def test_presence_has_no_number_and_is_not_in_the_backlog(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await settled(ada, ben)
    await ada.say("the first line")

    cem = await meeting.join(after={"epoch": "", "n": 0})

    assert [1] == [frame["n"] for frame in await cem.in_order(1)]
    assert all("n" not in f and "at" not in f for f in await cem.so_far() if f["t"] == "here")


async def test_forget_ends_the_socket_and_the_next_visit_is_a_first_one(meeting: Meeting):
    ada = await meeting.join(alias=4)

    assert (await ada.ask("forget"))["t"] == "ack"
    assert await ada.ended() == 1000
    back = await meeting.join(ada.key, alias=6)

    assert (4, 6) == (ada.hello["you"]["index"], back.hello["you"]["index"])
    assert [back.member] == [person["id"] for person in back.hello["members"]]


async def test_forgetting_leaves_the_lines_to_the_others(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.say("a line that stays")

    await ada.ask("forget")
    await ada.ended()

    assert ["a line that stays"] == texts(await ben.in_order(1))
    assert (await ben.ask("thank", n=1))["t"] == "ack"


async def test_forgetting_throws_away_thanks_that_wait(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.say("a line")
    await ada.send("leave")
    await ada.ended()
    await ben.ask("thank", n=1)

    elsewhere = await meeting.dial(ada.key)
    await elsewhere.enter(meeting.room)
    await elsewhere.expect("card", kind="thanks")
    await elsewhere.ask("forget")
    await elsewhere.ended()
    back = await meeting.join(ada.key)

    assert [] == [frame for frame in await back.so_far() if frame["t"] == "card"]


async def test_sigterm_says_when_to_come_back_and_ends_well(
    kith: KithProcess, gathering: AsyncExitStack
):
    wires = []
    for room in ("gambling", "gambling", "families"):
        wire = await Wire.dial(kith.ws)
        gathering.push_async_callback(wire.close)
        await wire.enter(room)
        wires.append(wire)
    silent = await Wire.dial(kith.ws)  # connected, never entered
    gathering.push_async_callback(silent.close)

    code = await asyncio.to_thread(kith.stop)
    byes = [[f for f in await wire.till_end() if f["t"] == "bye"] for wire in wires]

    assert code == 0
    assert ["restarting"] * 3 == [bye["code"] for (bye,) in byes]
    assert all(bye["after_s"] > 0 for (bye,) in byes)
    assert await silent.ended() == 1012
    assert [1012] * 3 == [wire.connection.close_code for wire in wires]
    assert "Traceback" not in "".join(kith.stderr)
    assert "our_bug" not in "".join(kith.stderr)


async def test_sigterm_does_not_wait_for_members_who_do_not_answer(
    kith: KithProcess, gathering: AsyncExitStack
):
    deaf = [await gathering.enter_async_context(BareSocket(kith.port)) for _ in range(20)]
    for bare in deaf[:10]:
        await bare.send_frame("enter", room="gambling", key=fresh_key())
        await bare.next()
    reader, writer = await asyncio.open_connection("127.0.0.1", kith.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")  # and keeps its line open
    await reader.readuntil(b"\r\n\r\n")

    code = await asyncio.to_thread(kith.stop)

    assert code == 0
    assert [1012] * 20 == [await bare.closed_with() for bare in deaf]
    assert "Traceback" not in "".join(kith.stderr)
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def test_a_room_goes_on_after_a_clean_restart(kith: KithProcess, gathering: AsyncExitStack):
    ada = await Wire.dial(kith.ws)
    gathering.push_async_callback(ada.close)
    hello = await ada.enter("gambling", alias=5)
    await ada.say("before the restart")

    await asyncio.to_thread(kith.stop)
    kith.start()
    back = await Wire.dial(kith.ws, ada.key)
    gathering.push_async_callback(back.close)
    again = await back.enter("gambling", after={"epoch": hello["epoch"], "n": 0})

    assert (hello["epoch"], hello["house"]) == (again["epoch"], again["house"])
    assert (hello["you"], True) == (again["you"], again["resumed"])
    assert ["before the restart"] == texts(await back.in_order(1))
