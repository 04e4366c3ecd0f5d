"""Listening and ending: sites that are bound once, and a drain that waits for nobody long."""

import asyncio
import socket
import sys
from collections.abc import Collection
from typing import Protocol

from aiohttp import web

from server.connection.arrivals import Arrivals
from server.connection.crowd import Crowd
from server.connection.patience import Patience
from server.connection.peers import hold_little
from server.connection.threshold import SocketDoor, Threshold
from server.notes import Note, note
from server.tasks import Tasks
from server.web import doorstep
from server.wire.closes import Close

DRAIN_S = 8.0
AT_ONCE = 100  # goodbyes between which the others are heard


class Leaving(Protocol):
    """A socket that can be told that the server restarts."""

    @property
    def is_care(self) -> bool:
        """Whether a volunteer is on it, or somebody with a volunteer: they come back first."""

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, so that its port is known before anything is."""
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        hold_little(sock)
        sock.bind((bare, port))
    except OSError:
        sock.close()
        raise
    return sock


def bracketed(host: str) -> str:
    """Return the host as addresses spell it."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def announce(line: str) -> None:
    """Tell the operator, on standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Site:
    """An application on one socket. The signals are not aiohttp's, nor is the ending."""

    def __init__(
        self, app: web.Application, sock: socket.socket, door: SocketDoor | None = None
    ) -> None:
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=1.0)
        self._sock = sock
        self._door = door
        self._crowd = Crowd()
        self._patience = Patience(doorstep.REQUEST_S)
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        """Begin to accept."""
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(
            self._threshold, sock=self._sock, backlog=1024
        )

    async def accept_no_more(self) -> None:
        """Stop accepting; what is open stays."""
        if self._server is not None:
            self._server.close()

    async def end(self) -> None:
        """Close what is left."""
        await self._runner.cleanup()

    def _threshold(self) -> Threshold:
        return Threshold(self._crowd, self._patience, self._pages, self._door)

    def _pages(self) -> doorstep.Doorstep:
        server = self._runner.server
        assert server is not None  # noqa: S101 - set up before anybody can come
        return doorstep.Doorstep(server, self._crowd)


async def drain(
    sockets: Collection[Leaving], tasks: Tasks, arrivals: Arrivals, away_s: float
) -> None:
    """Tell everybody to come back, spread over the time that takes, and let them go."""
    after = arrivals.back_after(len(sockets), away_s)
    note(Note.DRAINING, sockets=len(sockets))
    first_care = sorted(sockets, key=lambda socket: not socket.is_care)
    for number, (member, after_s) in enumerate(zip(first_care, after, strict=True), 1):
        member.part("restarting", Close.RESTARTING, after_s)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    running = tasks.running()
    if running:
        await asyncio.wait(running, timeout=DRAIN_S)
