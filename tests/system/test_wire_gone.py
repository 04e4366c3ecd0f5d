"""What ended sockets leave behind on the server: no bug of ours, and no memory."""

import signal
import socket
import struct
import sys
from asyncio import sleep
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest
from kith_process import KithProcess
from meeting import Meeting, StartKith, open_room
from patience import SOON_S

pytestmark = pytest.mark.slow

MANY, SOME = 400, 12
A_RESET = struct.pack("ii", 1, 0)  # what a close becomes, said to the socket
ASKS = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: kith.v1\r\n\r\n"
)
COUNTS = """
import gc, signal, sys
from server.cli import main

def count(*_):
    sys.stderr.write(f"circles {gc.collect()}\\n")
    sys.stderr.flush()

signal.signal(signal.SIGUSR1, count)
sys.exit(main(sys.argv[1:]))
"""


class Counting(KithProcess):
    """A server that says, when asked by a signal, how much only a search could free."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-c", COUNTS]

    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    async def circles(self) -> int:
        told = len(self._told())
        assert self._process is not None
        self._process.send_signal(signal.SIGUSR1)
        while len(self._told()) == told:  # noqa: ASYNC110 - another process says it
            await sleep(0.02)
        return int(self._told()[-1].split()[1])

    def _told(self) -> list[str]:
        return [line for line in self.stderr if line.startswith("circles")]


def test_who_is_gone_before_the_handshake_is_answered_is_no_bug_of_ours(start_kith: StartKith):
    kith = start_kith()
    peers = [
        socket.create_connection(("127.0.0.1", kith.port), timeout=SOON_S) for _ in range(MANY)
    ]
    for peer in peers:
        peer.sendall(ASKS)
    for peer in peers:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, A_RESET)
        peer.close()

    with urlopen(kith.url + "/healthz", timeout=SOON_S) as alive:  # noqa: S310 - our own server
        assert 200 == alive.status
    assert 0 == kith.stop()
    assert [] == [line for line in kith.stderr if "our_bug" in line]


async def test_a_socket_that_ended_is_freed_at_once_however_it_ended(tmp_path: Path):
    """Else memory grows until all of it is looked through, and nobody is heard meanwhile."""
    kith = Counting(tmp_path / "data", KITH_LIMITS="off")
    kith.start()
    try:
        async with AsyncExitStack() as stack:
            meeting = Meeting(kith, open_room(kith.data, capacity=4 * SOME), stack)
            staying = await meeting.join()
            await kith.circles()  # what the start left
            before = kith.open_files()
            people = [await meeting.join() for _ in range(3 * SOME)]
            for number, wire in enumerate(people):
                await wire.say("words")
                match number % 3:
                    case 0:
                        await wire.send("leave")
                        await wire.ended()
                    case 1:
                        await wire.close()
                    case _:
                        wire.connection.transport.abort()
            while kith.open_files() > before:  # noqa: ASYNC110 - another process lets go of them
                await sleep(0.05)
            assert "ack" == (await staying.say("still here"))["t"]

            assert await kith.circles() < SOME
    finally:
        kith.stop()
