"""Fan-out: every event becomes one frame, and every reader gets one write per loop turn.

The hub owns the channels of this node's rooms and the outboxes that have something to send.
Readers that do not take what they are sent are looked at again every `STUCK_POLL_S`; one that
is still stuck after `STUCK_S` is let go.
"""

import asyncio
from collections.abc import Callable

from rooms.state import Room
from server.connection.straight import Transport
from server.counters import Counters
from server.fanout.audience import Audience
from server.fanout.channel import Channel
from server.fanout.outbox import Outbox
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.wire import codec
from server.wire.frames import ServerFrame
from server.wire.framing import text_frame

STUCK_POLL_S = 0.05
STUCK_S = 20.0


class Hub:
    """All channels of this node."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._channels: dict[str, Channel] = {}
        self._marked: list[Outbox] = []
        self._spoken: list[Audience] = []
        self._stuck: dict[Outbox, Callable[[], None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None  # of the first who is written to
        self._marks = self._mark  # one for all, not one for each

    def channel(self, room_id: str, log: Log[Room]) -> Channel:
        """Return the room's channel."""
        channel = self._channels.get(room_id)
        if channel is None:
            channel = self._channels[room_id] = Channel(log, self._spoke)
        return channel

    def open_channel(self, room_id: str) -> Channel | None:
        """Return the channel of a room that somebody has entered on this node."""
        return self._channels.get(room_id)

    def close(self, room_id: str) -> None:
        """Forget a room that nobody on this node reads."""
        channel = self._channels.get(room_id)
        if channel is not None and not channel.readers:
            del self._channels[room_id]

    def publish(self, log: Log[Room], entry: Entry) -> None:
        """Hand a folded entry of a room to everybody in it; a listener of the streams."""
        room_id = room_of(log.stream)
        self._counters.deliveries += self.channel(room_id, log).publish(entry)

    def outbox(self, transport: Transport, give_up: Callable[[], None]) -> Outbox:
        """Return a new outbox; `give_up` is called when its reader stays stuck."""
        box = Outbox(transport, self._marks)
        box.give_up = give_up
        return box

    def drop(self, box: Outbox) -> None:
        """Forget a closed connection's outbox."""
        box.end()
        self._stuck.pop(box, None)

    def tell_all(self, frame: ServerFrame) -> None:
        """Queue an unnumbered frame for everybody on this node."""
        data = text_frame(codec.encode(frame))
        for channel in self._channels.values():
            channel.tell(data)

    def expire(self, before: int) -> None:
        """Let every tail go of what is older than `before` (ms)."""
        for channel in self._channels.values():
            channel.expire(before)

    def flush(self) -> None:
        """Write everything that waits: once at the end of a loop turn, and before a close."""
        spoken, self._spoken = self._spoken, []
        for audience in spoken:
            audience.flush()  # whoever cannot take it now is marked by that
        marked, self._marked = self._marked, []
        if marked:
            self._flush(marked, asyncio.get_running_loop().time())

    def _flush(self, marked: list[Outbox], now: float) -> None:
        for box in marked:
            if box.queued and not box.flush(now) and box.give_up is not None:
                self._watch(box, box.give_up)

    def _mark(self, box: Outbox) -> None:
        self._soon()
        self._marked.append(box)

    def _spoke(self, audience: Audience) -> None:
        self._soon()
        self._spoken.append(audience)

    def _soon(self) -> None:
        if not self._marked and not self._spoken:
            self._loop = self._loop or asyncio.get_running_loop()
            self._loop.call_soon(self.flush)

    def _watch(self, box: Outbox, give_up: Callable[[], None]) -> None:
        if not self._stuck:
            asyncio.get_running_loop().call_later(STUCK_POLL_S, self._look_again)
        self._stuck[box] = give_up

    def _look_again(self) -> None:
        now = asyncio.get_running_loop().time()
        for box, give_up in list(self._stuck.items()):
            if box.flush(now):
                del self._stuck[box]
            elif box.stuck_since is not None and now - box.stuck_since > STUCK_S:
                del self._stuck[box]
                self._counters.slow.inc()
                give_up()
        if self._stuck:
            asyncio.get_running_loop().call_later(STUCK_POLL_S, self._look_again)
