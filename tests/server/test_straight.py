"""Written past the transport: nothing is lost, doubled or overtaken, whatever the socket takes."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
import uvloop
from fake_transport import FakeTransport
from patience import SOON_S

from server.connection.straight import NO_WAY, descriptor
from server.fanout.outbox import Outbox

LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
SMALL = 4096

Scene = Callable[[asyncio.Transport, socket.socket], Awaitable[None]]


class Ended(asyncio.Protocol):
    """Knows when its connection has ended."""

    def __init__(self) -> None:
        self.lost = asyncio.get_running_loop().create_future()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.lost.set_result(None)


@pytest.fixture(params=LOOPS)
def play(request: pytest.FixtureRequest) -> Callable[[Scene], None]:
    """Run a scene with a small socket's transport and its other end."""

    async def played(scene: Scene) -> None:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        theirs.settimeout(0)
        loop = asyncio.get_running_loop()
        transport, ended = await loop.create_connection(Ended, sock=ours)
        with theirs:
            async with asyncio.timeout(SOON_S):
                await scene(transport, theirs)
                transport.abort()
                await ended.lost

    def run(scene: Scene) -> None:
        with asyncio.Runner(loop_factory=LOOPS[request.param]) as runner:
            runner.run(played(scene))

    return run


async def received(theirs: socket.socket, count: int) -> bytes:
    loop, came = asyncio.get_running_loop(), b""
    while len(came) < count:
        came += await loop.sock_recv(theirs, count - len(came))
    return came


def box_on(transport: asyncio.Transport) -> Outbox:
    return Outbox(transport, lambda _box: None)


def test_what_fits_is_with_the_socket_before_the_loop_turns(play: Callable[[Scene], None]):
    async def scene(transport: asyncio.Transport, theirs: socket.socket) -> None:
        box = box_on(transport)
        box.put(b"one")

        assert box.flush(0.0)

        assert theirs.recv(10) == b"one"

    play(scene)


def test_a_short_write_is_finished_and_nothing_overtakes_it(play: Callable[[Scene], None]):
    frames = [bytes([n]) * SMALL for n in range(12)]  # far more than the socket takes at once

    async def scene(transport: asyncio.Transport, theirs: socket.socket) -> None:
        box = box_on(transport)
        for half in (frames[:6], frames[6:]):
            for frame in half:
                box.put(frame)
            assert box.flush(0.0)
        assert transport.get_write_buffer_size() > 0, "this is about a full socket"

        assert await received(theirs, 12 * SMALL) == b"".join(frames)

        box.put(b"after")
        assert box.flush(0.0)
        assert await received(theirs, 5) == b"after"

    play(scene)


def test_what_the_transport_was_given_before_goes_first(play: Callable[[Scene], None]):
    first = b"pong" * SMALL

    async def scene(transport: asyncio.Transport, theirs: socket.socket) -> None:
        box = box_on(transport)
        transport.write(first)
        assert transport.get_write_buffer_size() > 0, "this is about what a socket did not take"
        early = theirs.recv(SMALL)  # and now it would take more
        box.put(b"line")
        box.flush(0.0)

        rest = await received(theirs, len(first) + 4 - len(early))
        assert early + rest == first + b"line"

    play(scene)


def test_a_peer_that_is_gone_is_noticed_as_ever(play: Callable[[Scene], None]):
    async def scene(transport: asyncio.Transport, theirs: socket.socket) -> None:
        transport.pause_reading()  # so that only writing can tell
        theirs.close()
        box = box_on(transport)
        while not transport.is_closing():
            box.put(b"line")
            box.flush(0.0)
            await asyncio.sleep(0)

    play(scene)


def test_a_closed_transports_descriptor_is_not_written_to(play: Callable[[Scene], None]):
    async def scene(transport: asyncio.Transport, theirs: socket.socket) -> None:
        box = box_on(transport)
        box.put(b"late")
        transport.close()

        assert box.flush(0.0)

        assert await asyncio.get_running_loop().sock_recv(theirs, 10) == b""

    play(scene)


def test_what_has_no_socket_is_written_to_as_before():
    assert descriptor(FakeTransport()) == NO_WAY


def test_what_is_encrypted_on_the_way_is_never_written_past():
    ours, theirs = socket.socketpair()

    class Tls:
        def get_extra_info(self, name: str) -> object:
            return {"sslcontext": object(), "socket": ours}[name]

    with ours, theirs:
        assert descriptor(Tls()) == NO_WAY
