"""A server that speaks recorded frames: what a link meets on a real socket, without a house."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
from room_frames import hello, ident, wire
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from client.backoff import Backoff
from client.link import Link
from server.wire import codec
from server.wire.frames import MEMBER_PROTOCOL, Enter, MemberFrame, Say

Play = Callable[["Caller"], Awaitable[None]]


class Caller:
    """One socket at the server's end."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket

    async def read(self) -> MemberFrame:
        return codec.decode(await self.socket.recv(decode=False))

    async def send(self, *frames: bytes) -> None:
        for frame in frames:
            await self.socket.send(frame, text=True)

    async def let_in(self, *, n: int = 0, **more: object) -> Enter:
        """Read `enter`, say `hello`; `more` changes fields of it."""
        enter = await self.read()
        assert isinstance(enter, Enter)
        await self.send(msgspec.json.encode(msgspec.json.decode(hello(n=n)) | more))
        return enter

    async def take(self, n: int) -> Say:
        """Read a `say` and accept it as line `n`."""
        say = await self.read()
        assert isinstance(say, Say)
        await self.send(wire(t="ack", id=say.id, n=n, saved=True))
        return say


@asynccontextmanager
async def playing(*plays: Play) -> AsyncIterator[str]:
    """Answer each socket by the next play, the last again and again; give the address."""
    left = list(plays)
    failed: list[BaseException] = []

    async def answer(socket: ServerConnection) -> None:
        play = left.pop(0) if len(left) > 1 else left[0]
        try:
            await play(Caller(socket))
        except ConnectionClosed:
            return
        except AssertionError as wrong:
            failed.append(wrong)

    server = await serve(
        answer, "127.0.0.1", 0, subprotocols=[Subprotocol(MEMBER_PROTOCOL)], compression=None
    )
    async with server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/ws"
    assert failed == []


def a_link(url: str, *, key: bytes = b"k" * 32, draw: float = 0.0) -> Link:
    """Return a link that needs no page and comes back at once."""
    return Link(url, "gambling", key=key, backoff=Backoff(lambda: draw))


async def hold(caller: Caller) -> None:
    """Let in, and then only listen."""
    await caller.let_in()
    await caller.socket.wait_closed()


async def forever() -> None:
    await asyncio.Event().wait()


__all__ = ["Caller", "a_link", "forever", "hold", "ident", "playing"]
