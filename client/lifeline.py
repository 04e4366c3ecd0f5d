"""Hold one stay over as many sockets as it takes, and do what it asks for."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import assert_never

from websockets.asyncio.client import ClientConnection

from client.address import Address
from client.answers import Answers
from client.backoff import Backoff
from client.dial import LOST, Dropped, dial, hear, tell
from client.effects import Answer, Drop, Effect, Page, Return, Send, Show, WakeAfter
from client.events import Ended, Event
from client.fetch import NoPage
from client.inbox import Inbox
from client.stay import Phase, Stay
from server.wire.frames import Enter, Hello, MemberFrame

ABNORMAL = 1006  # a socket that ended without saying so, or never began
HELLO_S = 10.0
TICK_GRACE_S = 10.0


class Lifeline:
    """The shell around a `Stay`. `enter` finds out what to say at the door."""

    def __init__(
        self,
        address: Address,
        enter: Callable[[], Awaitable[Enter]],
        stay: Stay,
        *,
        origin: str | None,
        backoff: Backoff,
    ) -> None:
        self.inbox = Inbox()
        self.answers = Answers()
        self.entered = asyncio.Event()  # or ended: there is nothing more to wait for
        self.ended = asyncio.Event()
        self._address = address
        self._enter = enter
        self._stay = stay
        self._origin = origin
        self._backoff = backoff
        self._outgoing: asyncio.Queue[MemberFrame] = asyncio.Queue()
        self._return_s = 0.0
        self._wake: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Come in, and come back, until the stay has ended."""
        try:
            while not self.ended.is_set():
                code = await self._one_socket()
                if not self.ended.is_set():
                    self.perform(self._stay.closed(code))
                    await self._pause()
        finally:
            if not self.ended.is_set():
                self._show(Ended(ABNORMAL))
            if self._wake:
                self._wake.cancel()

    def perform(self, effects: Iterable[Effect]) -> None:
        """Carry out effects in order."""
        for effect in effects:
            match effect:
                case Send():
                    self._outgoing.put_nowait(effect.frame)
                case Show():
                    self._show(effect.event)
                case Answer():
                    self.answers.settle(effect.id, effect.outcome)
                case Page():
                    self.answers.settle_page(effect)
                case WakeAfter():
                    self._wake_after(effect.seconds)
                case Drop():
                    raise Dropped
                case Return():
                    self._return_s = effect.after_s
                case _:
                    assert_never(effect)

    def _show(self, event: Event) -> None:
        self.inbox.put(event)
        if isinstance(event, Hello):
            self.entered.set()
        if isinstance(event, Ended):
            self.answers.end()
            self.entered.set()
            self.ended.set()

    def _wake_after(self, seconds: float) -> None:
        """Wake the stay at the latest time anybody asked for."""
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._wake and not self._wake.cancelled():
            at = max(at, self._wake.when())
            self._wake.cancel()
        self._wake = loop.call_at(at, self._woken)

    def _woken(self) -> None:
        self._wake = None
        self.perform(self._stay.wake())

    async def _pause(self) -> None:
        """Wait before the next try; ending cuts it short."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._backoff.next_s(self._return_s)):
                await self.ended.wait()

    async def _one_socket(self) -> int:
        """Stay until the socket ends, and return its close code."""
        socket: ClientConnection | None = None
        try:
            enter = await self._enter()
            async with dial(self._address, self._origin) as socket:
                if not self.ended.is_set():
                    # A task of its own: a group that fails leaves a cancellation counted in its
                    # task, and in Python 3.11.2 every later time limit there misreads it.
                    await asyncio.create_task(self._converse(socket, enter))
        except* (*LOST, NoPage, Dropped):
            pass  # how it ended is in the close code; the stay decides what that means
        finally:
            if socket:
                socket.transport.abort()  # a close that was cut short leaves nothing open
        return (socket and socket.close_code) or ABNORMAL

    async def _converse(self, socket: ClientConnection, enter: Enter) -> None:
        self._outgoing = asyncio.Queue()
        self.perform(self._stay.opened(enter))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(tell(socket, self._outgoing))
            tasks.create_task(hear(socket, self._ready, self._patience_s, self._heard))

    async def _ready(self) -> None:
        """Read on if the program has room, or waits for something only reading can bring."""
        if not self.answers.awaited and not self._stay.leaving:
            await self.inbox.room()

    def _patience_s(self) -> float:
        if self._stay.phase is not Phase.IN or self._stay.hello is None:
            return HELLO_S
        return self._stay.hello.ping_s + TICK_GRACE_S

    def _heard(self, frame: bytes) -> None:
        self.perform(self._stay.received(frame))
        if self._stay.caught_up:
            self._backoff.reset()
