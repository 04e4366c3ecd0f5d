"""The socket shell: bytes in, frames out, and the one place where errors are caught.

Each frame that asks for something durable is answered by a task of its own, started in the
order of arrival; words keep that order (`in_order.py`). A peer with `IN_FLIGHT` unanswered
frames is not read from until one is answered.
"""

import asyncio

from msgspec import UNSET

from rooms.refusal import Code, Refusal
from server.faults import Fault, close_for_refused_enter, fault_of
from server.notes import Place, note_bug
from server.services import Services
from server.session import Session
from server.shell import Shell
from server.visitor import Visitor
from server.wire import codec
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.frames import Bye, Enter, Leave, MemberFrame, More, Nack, ServerFrame

ENTER_S = 10.0
ANSWER_S = 9.0  # every say is answered within 10 s (PROTOCOL), however many steps it takes
IN_FLIGHT = 32


class Link:
    """One member's socket, from its first frame to its close."""

    def __init__(self, shell: Shell, services: Services) -> None:
        self._shell = shell
        self._services = services
        self._session = Session()
        self._visitor = Visitor(self, shell.transport, services)
        self._free = asyncio.Semaphore(IN_FLIGHT)
        self._ending = False

    @property
    def is_care(self) -> bool:
        """Whether this is somebody with a volunteer."""
        return self._visitor.is_on_a_line

    async def run(self, bucket: bytes | None) -> None:
        """Serve the socket until it ends."""
        try:
            await self._serve(bucket)
        except Exception as error:  # noqa: BLE001 - the one place where errors end
            await self._end_with(fault_of(error), error)
        finally:
            await self._visitor.gone()

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close, without waiting for it."""
        if not self._ending:
            self._visitor.send(Bye(code=code, after_s=after_s))
            self.soon_close(close)

    def soon_close(self, close: Close) -> None:
        """Close after everything that waits was written."""
        self._services.crew.start(self.close(close))

    async def close(self, close: Close) -> None:
        """Close once; what waits in the outbox is written first."""
        if self._ending:
            return
        self._ending = True
        self._visitor.flush()
        await self._shell.close(close)

    def answer_soon(self, frame: MemberFrame) -> None:
        """Answer a frame in a task of its own."""
        self._services.crew.start(self._answer(frame))

    async def _serve(self, bucket: bytes | None) -> None:
        first = await self._first()
        if first is None:
            return
        now = asyncio.get_running_loop().time()
        await self._let_in(first, self._services.prefixes.enter(bucket, now))
        while (frame := await self._next()) is not None:
            if isinstance(frame, Leave):
                await self._leave()
                return
            await self._take(frame)

    async def _leave(self) -> None:
        """Free the place at once, then answer what was asked before, then close."""
        await self._visitor.leave()
        for _ in range(IN_FLIGHT):
            await self._free.acquire()
        await self.close(Close.DONE)

    async def _first(self) -> Enter | None:
        try:
            async with asyncio.timeout(ENTER_S):
                frame = await self._next()
        except TimeoutError:
            raise WireFault from None
        if frame is None or isinstance(frame, Enter):
            return frame
        raise WireFault

    async def _next(self) -> MemberFrame | None:
        """Return the next legal frame; None when the socket has ended."""
        said = await self._shell.next()
        if said is None:
            return None
        if isinstance(said, bytes):
            raise WireFault
        return self._session.receive(codec.decode(said))

    async def _let_in(self, frame: Enter, wait_s: float = 0.0) -> None:
        """Give a place, or refuse it with the code and close."""
        try:
            may_enter(wait_s)
            await self._services.arrivals.measure(self._visitor.enter(frame))
        except Exception as error:
            fault = fault_of(error)
            if fault.refusal is None:
                raise
            self._refuse(fault.refusal)
            await self.close(close_for_refused_enter(fault.refusal.code))

    async def _take(self, frame: MemberFrame) -> None:
        match frame:
            case Enter():
                await self._let_in(frame)
            case More():
                await self._guarded(frame)
            case _:
                await self._free.acquire()
                self.answer_soon(frame)

    async def _answer(self, frame: MemberFrame) -> None:
        try:
            await self._guarded(frame)
        finally:
            self._free.release()

    async def _guarded(self, frame: MemberFrame) -> None:
        """Do what the frame asks; a refusal is told, anything worse ends the socket."""
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._visitor.do(frame)
        except Exception as error:  # noqa: BLE001 - told apart by the table
            fault = fault_of(error)
            if fault.refusal is not None:
                self._refuse(fault.refusal, getattr(frame, "id", None))
            else:
                await self._end_with(fault, error)

    def _refuse(self, refusal: Refusal, frame_id: str | None = None) -> None:
        self._services.counters.refusal(refusal.code)
        if refusal.code is Code.UNAVAILABLE:
            self._services.counters.unavailable.inc()
        self._visitor.send(nack(refusal, frame_id))

    async def _end_with(self, fault: Fault, error: Exception) -> None:
        if fault.is_bug:
            self._services.counters.bugs.inc()
            note_bug(Place.LINK, error)
        elif fault.close is Close.FAULT:
            self._services.counters.faults.inc()
        await self.close(fault.close or Close.OUR_BUG)


def may_enter(wait_s: float) -> None:
    """Raise `Refusal` for one whose prefix has come in too often of late."""
    if wait_s > 0:
        raise Refusal(Code.SLOW_DOWN, after_s=max(1, round(wait_s + 0.5)))


def nack(refusal: Refusal, frame_id: str | None) -> ServerFrame:
    """Return a refusal as a frame; only what it has."""
    return Nack(
        code=refusal.code.value,
        id=UNSET if frame_id is None else frame_id,
        after_s=UNSET if refusal.after_s is None else refusal.after_s,
        spans=list(refusal.spans) or UNSET,
        held=refusal.held or UNSET,
        next=UNSET if refusal.next_room is None else refusal.next_room,
        until=refusal.ends.until if refusal.ends else UNSET,
        reason=refusal.ends.reason if refusal.ends else UNSET,
        appeal=refusal.ends.appeal if refusal.ends else UNSET,
    )
