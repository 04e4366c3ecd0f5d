"""A connection as the room's stream sees it: catching up, live, or lost."""

import asyncio

from server.fanout.audience import Audience
from server.fanout.catching_up import Backlog
from server.fanout.outbox import Outbox
from server.wire import codec
from server.wire.frames import Ack, Nack, ServerFrame
from server.wire.framing import text_frame

IDLE_POLL_S = 0.02
ANSWERS = (Ack, Nack)


class StreamReader:
    """Takes numbered frames only once it has caught up, and none after a `resync`."""

    __slots__ = ("_audience", "_box", "_caught_up")

    def __init__(self, box: Outbox) -> None:
        self._box = box
        self._audience: Audience | None = None  # that it is in step with
        self._caught_up = False

    @property
    def live(self) -> bool:
        """Whether numbered frames may be put as they come."""
        return self._caught_up and not self._box.lost

    def put(self, frame: bytes) -> None:
        """Queue a complete WebSocket frame."""
        self.step_aside()
        self._box.put(frame)

    def send(self, frame: ServerFrame) -> None:
        """Queue a frame for this reader alone; an answer comes however slow the reader is."""
        self.step_aside()
        self._box.put(text_frame(codec.encode(frame)), owed=isinstance(frame, ANSWERS))

    def fall_in(self, audience: Audience) -> Outbox | None:
        """Be in step with the room, unless something is still on the way to this reader."""
        if not self.live or not self._box.is_clear:
            return None
        self._audience = audience
        return self._box

    def step_aside(self) -> None:
        """Be in step no more: everything goes through the box."""
        audience, self._audience = self._audience, None
        if audience is not None:
            audience.let_aside(self._box)

    def flush(self) -> None:
        """Write what waits, now; what the room said in this turn too."""
        self.step_aside()
        self._box.flush(asyncio.get_running_loop().time())

    def start_over(self) -> None:
        """Stop numbered frames until the next `hello` has its backlog behind it."""
        self.step_aside()
        self._caught_up = False
        self._box.lost = False

    async def catch_up(self, backlog: Backlog) -> None:
        """Give the reader everything up to the head at its own pace, then go live."""
        while True:
            recent = backlog.recent()
            if recent is None:
                frames, at_head = await backlog.read(), False
            else:
                frames, at_head = recent
            if self._box.lost:
                return  # nothing numbered follows a `resync`
            for frame in frames:
                self._box.put(frame)
            if at_head:
                self._caught_up = True
                return
            await self._taken()

    async def _taken(self) -> None:
        await asyncio.sleep(0)
        while not self._box.idle:  # noqa: ASYNC110 - a transport has no such event
            await asyncio.sleep(IDLE_POLL_S)
