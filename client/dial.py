"""The IO of one socket: open it, put frames on it, hear what comes, and notice silence."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from client.address import Address
from server.wire.frames import MEMBER_PROTOCOL, SERVER_FRAME_BYTES, Leave, MemberFrame

OPEN_S = 10.0
CLOSE_S = 2.0
SEND_S = 20.0
LEAVE_S = 5.0

# What ends a socket without being anybody's fault here. A frame in another sub-protocol is
# another program's; it is tried again as any other failure.
LOST = (WebSocketException, OSError, TimeoutError)


class Dropped(Exception):
    """The core asked for another socket."""


def dial(address: Address, origin: str | None) -> connect:
    """Begin a socket that tells the house nothing but what is said on it."""
    return connect(
        address.socket,
        subprotocols=[Subprotocol(MEMBER_PROTOCOL)],
        origin=None if origin is None else Origin(origin),
        user_agent_header=None,
        compression=None,
        max_size=SERVER_FRAME_BYTES,
        proxy=None,
        open_timeout=OPEN_S,
        close_timeout=CLOSE_S,
        ping_interval=None,  # the house ticks; `hear` notices when it does not
    )


async def tell(socket: ClientConnection, outgoing: asyncio.Queue[MemberFrame]) -> None:
    """Put frames on the socket in order, until it ends."""
    while True:
        frame = await outgoing.get()
        async with asyncio.timeout(SEND_S):
            await socket.send(msgspec.json.encode(frame), text=True)
        if isinstance(frame, Leave):
            async with asyncio.timeout(LEAVE_S):
                await socket.wait_closed()


async def hear(
    socket: ClientConnection,
    ready: Callable[[], Awaitable[None]],
    patience_s: Callable[[], float],
    heard: Callable[[bytes], None],
) -> None:
    """Hand on each frame, until the socket ends or has been silent for too long."""
    while True:
        await ready()
        async with asyncio.timeout(patience_s()):
            frame = await socket.recv(decode=False)
        heard(frame)
