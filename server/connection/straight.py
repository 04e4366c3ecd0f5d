"""Written past the transport: whether a socket may be, and the one call that does it.

While a transport holds nothing back, one call of the system does all that its own machinery would
do. Only for sockets whose bytes go out as they are: nothing is encrypted on the way.
"""

import os
import socket
from collections.abc import Iterable
from typing import Protocol, TypeVar

NO_WAY = -1


class Transport(Protocol):
    """What frames are written to: a socket's transport, or what stands in its place."""

    def write(self, data: bytes) -> None:
        """Take complete frames, one after another."""

    def get_write_buffer_size(self) -> int:
        """Return how many bytes its reader has not taken yet."""

    def is_closing(self) -> bool:
        """Return whether nothing more can reach the reader."""


class Way(Protocol):
    """Whoever has a transport, and the descriptor that it writes to."""

    transport: Transport
    descriptor: int


W = TypeVar("W", bound=Way)


def descriptor(transport: object) -> int:
    """Return the descriptor that a transport writes to as it is given; `NO_WAY` if it has none.

    It belongs to the transport: it is another socket's as soon as this one is closed. So it may
    be used only right after `is_closing` said no.
    """
    asked = getattr(transport, "get_extra_info", None)
    if asked is None or os.name != "posix" or asked("sslcontext") is not None:
        return NO_WAY
    sock = asked("socket")
    if sock is None or sock.type != socket.SOCK_STREAM:
        return NO_WAY
    return int(sock.fileno())


def write(way: Way, written: bytes) -> None:
    """Write to a socket whose transport holds nothing; it gets what the socket did not take.

    It also meets whatever is wrong with the socket, and tells its protocol as ever.
    """
    try:
        taken = os.write(way.descriptor, written)
    except OSError:
        taken = 0
    if taken < len(written):
        way.transport.write(written[taken:])


def write_to_all(ways: Iterable[W], written: bytes) -> list[W]:
    """Write the same bytes to each as `write` does; return those whose transport holds something.

    A turn of this loop is a delivery, and touches nothing of a reader but the transport and its
    descriptor: in a room that speaks now and then all else is cold, and dearer than the call.
    """
    call, size, behind = os.write, len(written), []
    for way in ways:
        transport = way.transport
        if transport.is_closing():
            continue
        if transport.get_write_buffer_size():
            behind.append(way)
            continue
        try:
            taken = call(way.descriptor, written)
        except OSError:
            taken = 0
        if taken < size:
            transport.write(written[taken:])
    return behind
