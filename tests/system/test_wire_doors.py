"""Who is let in, who is sent where, and how it is said."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import Meeting, StartKith, open_room
from patience import SOON_S
from wire import Wire, fresh_key

from rooms import aliases, base64url
from server.commands.control import ask

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "origin",
    [
        "http://example.org",
        "https://localhost:{port}",
        "http://localhost",
        "http://localhost:{port}.example.org",
        "http://127.0.0.2:{port}",
        "null",
        "",
    ],
)
async def test_a_page_from_elsewhere_is_closed_4501(meeting: Meeting, origin: str):
    origin = origin.format(port=meeting.process.port)
    ada = await meeting.dial(additional_headers={"Origin": origin})

    assert ([], 4501) == (await ada.till_end(), ada.connection.close_code)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
async def test_the_servers_own_pages_are_let_in(meeting: Meeting, host: str):
    ada = await meeting.dial(additional_headers={"Origin": f"http://{host}:{meeting.process.port}"})

    assert (await ada.enter(meeting.room))["t"] == "hello"


async def test_programs_that_send_no_origin_are_let_in(meeting: Meeting):
    ada = await meeting.dial()
    assert "Origin" not in ada.connection.request.headers

    assert (await ada.enter(meeting.room))["t"] == "hello"


async def test_every_public_address_is_an_origin_and_no_other(start_kith: StartKith):
    kith = start_kith(
        "--public-url", "https://Kith.example/", "--public-url", "http://abc.onion:8080"
    )
    origins = (
        "https://kith.example",
        "http://abc.onion:8080",
        "http://kith.example",
        f"http://localhost:{kith.port}",
    )

    wires = [await Wire.dial(kith.ws, origin=origin) for origin in origins]

    assert ["hello", "hello", 4501, 4501] == [await wire.knock("gambling") for wire in wires]
    for wire in wires:
        await wire.close()


@pytest.mark.parametrize("room", ["nowhere", "", "x" * 64, "../gambling", "GAMBLING", "gambling "])
async def test_a_room_that_is_not_there_is_closed_4502(meeting: Meeting, room: str):
    ada = await meeting.dial()
    await ada.send("enter", room=room, key=ada.key)

    assert [{"t": "nack", "code": "no_such_room"}] == await ada.till_end()
    assert ada.connection.close_code == 4502


async def test_a_closed_room_looks_like_none(meeting: Meeting):
    inside = await meeting.join()

    ask(meeting.process.data, {"do": "close", "room": meeting.room})
    left = await inside.ended()
    late = await meeting.dial()
    await late.send("enter", room=meeting.room, key=inside.key)

    assert [{"t": "nack", "code": "no_such_room"}] == await late.till_end()
    assert (4502, 4502) == (left, late.connection.close_code)


async def test_a_full_room_names_a_circle_with_space(meeting: Meeting):
    room = open_room(meeting.process.data, capacity=2)
    meeting.room = room
    await meeting.join()
    await meeting.join()

    third = await meeting.dial()
    answer = await third.enter(room)
    assert await third.ended() == 4004
    fourth = await meeting.dial()
    same = await fourth.enter(room)
    inside = await meeting.dial(third.key)
    hello = await inside.enter(answer["next"])

    assert ("nack", "room_full") == (answer["t"], answer["code"])
    assert answer["after_s"] > 0
    assert answer["next"] == same["next"] != room
    assert ("hello", answer["next"]) == (hello["t"], hello["room"]["id"])
    assert hello["room"]["topic"] == "gambling"


async def test_circles_open_one_after_another(meeting: Meeting):
    room = open_room(meeting.process.data, capacity=2)
    rooms = [room]

    for _ in range(3):
        for _ in range(2):
            assert (await (await meeting.dial()).enter(rooms[-1]))["t"] == "hello"
        late = await meeting.dial()
        rooms.append((await late.enter(rooms[-1]))["next"])

    assert [room, f"{room}-2", f"{room}-3", f"{room}-4"] == rooms


async def test_a_room_never_holds_more_than_its_capacity(meeting: Meeting):
    room = open_room(meeting.process.data, capacity=5)
    wires = [await meeting.dial() for _ in range(12)]

    answers = await asyncio.gather(*(wire.enter(room) for wire in wires))

    hellos = [answer for answer in answers if answer["t"] == "hello"]
    refused = {answer["code"] for answer in answers if answer["t"] == "nack"}
    assert (5, {"room_full"}) == (len(hellos), refused)
    assert len({answer["next"] for answer in answers if answer["t"] == "nack"}) == 1


async def test_a_second_device_needs_no_second_place(meeting: Meeting):
    meeting.room = open_room(meeting.process.data, capacity=2)
    ada, ben = await meeting.join(), await meeting.join()

    phone = await meeting.join(ada.key)
    await ben.say("to both devices")

    assert ada.hello["you"] == phone.hello["you"]
    assert len(phone.hello["members"]) == 2
    assert (await ada.until_said("to both devices")) == await phone.until_said("to both devices")


async def test_a_fifth_socket_lets_the_oldest_go(meeting: Meeting):
    key = fresh_key()
    sockets = [await meeting.join(key) for _ in range(5)]

    assert await sockets[0].ended() == 4002
    assert "replaced" in [f.get("code") for f in sockets[0].skipped if f["t"] == "bye"]
    assert ["ack"] * 4 == [(await socket.say("still in"))["t"] for socket in sockets[1:]]


async def test_a_taken_name_is_not_given_twice(meeting: Meeting):
    names = aliases.load("en")
    ada_key, ben_key = _two_keys_of_one_alias(names)
    ada = await meeting.join(ada_key, alias=0)
    ben = await meeting.join(ben_key, alias=0)

    assert (0, names.words(base64url.decode(ada_key), 0)) == (
        ada.hello["you"]["index"],
        ada.alias,
    )
    assert (1, names.words(base64url.decode(ben_key), 1)) == (
        ben.hello["you"]["index"],
        ben.alias,
    )


async def test_a_name_with_kept_lines_stays_taken_when_its_owner_is_gone(meeting: Meeting):
    names = aliases.load("en")
    ada_key, ben_key = _two_keys_of_one_alias(names)
    ada = await meeting.join(ada_key, alias=0)
    await ada.say("mine")
    await ada.send("leave")
    await ada.ended()

    ben = await meeting.join(ben_key, alias=0)

    assert ben.hello["you"]["index"] == 1


async def test_the_chosen_name_is_kept_and_a_later_choice_ignored(meeting: Meeting):
    ada = await meeting.join(alias=7)
    await ada.send("leave")
    await ada.ended()

    back = await meeting.join(ada.key, alias=2)

    assert ada.hello["you"] == back.hello["you"]
    assert back.hello["you"]["index"] == 7


def _two_keys_of_one_alias(names: aliases.Names) -> tuple[str, str]:
    """Find two keys whose first two words are the same: a birthday takes a few hundred."""
    seen: dict[str, str] = {}
    while True:
        key = fresh_key()
        words = names.words(base64url.decode(key), 0)
        if words in seen:
            return seen[words], key
        seen[words] = key


async def test_a_burst_of_ten_then_one_a_second(kith: KithProcess, gathering: AsyncExitStack):
    ada = await _entered(kith, gathering)
    ben = await _entered(kith, gathering)

    answers = await ada.say_at_once(40)
    allowed = [answer["t"] for answer in answers].index("nack")
    again = answers[allowed]
    await asyncio.sleep(again["after_s"])  # what the server asked for
    late = await ada.say("again", id=again["id"])

    assert 10 <= allowed < 40, "ten, and one a second for as long as it took"
    assert ("slow_down", 1) == (again["code"], again["after_s"])
    assert "ack" == late["t"]
    assert (await ben.say("not slowed by others"))["t"] == "ack"


async def test_who_is_slowed_down_may_still_need_someone(
    kith: KithProcess, gathering: AsyncExitStack
):
    ada = await _entered(kith, gathering)
    assert "slow_down" in {answer.get("code") for answer in await ada.say_at_once(40)}

    assert (await ada.ask("need"))["t"] == "ack"


async def test_a_resend_is_answered_also_when_slowed_down(
    kith: KithProcess, gathering: AsyncExitStack
):
    ada = await _entered(kith, gathering)
    first = await ada.say("first")
    for i in range(12):
        await ada.say(f"{i}")

    assert first == await ada.say("first", id=first["id"])


async def test_words_that_are_refused_cost_no_pace(kith: KithProcess, gathering: AsyncExitStack):
    ada = await _entered(kith, gathering)
    for _ in range(20):
        assert (await ada.say(""))["code"] == "empty"

    assert (await ada.say("words"))["t"] == "ack"


async def test_the_65th_socket_of_a_prefix_is_asked_to_come_back(
    kith: KithProcess, gathering: AsyncExitStack
):
    inside = await _entered(kith, gathering)
    sockets = await asyncio.gather(*(_dialled(kith, gathering) for _ in range(63)))

    late = await asyncio.gather(*(_dialled(kith, gathering) for _ in range(100)))
    answers = [await wire.till_end() for wire in late]
    undisturbed = await inside.say("still here")
    await sockets[0].close()
    async with asyncio.timeout(SOON_S):
        while await (await _dialled(kith, gathering)).knock("gambling") != "hello":
            pass

    assert [("bye", "slow_down")] * 100 == [(bye["t"], bye["code"]) for (bye,) in answers]
    assert all(bye["after_s"] > 0 for (bye,) in answers)
    assert {4004} == {wire.connection.close_code for wire in late}
    assert undisturbed["t"] == "ack"


async def test_the_61st_enter_in_a_minute_is_asked_to_come_back(
    kith: KithProcess, gathering: AsyncExitStack
):
    key = fresh_key()
    for _ in range(60):
        wire = await Wire.dial(kith.ws, key)
        assert (await wire.enter("gambling"))["t"] == "hello"
        await wire.close()

    answers = []
    for _ in range(300):  # more in a second than are let in, on the slowest machine
        late = await _dialled(kith, gathering)
        answers.append(await late.enter("gambling"))
        if answers[-1]["t"] == "nack":
            break

    assert ("nack", "slow_down") == (answers[-1]["t"], answers[-1].get("code"))
    assert answers[-1]["after_s"] > 0
    assert await late.ended() == 4004


async def test_limits_off_lifts_them_but_not_the_capacity(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith(KITH_LIMITS="off")
    room = open_room(kith.data, capacity=70)
    wires = [await _dialled(kith, gathering) for _ in range(71)]

    answers = [await wire.enter(room) for wire in wires]
    says = [await wires[0].say(f"{i}") for i in range(30)]

    assert ["hello"] * 70 == [answer["t"] for answer in answers[:70]]
    assert answers[70]["code"] == "room_full"
    assert (50, 20) == (len(answers[69]["members"]), answers[69]["others"])
    assert ["ack"] * 30 == [answer["t"] for answer in says]


async def _dialled(kith: KithProcess, gathering: AsyncExitStack) -> Wire:
    wire = await Wire.dial(kith.ws)
    gathering.push_async_callback(wire.close)
    return wire


async def _entered(kith: KithProcess, gathering: AsyncExitStack) -> Wire:
    wire = await _dialled(kith, gathering)
    assert (await wire.enter("gambling"))["t"] == "hello"
    return wire
