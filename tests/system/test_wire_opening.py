"""The ways to a socket: at once, behind other requests, through a head in pieces."""

import asyncio
import json

import pytest
from bare_socket import BareSocket
from meeting import Meeting
from raw_http import RawConnection
from wire import fresh_key

pytestmark = pytest.mark.slow

PAGE = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
OPENING = (
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
)
UNUSUAL = {
    "nothing": "",
    "a name twice": "X-One: 1\r\nX-One: 2\r\n",
    "what a front adds": "Via: 1.1 front\r\nX-Forwarded-Proto: https\r\n",
}
MASK = b"\0\0\0\0"


def frame(**fields: object) -> bytes:
    payload = json.dumps(fields).encode()
    return b"\x81\xfe" + len(payload).to_bytes(2, "big") + MASK + payload


async def heard_hello(connection: RawConnection, meeting: Meeting) -> bool:
    """Come in on an open socket, leave, and return whether both went well."""
    await connection.send(frame(t="enter", room=meeting.room, key=fresh_key(), lang="en"))
    hello = await connection.until(b'"ping_s"')
    await connection.send(frame(t="leave"))
    rest = await connection.until(b"\x88\x02\x03\xe8")
    connection.drop()
    return b'"t":"hello"' in hello and b"bye" not in rest


@pytest.mark.parametrize("more", UNUSUAL.values(), ids=UNUSUAL)
async def test_a_socket_opens_at_once(meeting: Meeting, more: str):
    connection = await RawConnection.dial(meeting.process.port)
    await connection.send(OPENING.format(more=more).encode())

    assert (await connection.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
    assert await heard_hello(connection, meeting)


async def test_a_socket_opens_behind_other_requests_as_from_a_front_that_keeps_its_lines(
    meeting: Meeting,
):
    connection = await RawConnection.dial(meeting.process.port)
    for _ in range(2):
        await connection.send(PAGE.encode())
        assert b"200" in await connection.until(b'{"alive":true}')
    await connection.send(OPENING.format(more="").encode())

    assert (await connection.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
    assert await heard_hello(connection, meeting)


async def test_a_socket_opens_whose_head_comes_in_pieces(meeting: Meeting):
    connection = await RawConnection.dial(meeting.process.port)
    opening = OPENING.format(more="").encode()
    for start in range(0, len(opening), 40):
        await connection.send(opening[start : start + 40])
        await asyncio.sleep(0)

    assert (await connection.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
    assert await heard_hello(connection, meeting)


@pytest.mark.parametrize("wrong", ["Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n"])
async def test_half_a_handshake_is_refused(meeting: Meeting, wrong: str):
    connection = await RawConnection.dial(meeting.process.port)
    await connection.send(OPENING.format(more="").replace(wrong, "").encode())

    assert (await connection.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 400")
    connection.drop()


async def test_a_foreign_origin_is_closed_whichever_way_it_came(meeting: Meeting):
    async with BareSocket(meeting.process.port, Origin="https://elsewhere.example") as bare:
        assert await bare.closed_with() == 4501
    connection = await RawConnection.dial(meeting.process.port)
    await connection.send(PAGE.encode())
    await connection.until(b'{"alive":true}')
    more = "Origin: https://elsewhere.example\r\n"
    await connection.send(OPENING.format(more=more).encode())

    assert b"\x88\x02\x11\x95" in await connection.until_end()
