"""What stands before every request: connections that were never meant to become one.

aiohttp answers broken HTTP with what it was sent and with its own version, notes each as a bug,
and waits an hour for a request that never comes. Strangers get none of that here: a code without
words, a while to speak, and no more connections than leave the node files to open.
"""

import asyncio
import resource
from typing import Any

from aiohttp import web

from server.api import problem
from server.headers import FILE
from server.notes import Place, note_bug
from server.peers import hold_little

REQUEST_S = 30.0  # to send the head of a request, and between two of them
LINGER_S = 3.0  # to read what is still sent, so that the answer is not lost
SPARE_FILES = 200  # the store, keys, other nodes, alarms
FAULT = "fault"
QUIET: dict[str, Any] = {"access_log": None}
_BUG = 500


class Doorstep(web.RequestHandler):
    """One connection, whoever it is from."""

    __slots__ = ("_counted", "_crowd")

    def __init__(self, server: web.Server, crowd: "Crowd") -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=REQUEST_S,
            lingering_time=LINGER_S,
            auto_decompress=False,  # a few packed kilobytes would cost seconds to unpack
            **QUIET,
        )
        self._crowd = crowd
        self._counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, if there is space for one more."""
        super().connection_made(transport)
        self._counted = self._crowd.arrive()
        if self._counted:
            hold_little(transport)
        else:
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make space."""
        super().connection_lost(exc)
        if self._counted:
            self._counted = False
            self._crowd.depart()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = _BUG,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no request, or our own bug, with a code: what was sent is not quoted."""
        del message
        if status == _BUG and exc is not None and not _is_gone(request):
            note_bug(Place.PAGES, exc)
        if request.writer.output_size > 0:
            raise ConnectionError  # half an answer is on its way already
        answer = problem(status, FAULT)
        # Said here, or aiohttp says which version of it and of Python this is.
        answer.headers.update({**FILE, "Cache-Control": "no-store", "Server": "kith"})
        answer.force_close()
        return answer


class Crowd:
    """How many connections there are, and how many there may be."""

    def __init__(self) -> None:
        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._most = max(most - SPARE_FILES, most // 2)
        self._here = 0

    def arrive(self) -> bool:
        """Count one in; False if there are too many already."""
        if self._here >= self._most:
            return False
        self._here += 1
        return True

    def depart(self) -> None:
        """Count one out."""
        self._here -= 1


def _is_gone(request: web.BaseRequest) -> bool:
    """Return whether nobody is there any more to be answered."""
    return request.transport is None or request.transport.is_closing()
