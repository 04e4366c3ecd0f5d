"""What a connection meets first: a plain handshake is answered here, all else goes to the pages.

A member's socket then costs what a member's socket needs. A request that differs in anything from
what browsers send is read by the HTTP library, which can tell what it is, and reaches the same
door by `doorstep.hand_over`.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, cast

from server.connection.crowd import Crowd
from server.connection.patience import Patience
from server.connection.shell import Shell
from server.wire.handshake import NoHandshake, accepted, plain_head


class Head(Protocol):
    """What is told of a request for a socket."""

    @property
    def remote(self) -> str | None:
        """Where it came from."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers."""


class PlainHead(NamedTuple):
    """The head of a request that was read here."""

    remote: str | None
    headers: Mapping[str, str]


class SocketDoor(Protocol):
    """Where sockets go that are asked for in a plain handshake."""

    path: bytes
    protocol: str
    most_bytes: int

    def let_in(self, shell: Shell, head: Head) -> None:
        """Serve a socket, or close it."""


class Threshold(asyncio.Protocol):
    """One connection that has said nothing yet."""

    __slots__ = ("_crowd", "_door", "_pages", "_patience", "_transport")

    def __init__(
        self,
        crowd: Crowd,
        patience: Patience,
        pages: Callable[[], asyncio.Protocol],
        door: SocketDoor | None,
    ) -> None:
        self._crowd = crowd
        self._patience = patience
        self._pages = pages
        self._door = door
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, if there is space for one more."""
        if self._crowd.arrive():
            self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name
            self._patience.wait_for(self)
        else:
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Make space: it ended before it said anything."""
        del exc
        if self._transport is not None:
            self._patience.end_for(self)
            self._crowd.depart()

    def data_received(self, data: bytes) -> None:
        """Hand the connection on, now that it says what it is for."""
        if self._transport is None:
            return
        self._patience.end_for(self)
        if not self._is_socket(self._transport, data):
            pages = self._pages()
            self._transport.set_protocol(pages)
            pages.connection_made(self._transport)
            pages.data_received(data)

    def end_soon(self) -> None:
        """End with somebody who says nothing."""
        if self._transport is not None:
            self._transport.close()

    def _is_socket(self, transport: asyncio.Transport, data: bytes) -> bool:
        """Return whether this was a plain handshake, which then is done."""
        door = self._door
        head = plain_head(data, door.path) if door is not None else None
        if door is None or head is None:
            return False
        headers, rest = head
        try:
            answer = accepted(headers, door.protocol)
        except NoHandshake:
            return False
        shell = Shell(transport, self._crowd, door.most_bytes)
        transport.set_protocol(shell)
        transport.write(answer)
        peer = transport.get_extra_info("peername")
        door.let_in(shell, PlainHead(peer[0] if peer else None, headers))
        if rest:
            shell.data_received(rest)
        return True
