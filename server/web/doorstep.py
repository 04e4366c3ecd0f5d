"""What stands before every request: connections that were never meant to become one.

aiohttp answers broken HTTP with what it was sent and with its own version, notes each as a bug,
and waits an hour for a request that never comes. Strangers get none of that here: a code without
words, a while to speak, and no more connections than leave the node files to open.
"""

import asyncio
from typing import Any

from aiohttp import web

from server.connection.crowd import Crowd
from server.connection.shell import Shell
from server.notes import Place, note_bug
from server.web.answers import problem
from server.web.headers import FILE
from server.wire.frames import CLIENT_FRAME_BYTES
from server.wire.handshake import NoHandshake, accepted

REQUEST_S = 30.0  # to send the head of a request, and between two of them
LINGER_S = 3.0  # to read what is still sent, so that the answer is not lost
FAULT = "fault"
QUIET: dict[str, Any] = {"access_log": None}
_BUG = 500


class Doorstep(web.RequestHandler):
    """One connection, whoever it is from."""

    __slots__ = ("_crowd", "_is_ours")

    def __init__(self, server: web.Server, crowd: Crowd) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=REQUEST_S,
            lingering_time=LINGER_S,
            auto_decompress=False,  # a few packed kilobytes would cost seconds to unpack
            **QUIET,
        )
        self._crowd = crowd
        self._is_ours = True

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make space."""
        super().connection_lost(exc)
        if self._is_ours:
            self._is_ours = False
            self._crowd.depart()

    def give_up(self) -> Crowd:
        """Let go of the connection without ending it; it is counted where it goes."""
        self._is_ours = False
        self.transport = None  # or it would be closed
        self.connection_lost(None)
        return self._crowd

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = _BUG,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no request, or our own bug, with a code: what was sent is not quoted."""
        del message
        if _is_gone(request) or request.writer.output_size > 0:
            raise ConnectionError  # nobody is there, or half an answer is on its way already
        if status == _BUG and exc is not None:
            note_bug(Place.PAGES, exc)
        answer = problem(status, FAULT)
        # Said here, or aiohttp says which version of it and of Python this is.
        answer.headers.update({**FILE, "Cache-Control": "no-store", "Server": "kith"})
        answer.force_close()
        return answer


class HandedOver(ConnectionResetError):
    """The request's connection has become a socket: there is nothing to answer it with."""


def hand_over(request: web.Request, protocol: str, most_bytes: int = CLIENT_FRAME_BYTES) -> Shell:
    """Open the socket that a request asks for, and let the HTTP library go of its connection."""
    transport, doorstep = request.transport, request.protocol
    if transport is None or transport.is_closing() or not isinstance(doorstep, Doorstep):
        raise ConnectionResetError  # gone before it was here
    try:
        answer = accepted(request.headers, protocol)
    except NoHandshake:
        raise web.HTTPBadRequest from None
    shell = Shell(transport, doorstep.give_up(), most_bytes)
    transport.set_protocol(shell)
    shell.transport.write(answer)
    return shell


def _is_gone(request: web.BaseRequest) -> bool:
    """Return whether nobody is there any more to be answered."""
    return request.transport is None or request.transport.is_closing()
