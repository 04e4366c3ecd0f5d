"""Peers that break the protocol: each gets its close code and nothing is told of why."""

import asyncio
import json

import pytest
from bare_socket import BINARY, BareSocket
from kith_process import KithProcess
from meeting import Meeting
from patience import SOON_S
from wire import fresh_id, fresh_key

pytestmark = pytest.mark.slow

ID = fresh_id()
KEY = fresh_key()
FRAME_BYTES = 32 * 1024


def enter(**changed: object) -> str:
    return json.dumps({"t": "enter", "room": "gambling", "key": KEY} | changed)


FIRST = {
    "not JSON": "{",
    "nothing": "",
    "white space": "   ",
    "null": "null",
    "a number": "1",
    "a list": '[{"t":"enter"}]',
    "no type": '{"room":"gambling"}',
    "a type that is no text": '{"t":1}',
    "an unknown type": '{"t":"sing"}',
    "a type in capitals": enter().replace("enter", "Enter"),
    "a frame of ours": '{"t":"tick"}',
    "two frames in one": enter() + enter(),
    "an unknown field": enter(color="red"),
    "an unknown field in after": enter(after={"epoch": "", "n": 0, "x": 1}),
    "no room": '{"t":"enter","key":"' + KEY + '"}',
    "no key": '{"t":"enter","room":"gambling"}',
    "a room that is null": enter(room=None),
    "a room that is a number": enter(room=7),
    "an alias under the first": enter(alias=-1),
    "an alias past the last": enter(alias=16),
    "an alias in words": enter(alias="3"),
    "an alias that is null": enter(alias=None),
    "an alias that is a switch": enter(alias=True),
    "a short key": enter(key=KEY[:-1]),
    "a padded key": enter(key=KEY + "="),
    "a key in the other alphabet": enter(key="+" + KEY[1:]),
    "a key spelt otherwise": enter(key="A" * 42 + "B"),
    "an empty after": enter(after={}),
    "an after without number": enter(after={"epoch": ""}),
    "a number below nothing": enter(after={"epoch": "", "n": -1}),
    "a broken number": enter(after={"epoch": "", "n": 1.5}),
    "a number past all numbers": enter(after={"epoch": "", "n": 2**53 + 1}),
    "a huge number": enter(after={"epoch": "", "n": 10**400}),
    "a number past floats": enter(after={"epoch": "", "n": 0}).replace(" 0", " 1e999"),
    "an epoch that is a number": enter(after={"epoch": 1, "n": 0}),
    "a lone surrogate": enter().replace("gambling", "\\ud800"),
    "a language that is none": enter(lang="English please"),
    "words before entering": json.dumps({"t": "say", "id": ID, "text": "hello"}),
    "leaving before entering": '{"t":"leave"}',
    "reading before entering": '{"t":"more","before":5,"limit":5}',
}


@pytest.mark.parametrize("message", FIRST.values(), ids=FIRST)
async def test_a_bad_first_frame_is_a_fault(meeting: Meeting, message: str):
    ada = await meeting.dial()

    await ada.send_raw(message)

    assert ([], 4500) == (await ada.till_end(), ada.connection.close_code)


LATER: dict[str, object] = {
    "an id too short": {"t": "need", "id": ID[:-1]},
    "an id too long": {"t": "need", "id": ID + "A"},
    "an id spelt otherwise": {"t": "need", "id": "A" * 21 + "B"},
    "an id with a line end": {"t": "need", "id": "A" * 21 + "A\n"},
    "an id that is null": {"t": "need", "id": None},
    "words without id": {"t": "say", "text": "hello"},
    "no words at all": {"t": "say", "id": ID},
    "words that are null": {"t": "say", "id": ID, "text": None},
    "words that are a list": {"t": "say", "id": ID, "text": ["hello"]},
    "an answer to number 0": {"t": "say", "id": ID, "text": "hello", "to": 0},
    "an answer to a name": {"t": "say", "id": ID, "text": "hello", "to": "1"},
    "a bad id replaced": {"t": "say", "id": ID, "text": "hello", "replaces": "x"},
    "somebody else's name": {"t": "say", "id": ID, "text": "hello", "by": "me"},
    "thanks for nothing": {"t": "thank", "id": ID},
    "thanks for number 0": {"t": "thank", "id": ID, "n": 0},
    "a report without reason": {"t": "report", "id": ID, "n": 1},
    "a report for no reason": {"t": "report", "id": ID, "n": 1, "why": "boring"},
    "no lines": {"t": "more", "before": 5, "limit": 0},
    "201 lines": {"t": "more", "before": 5, "limit": 201},
    "lines before number 0": {"t": "more", "before": 0, "limit": 5},
    "lines before nothing": {"t": "more", "limit": 5},
    "leaving with words": {"t": "leave", "text": "bye"},
    "half a hand": {"t": "hand", "id": ID, "up": 1},
    "nested without end": "[" * 30_000,
    "nested objects": '{"t":' * 5_000,
    "nested before its type": '{"x":' + "[" * 15_000 + "]" * 15_000 + ',"t":"leave"}',
    "another key": {"t": "enter", "room": "ROOM", "key": fresh_key()},
    "another room": {"t": "enter", "room": "gambling", "key": "KEY"},
    "a room's other spelling": {"t": "enter", "room": "ROOM ", "key": "KEY"},
    "a broken surrogate in words": '{"t":"say","id":"' + ID + '","text":"\\udc00"}',
}


@pytest.mark.parametrize("message", LATER.values(), ids=LATER)
async def test_a_bad_later_frame_is_a_fault_and_stores_nothing(meeting: Meeting, message: object):
    ada, ben = await meeting.join(), await meeting.join()
    text = message if isinstance(message, str) else json.dumps(message)

    await ada.send_raw(text.replace("ROOM", meeting.room).replace("KEY", ada.key))

    assert await ada.ended() == 4500
    assert (await ben.say("undisturbed"))["n"] == 1


async def test_the_same_enter_twice_is_no_fault(meeting: Meeting):
    ada = await meeting.dial()

    for _ in range(3):
        await ada.send("enter", room=meeting.room, key=ada.key)
    hellos = [await ada.expect("hello") for _ in range(3)]

    assert [hellos[0]] * 3 == hellos
    assert (await ada.say("still here"))["t"] == "ack"


@pytest.mark.parametrize("before", [False, True], ids=["first", "later"])
async def test_a_binary_frame_is_a_fault(meeting: Meeting, *, before: bool):
    ada = await (meeting.join() if before else meeting.dial())

    await ada.send_raw(enter(room=meeting.room, key=ada.key).encode())

    assert await ada.ended() == 4500


async def test_broken_utf_8_is_closed_1007(house: KithProcess):
    async with BareSocket(house.port) as bare:
        await bare.send(enter().encode().replace(b"gambling", b"gam\xffling"))

        assert await bare.closed_with() == 1007


async def test_surrogates_in_utf_8_are_closed_1007(house: KithProcess):
    async with BareSocket(house.port) as bare:
        await bare.send(enter().encode().replace(b"gambling", b"\xed\xa0\x80"))

        assert await bare.closed_with() == 1007


def sized(total: int) -> str:
    """Return a `say` of so many bytes."""
    frame = {"t": "say", "id": fresh_id(), "text": ""}
    spare = total - len(json.dumps(frame))
    return json.dumps(frame | {"text": "x" * spare})


async def test_a_frame_of_exactly_32_kib_is_read(meeting: Meeting):
    ada = await meeting.join()

    await ada.send_raw(sized(FRAME_BYTES))

    await ada.expect("nack", code="too_long")
    assert (await ada.say("and on"))["t"] == "ack"


@pytest.mark.parametrize("total", [FRAME_BYTES + 1, 10 * FRAME_BYTES])
async def test_a_frame_over_32_kib_is_closed_1009(meeting: Meeting, total: int):
    ada = await meeting.join()

    await ada.send_raw(sized(total))

    assert await ada.ended() == 1009


async def test_a_frame_over_32_kib_in_many_parts_is_closed_1009(house: KithProcess):
    async with BareSocket(house.port) as bare:
        await bare.send(b" " * 20_000, final=False)
        await bare.send(b" " * 20_000, opcode=0)

        assert await bare.closed_with() == 1009


async def test_bytes_are_counted_not_letters(meeting: Meeting):
    ada = await meeting.join()

    await ada.send_raw(sized(12_000).replace("x", "\U0001f642"))

    assert await ada.ended() == 1009


async def test_a_long_frame_of_escapes_within_the_limit_is_read(meeting: Meeting):
    ada = await meeting.join()

    frame = json.dumps({"t": "say", "id": fresh_id(), "text": "\U0001f642" * 2_000})
    assert len(frame) < FRAME_BYTES
    await ada.send_raw(frame)

    assert (await ada.expect("said"))["text"] == "\U0001f642" * 2_000


async def test_who_does_not_enter_in_ten_seconds_is_let_go(house: KithProcess):
    began = asyncio.get_running_loop().time()
    async with BareSocket(house.port) as bare, asyncio.timeout(SOON_S):
        first = await bare.reader.readexactly(4)

    assert (0x88, 4500) == (first[0], int.from_bytes(first[2:4], "big"))
    assert 9 < asyncio.get_running_loop().time() - began


async def test_pings_are_answered_and_do_not_count_as_entering(house: KithProcess):
    async with BareSocket(house.port) as bare:
        await bare.send(b"are you there", opcode=0x9)

        assert (0xA, b"are you there") == await bare.next()


async def test_a_binary_frame_by_hand_is_a_fault_too(house: KithProcess):
    async with BareSocket(house.port) as bare:
        await bare.send(b"\x00", opcode=BINARY)

        assert await bare.closed_with() == 4500


async def test_no_compression_is_agreed_on(house: KithProcess):
    async with BareSocket(house.port, Sec_WebSocket_Extensions="permessage-deflate") as bare:
        assert "permessage-deflate" not in bare.head
        assert "sec-websocket-protocol: kith.v1" in bare.head
