"""A small house with one room, as PROTOCOL describes it, for the state machine to play with.

Frames between it and the member lie in two queues, so that a test can deliver them late, twice
or never.
"""

from collections import deque

import msgspec
from room_frames import ME, hello, ident, said, wire

from server.wire import codec
from server.wire.frames import Enter, Leave, MemberFrame, More, Say

LAST_LINES = 4
REFUSED = "no"


class ModelHouse:
    """The other end of the line."""

    def __init__(self) -> None:
        self.down: deque[bytes] = deque()
        self.up: deque[bytes] = deque()
        self.log: list[bytes] = []
        self.first_kept = 1
        self.epoch = 1
        self.accepted: dict[str, int] = {}
        self.saying = 0
        self.busy = 0  # so many says are told "later"
        self._inside = False

    @property
    def head(self) -> int:
        return len(self.log)

    def dropped(self) -> None:
        """The socket is gone, with everything on its way."""
        self._inside = False
        self.up.clear()
        self.down.clear()

    def happen(self, **fields: object) -> None:
        """Append an event that is no line."""
        self._append(wire(n=self.head + 1, at=self.head + 1, **fields))

    def somebody_says(self) -> None:
        self.saying += 1
        self._append(said(self.head + 1, self.saying, by="other"))

    def expire(self) -> None:
        """Let go of what is kept, but for the last line."""
        self.first_kept = max(self.first_kept, self.head)

    def drop_queue(self) -> None:
        """The member was too slow."""
        if self._inside:
            self._inside = False
            self.down.clear()
            self.down.append(wire(t="resync"))

    def lose_continuity(self) -> None:
        """Begin another epoch: nothing of the old is left, not even ids."""
        self.epoch += 1
        self.log, self.accepted, self.first_kept = [], {}, 1
        if self._inside:
            self._inside = False
            self.down.append(wire(t="reset", epoch=str(self.epoch)))

    def take_one(self) -> None:
        """Read one frame of the member's."""
        self._take(codec.decode(self.up.popleft()))

    def _take(self, frame: MemberFrame) -> None:
        match frame:
            case Enter():
                self._let_in(frame)
            case Say():
                self._say(frame)
            case More() | Leave():
                raise AssertionError
            case _:
                self.down.append(wire(t="ack", id=frame.id, saved=True))

    def _let_in(self, enter: Enter) -> None:
        self._inside = True
        after = enter.after or None
        resumed = after is not None and after.epoch == str(self.epoch) and after.n <= self.head
        start = after.n + 1 if after and resumed else max(self.first_kept, self.head - LAST_LINES)
        follows = start if start <= self.head else self.head + 1
        self.down.append(hello(n=self.head, from_=follows, resumed=resumed, epoch=str(self.epoch)))
        if start < self.first_kept <= self.head:
            self.down.append(wire(t="gap", from_=start, to=self.first_kept - 1))
        self.down.extend(self.log[max(start, self.first_kept) - 1 :])

    def _say(self, say: Say) -> None:
        if say.id in self.accepted:
            self.down.append(wire(t="ack", id=say.id, n=self.accepted[say.id], saved=True))
        elif self.busy:
            self.busy -= 1
            self.down.append(wire(t="nack", id=say.id, code="slow_down", after_s=1))
        elif say.text == REFUSED:
            self.down.append(wire(t="nack", id=say.id, code="bad_text", spans=[[0, 1]]))
        else:
            self.accepted[say.id] = self.head + 1
            line = msgspec.json.decode(said(self.head + 1, 0, by=ME, text=say.text))
            self._append(wire(**{**line, "id": say.id}))
            self.down.append(wire(t="ack", id=say.id, n=self.head, saved=True))

    def _append(self, event: bytes) -> None:
        self.log.append(event)
        if self._inside:
            self.down.append(event)


def mine(number: int) -> str:
    """Return the id of the member's own line, away from other people's."""
    return ident(1_000_000 + number)
