"""Connections that say little and stay long: they are let go, and never keep anybody else out."""

import asyncio
import resource
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from meeting import Meeting, open_room
from patience import SOON_S
from raw_http import RawConnection, answer_to
from websockets.exceptions import WebSocketException

pytestmark = pytest.mark.slow

RUNNER = Path(__file__).parents[1] / "hasty_house.py"
FORM = (
    b"POST /appeal HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100\r\n\r\ncode="
)
JSON = (
    b"POST /desk/api/signin/finish HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b'Sec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\n{"'
)
BEGUN = {
    "nothing": b"",
    "half a line": b"GET /heal",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-One: 1\r\n",
    "half a handshake": b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n",
}
HALVES = 1_000
FILES = 260
SPARE = 60


class HastyHouse(KithProcess):
    """A real server that waits `KITH_TEST_SOON_S` for what a browser sends at once."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]


class NarrowHouse(KithProcess):
    """A real server that may have few files open."""

    @property
    def program(self) -> list[str]:
        return ["prlimit", f"--nofile={FILES}:{FILES}", *super().program]


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    data = tmp_path_factory.mktemp("hasty") / "data"
    process = HastyHouse(data, KITH_LIMITS="off", KITH_TEST_SOON_S="2").start()
    yield process
    assert 0 == process.stop()
    assert [] == [line for line in process.stderr if "our_bug" in line or "library" in line]


async def test_who_never_finishes_a_request_is_let_go(hasty: KithProcess):
    ends = await asyncio.gather(*(answer_to(hasty.port, begun) for begun in BEGUN.values()))

    assert dict.fromkeys(BEGUN, b"") == dict(zip(BEGUN, ends, strict=True))


async def test_a_head_that_comes_letter_by_letter_is_not_waited_for(hasty: KithProcess):
    connection = await RawConnection.dial(hasty.port)

    async def drip() -> None:
        await connection.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        while not connection.writer.is_closing():
            await connection.send(b"X-A: b\r\n")
            await asyncio.sleep(0.2)

    dripping = asyncio.create_task(drip())
    try:
        assert b"" == await connection.until_end()
    finally:
        dripping.cancel()


async def test_a_connection_that_asks_no_more_is_let_go(hasty: KithProcess):
    answer = await answer_to(hasty.port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.endswith(b'{"alive":true}')


async def test_a_body_that_does_not_come_is_not_waited_for(hasty: KithProcess):
    page, code = await asyncio.gather(answer_to(hasty.port, FORM), answer_to(hasty.port, JSON))

    assert (b"408", b"408") == (page[9:12], code[9:12])
    assert b"<!doctype html>" in page
    assert code.endswith(b'"code":"fault"}')


async def test_a_thousand_half_open_connections_keep_nobody_out(hasty: KithProcess):
    halves = [await RawConnection.dial(hasty.port) for _ in range(HALVES)]
    await asyncio.gather(*(it.send(BEGUN["half a handshake"]) for it in halves))
    async with AsyncExitStack() as stack:
        meeting = Meeting(hasty, open_room(hasty.data), stack)
        ada, ben = await meeting.join(), await meeting.join()

        await ada.say("is anybody there")
        await ben.until_said("is anybody there")
        ends = await asyncio.gather(*(it.until_end() for it in halves))

        assert {b""} == set(ends)
        assert (await ben.say("still here"))["t"] == "ack"


async def test_connections_leave_the_node_files_to_open(tmp_path: Path):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most > FILES
    kith = NarrowHouse(tmp_path / "data", KITH_LIMITS="off").start()
    try:
        async with AsyncExitStack() as stack:
            meeting = Meeting(kith, "gambling", stack)
            ada = await meeting.join()

            crowd = [await RawConnection.dial(kith.port) for _ in range(FILES)]
            turned_away = [it for it in crowd if await _is_turned_away(it)]

            assert (await ada.say("undisturbed"))["t"] == "ack"
            assert FILES - len(turned_away) < FILES - SPARE
            for one in crowd:
                one.drop()
            room = open_room(kith.data)
            meeting.room = room
            async with asyncio.timeout(SOON_S):
                while not await _comes_in(meeting):
                    pass
    finally:
        assert 0 == kith.stop()
    assert [] == [line for line in kith.stderr if "our_bug" in line or "Traceback" in line]


async def _is_turned_away(connection: RawConnection) -> bool:
    await connection.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    try:
        await connection.until(b'{"alive":true}')
    except (asyncio.IncompleteReadError, ConnectionError):
        return True
    return False


async def _comes_in(meeting: Meeting) -> bool:
    try:
        await meeting.join()
    except (OSError, WebSocketException):
        return False
    return True
