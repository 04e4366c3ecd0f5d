"""One member's socket: frames in, answers out, and the one place where errors are caught.

Nothing runs for a member who says nothing. Each frame that asks for something durable is answered
by a task of its own, started in the order of arrival; words keep that order (`in_order.py`). A
peer with `IN_FLIGHT` unanswered frames is not read from until one is answered, nor is one who
comes in, goes, or reads back.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

from rooms.refusal import Refusal
from server.connection.limits import may_enter
from server.connection.shell import Shell
from server.faults import REFUSED, Fault, close_for_refused_enter, fault_of, nack, refusal_of
from server.member.session import Session
from server.member.visitor import Visitor
from server.notes import Place, note_bug
from server.services import Services
from server.wire import codec
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.frames import Bye, Enter, Leave, MemberFrame, More

IN_FLIGHT = 32
IN_TURN = (Enter, More, Leave)  # nothing else is read from a peer meanwhile


class Door(Protocol):
    """Where somebody came in."""

    def spoke(self, link: "Link") -> None:
        """Take note that somebody said who they are."""

    def left(self, link: "Link") -> None:
        """Take note that somebody's socket has ended."""


class Link:
    """One member's socket, from its first frame to its close. `bucket` counts its prefix."""

    __slots__ = (
        "_answering",
        "_door",
        "_is_busy",
        "_is_ending",
        "_is_leaving",
        "_is_over",
        "_services",
        "_session",
        "_shell",
        "_visitor",
        "bucket",
    )

    def __init__(self, shell: Shell, services: Services, door: Door, bucket: bytes | None) -> None:
        self.bucket = bucket
        self._shell = shell
        self._services = services
        self._door = door
        self._session = Session()
        self._visitor = Visitor(self, shell.transport, services)
        self._answering = 0
        self._is_busy = False
        self._is_ending = False
        self._is_leaving = False
        self._is_over = False

    @property
    def is_care(self) -> bool:
        """Whether this is somebody with a volunteer."""
        return self._visitor.is_on_a_line

    def begin(self) -> None:
        """Listen from now on."""
        self._shell.speak_to(self)
        self._shell.go_on()

    def heard(self, said: str | bytes) -> None:
        """Answer a frame in a task: in its turn, or beside the others."""
        try:
            frame = self._frame(said)
        except WireFault as fault:
            self._shell.hold()
            self._start(self._end_with(fault_of(fault), fault))
            return
        if isinstance(frame, IN_TURN):
            self._is_busy = True
            self._shell.hold()
            self._start(self._in_turn(frame))
        else:
            self._answering += 1
            if self._answering == IN_FLIGHT:
                self._shell.hold()
            self._start(self._beside(frame))

    def flooded(self) -> None:
        """End with somebody who asks all the time whether we are there."""
        self._shell.hold()
        self.end_soon()

    def ended(self) -> None:
        """Let go of everything; what is being done for them is ended first."""
        self._is_over = True
        self._visitor.hang_up()
        self._door.left(self)
        if not self._is_busy:
            self._start(self._visitor.gone())

    def end_soon(self) -> None:
        """End with somebody who broke the protocol, or never said who they are."""
        fault = WireFault()
        self._start(self._end_with(fault_of(fault), fault))

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close, without waiting for it."""
        if not self._is_ending:
            self._visitor.send(Bye(code=code, after_s=after_s))
            self._hang_up()  # at once: not a word more is for whoever was sent out
            self._start(self._shell.close(close))

    def soon_close(self, close: Close) -> None:
        """Close after everything that waits was written."""
        self._start(self.close(close))

    async def close(self, close: Close) -> None:
        """Close once; what waits in the outbox is written first."""
        if not self._is_ending:
            self._hang_up()
            await self._shell.close(close)

    def _hang_up(self) -> None:
        self._is_ending = True
        self._visitor.flush()
        self._visitor.hang_up()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._services.tasks.start(work)

    def _frame(self, said: str | bytes) -> MemberFrame:
        """Return a frame that is legal now, or raise `WireFault`."""
        if isinstance(said, bytes):
            raise WireFault
        frame = codec.decode(said)
        if not self._session.entered and isinstance(frame, Enter):
            self._door.spoke(self)
        return self._session.receive(frame)

    async def _in_turn(self, frame: Enter | More | Leave) -> None:
        """Do what nothing else may be read beside."""
        try:
            match frame:
                case Enter():
                    await self._let_in(frame)
                case More():
                    await self._guarded(frame)
                case Leave():
                    await self._leave()
        except Exception as error:  # noqa: BLE001 - the one place where errors end
            await self._end_with(fault_of(error), error)
        finally:
            self._is_busy = False
            if self._is_over:
                await self._visitor.gone()
        self._go_on()

    async def _beside(self, frame: MemberFrame) -> None:
        """Answer a frame; the next ones are answered meanwhile."""
        try:
            await self._guarded(frame)
        finally:
            self._answering -= 1
        if self._is_leaving and not self._answering:
            await self.close(Close.DONE)
        self._go_on()

    def _go_on(self) -> None:
        """Listen again, if nothing stands against it."""
        is_going = self._is_leaving or self._is_ending
        if not self._is_busy and not is_going and self._answering < IN_FLIGHT:
            self._shell.go_on()

    async def _leave(self) -> None:
        """Free the place at once; close when what was asked before is answered."""
        await self._visitor.leave()
        self._is_leaving = True
        if not self._answering:
            await self.close(Close.DONE)

    async def _let_in(self, frame: Enter) -> None:
        """Give a place, or refuse it with the code and close."""
        try:
            if not self._visitor.is_in:  # asking again for what follows is not coming in
                now = asyncio.get_running_loop().time()
                may_enter(self._services.prefixes.enter(self.bucket, now))
            await self._services.arrivals.measure(self._visitor.enter(frame))
        except REFUSED as error:
            refusal = refusal_of(error)
            self._refuse(refusal)
            await self.close(close_for_refused_enter(refusal.code))

    async def _guarded(self, frame: MemberFrame) -> None:
        """Do what the frame asks; a refusal is told, anything worse ends the socket."""
        try:
            with self._services.answering.bound():
                await self._visitor.do(frame)
        except REFUSED as error:
            self._refuse(refusal_of(error), getattr(frame, "id", None))
        except Exception as error:  # noqa: BLE001 - the one place where errors end
            await self._end_with(fault_of(error), error)

    def _refuse(self, refusal: Refusal, frame_id: str | None = None) -> None:
        self._services.counters.refusal(refusal.code)
        self._visitor.send(nack(refusal, frame_id))

    async def _end_with(self, fault: Fault, error: Exception) -> None:
        if fault.is_bug:
            self._services.counters.bugs.inc()
            note_bug(Place.LINK, error)
        elif fault.close is Close.FAULT:
            self._services.counters.faults.inc()
        await self.close(fault.close or Close.OUR_BUG)
