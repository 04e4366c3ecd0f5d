"""One reader's stream: a page that begins, and goes on as long as they read."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from rooms.refusal import Refusal
from server.faults import fault_of
from server.member.visitor import Visitor
from server.notes import Place, note_bug
from server.plain.callers import Caller
from server.plain.endings import LEFT, OUR_BUG, STUCK, TIME_IS_UP, goodbye, refused
from server.plain.fragments import Told
from server.plain.reading import Reading
from server.plain.transport import Below, FrameTransport
from server.presence.place import PAGE_MS
from server.services import Services
from server.wire.closes import Close
from server.wire.frames import Bye, ServerFrame

LOOK_S = 1.0  # so soon is a reader noticed who has gone without a word
LINGER_S = 5.0

# The address of the circle a full room names, or nothing.
Circle = Callable[[Refusal], str]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a stream gives a sign of life, and how long it lasts, in seconds."""

    beat_s: float = 15.0
    stream_s: float = 600.0


class PlainStream:
    """A member whose frames become a page: in the place of a socket."""

    def __init__(
        self, services: Services, caller: Caller, reading: Reading, below: Below, pace: Pace
    ) -> None:
        self.caller = caller
        self.is_in = False
        self.first: Sequence[ServerFrame] = ()  # what waits to be said once they are in
        self._services = services
        self._reading = reading
        self._below = below
        self._pace = pace
        self._transport = FrameTransport(below)
        self.visitor = Visitor(self, self._transport, services)
        self._told: Told | None = None
        self._again = asyncio.Event()
        self._came = asyncio.Event()

    @property
    def is_care(self) -> bool:
        """Whether this is somebody with a volunteer."""
        return self.visitor.is_on_a_line

    @property
    def open(self) -> bool:
        """Whether anybody is still there to read."""
        return not self._transport.is_closing()

    async def run(self, response: web.StreamResponse, circle: Circle) -> None:
        """Show everything until it ends. Nothing in here is cancelled: each part sees the end."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._be_in(circle))
                await self._write_out(response)
        finally:
            await self.visitor.gone(PAGE_MS)

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and end."""
        if self.open:
            bye = Bye(code=code, after_s=after_s)
            self._told = goodbye(bye)  # also where the reader is too slow to be sent it
            self.visitor.send(bye)
            self.soon_close(close)
            self.visitor.hang_up()  # at once: not a word more is for whoever was sent out

    def soon_close(self, close: Close) -> None:
        """End after everything that waits was shown; a peer that takes nothing is let go."""
        self.visitor.flush()
        self._end(STUCK if close is Close.TOO_SLOW else LEFT)
        asyncio.get_running_loop().call_later(LINGER_S, self._let_go)

    async def came_in(self) -> bool:
        """Return whether they are in, once that is known: a page may show the room before."""
        await self._came.wait()
        return self.is_in and self.open

    async def leave(self) -> None:
        """Give the place back at once, and end."""
        if self.is_in:
            await self.visitor.leave()
        self.soon_close(Close.DONE)

    async def _be_in(self, circle: Circle) -> None:
        """Come in, and again whenever something was lost on the way."""
        try:
            while self.open:
                self._again.clear()
                await self.visitor.enter(self.caller.enter(self._reading.position))
                self.is_in = True
                self._came.set()
                for frame in self.first:
                    self.visitor.send(frame)
                self.first = ()
                await self._again.wait()
        except Exception as error:  # noqa: BLE001 - told in words, or noted as our own
            await self._stopped(error, circle)
        finally:
            self._came.set()

    async def _stopped(self, error: Exception, circle: Circle) -> None:
        fault = fault_of(error)
        if fault.refusal is None:
            self._services.counters.bugs.inc()
            note_bug(Place.LINK, error)
            self._end(OUR_BUG)
            return
        self._services.counters.refusal(fault.refusal.code)
        self._end(refused(fault.refusal, circle(fault.refusal)))

    async def _write_out(self, response: web.StreamResponse) -> None:
        clock = asyncio.get_running_loop().time
        over, beat = clock() + self._pace.stream_s, clock() + self._pace.beat_s
        with suppress(ConnectionError):
            while self.open:
                await self._transport.something(LOOK_S)
                if clock() >= over:
                    self._end(TIME_IS_UP)
                page = self._waiting()
                if clock() >= beat:
                    page += self._reading.beat()
                    beat = clock() + self._pace.beat_s
                if page:
                    await response.write(page.encode())
            await response.write((self._waiting() + self._last_words()).encode())
        self._end(STUCK)
        self._waiting()

    def _waiting(self) -> str:
        page = "".join(self._reading.take(frame) for frame in self._transport.take())
        if self._reading.lost or self._reading.over:
            self._again.set()
        return page

    def _last_words(self) -> str:
        return self._reading.end(self._told or STUCK)

    def _end(self, told: Told) -> None:
        self._told = self._told or told
        self._transport.close()
        self._again.set()

    def _let_go(self) -> None:
        if not self._below.is_closing() and self._below.get_write_buffer_size():
            self._below.abort()
