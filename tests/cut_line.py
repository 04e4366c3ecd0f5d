"""A line between a member and the house that a test can cut, with what is on its way."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

RECEIVE_BYTES = 64 * 1024  # what is stalled is soon felt at the other end


class CutLine:
    """Passes bytes on in both directions, until the answers are held back and the line is cut."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._house = port
        self._holding = False
        self._open: set[asyncio.StreamWriter] = set()
        self._silent: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._passed_up = asyncio.Event()

    def hold_answers(self) -> None:
        """Let nothing more through to the member; what it says still arrives."""
        self._holding = True
        self._passed_up.clear()

    def fall_silent(self) -> None:
        """Pass nothing on any connection there is now, either way; the next ones pass freely."""
        self._silent |= self._open

    def stall(self) -> None:
        """Read nothing more from the house until told to go on; it may fill every buffer."""
        self._flows.clear()

    def go_on(self) -> None:
        self._flows.set()

    async def something_went_up(self) -> None:
        """Wait for bytes from the member to have gone on to the house."""
        await self._passed_up.wait()

    def cut(self) -> None:
        """End every connection without a word; the next ones pass freely."""
        self._holding = False
        for writer in self._open:
            writer.transport.abort()

    async def serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        sock.setblocking(False)  # noqa: FBT003 - the socket's own
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", self._house))
        far, on = await asyncio.open_connection(sock=sock)
        ends = {back, on}
        self._open |= ends
        try:
            await asyncio.gather(self._up(near, on), self._down(far, back))
        except OSError:
            return
        finally:
            self._open -= ends
            for writer in ends:
                writer.transport.abort()

    async def _up(self, near: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
        while part := await near.read(65_536):
            if on not in self._silent:
                on.write(part)
                await on.drain()
            self._passed_up.set()
        on.close()

    async def _down(self, far: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while part := await far.read(65_536):
            await self._flows.wait()
            if not self._holding and back not in self._silent:
                back.write(part)
                await back.drain()
        back.close()


@asynccontextmanager
async def cut_line(port: int) -> AsyncIterator[CutLine]:
    """Give a line to the house at `port`; `.port` is its near end."""
    line = CutLine(port)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    async with server:
        yield line
        line.cut()
