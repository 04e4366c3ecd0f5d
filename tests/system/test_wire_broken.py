"""Peers on sockets that are too slow, too fast or in too many pieces: the others notice nothing."""

import asyncio
import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from bare_socket import BINARY, TEXT, BareSocket
from kith_process import KithProcess
from meeting import Meeting
from wire import fresh_id, fresh_key

pytestmark = pytest.mark.slow

CONTINUED, PING, PONG = 0x0, 0x9, 0xA
MASK = bytes(4)
EMPTY_PART = bytes((CONTINUED, 0x80)) + MASK
PARTS = 1_000_000
GROWTH_KIB = 32 * 1024
FLOOD = 4_000
FIRST_BITS = {"compressed": 0xC1, "second bit": 0xA1, "third bit": 0x91, "no opcode": 0x83}


def memory_kib(kith: KithProcess) -> int:
    """Return the most memory that a server has ever had, by what the kernel says."""
    told = Path(f"/proc/{kith.pid}/status").read_text(encoding="utf-8")
    return int(told.partition("VmHWM:")[2].split()[0])


async def entered(meeting: Meeting, bare: BareSocket) -> None:
    await bare.send_frame("enter", room=meeting.room, key=fresh_key())
    assert "hello" == (await bare.next_frame())["t"]


def say(text: str) -> bytes:
    frame = {"t": "say", "id": fresh_id(), "text": text}
    return json.dumps(frame, ensure_ascii=False).encode()


@pytest.mark.parametrize("opcode", [PING, PONG], ids=["pings", "pongs"])
@pytest.mark.parametrize("inside", [False, True], ids=["outside", "inside"])
async def test_who_floods_with_control_frames_is_let_go(
    meeting: Meeting, opcode: int, *, inside: bool
):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as bare:
        if inside:
            await entered(meeting, bare)
        with suppress(ConnectionError):
            for _ in range(FLOOD):
                await bare.send(b"x" * 125, opcode=opcode)

        assert await bare.closed_with() == 4500

    assert (await ada.say("undisturbed"))["t"] == "ack"


async def test_who_floods_and_reads_no_answer_is_nobody_s_bug(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port, receive_bytes=2_048) as bare:
        await entered(meeting, bare)
        bare.writer.write((bytes((0x80 | PING, 0x80)) + MASK) * FLOOD)

    assert (await ada.say("undisturbed"))["t"] == "ack"


async def test_pings_at_an_ordinary_pace_are_all_answered(meeting: Meeting):
    async with BareSocket(meeting.process.port) as bare:
        for number in range(60):
            await bare.send(f"{number}".encode(), opcode=PING)

        assert [(PONG, f"{number}".encode()) for number in range(60)] == [
            await bare.next() for _ in range(60)
        ]


async def test_a_message_of_endlessly_many_empty_parts_costs_no_memory(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        await bare.send(say("in many parts"), final=False)
        before = memory_kib(meeting.process)
        for _ in range(PARTS // 10_000):
            bare.writer.write(EMPTY_PART * 10_000)
            await bare.writer.drain()
        await bare.send(b"", opcode=CONTINUED)

        assert "in many parts" == (await ada.until_said("in many parts"))["text"]

    assert memory_kib(meeting.process) - before < GROWTH_KIB


async def test_letters_that_are_split_over_parts_are_read_whole(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        message = say("zażółć \U0001f642 \u0645")
        for place, byte in enumerate(message):
            await bare.send(bytes((byte,)), CONTINUED if place else TEXT, final=False)
            if place % 10 == 0:
                await bare.send(b"", opcode=PING)  # may stand between the parts of a message
        await bare.send(b"", opcode=CONTINUED)

        await ada.until_said("zażółć \U0001f642 \u0645")


async def test_a_letter_that_its_last_part_breaks_is_no_letter(meeting: Meeting):
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        await bare.send(say("\U0001f642")[:-4], final=False)
        await bare.send(b'\xff"}', opcode=CONTINUED)

        assert await bare.closed_with() == 1007


async def test_a_frame_that_comes_byte_by_byte_is_read_and_nobody_waits_for_it(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        message = say("slowly")
        whole = bytes((0x80 | TEXT, 0x80 | len(message))) + MASK + message
        for place, byte in enumerate(whole):
            bare.writer.write(bytes((byte,)))
            await bare.writer.drain()
            if place % 25 == 0:
                assert (await ada.say(f"meanwhile {place}"))["t"] == "ack"

        await ada.until_said("slowly")


async def test_a_frame_that_is_never_finished_disturbs_nobody(meeting: Meeting):
    ada = await meeting.join()
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        bare.writer.write(bytes((0x80 | TEXT, 0x80 | 127)) + (2**62).to_bytes(8) + MASK + b"x")

        assert await bare.closed_with() == 1009

    assert (await ada.say("undisturbed"))["t"] == "ack"


@pytest.mark.parametrize("first", FIRST_BITS.values(), ids=FIRST_BITS)
async def test_what_rfc_6455_forbids_is_closed_1002(meeting: Meeting, first: int):
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        bare.writer.write(bytes((first, 0x85)) + MASK + b"hello")

        assert await bare.closed_with() == 1002


@pytest.mark.parametrize("said", [1006, 1005, 1015, 999, 0])
async def test_a_close_under_a_number_that_is_never_sent_is_closed_1002(
    meeting: Meeting, said: int
):
    async with BareSocket(meeting.process.port) as bare:
        await entered(meeting, bare)
        await bare.send(said.to_bytes(2), opcode=0x8)

        assert await bare.closed_with() == 1002


async def test_a_hundred_members_of_noise_are_let_go_one_by_one(meeting: Meeting):
    ada = await meeting.join()

    async def noisy() -> int:
        async with BareSocket(meeting.process.port) as bare:
            await bare.send(os.urandom(200), opcode=BINARY)
            return await bare.closed_with()

    ends = await asyncio.gather(*(noisy() for _ in range(100)))

    assert {4500} == set(ends)
    assert (await ada.say("undisturbed"))["t"] == "ack"
