"""What was asked and is not answered yet, in the order it was asked.

Nothing leaves this list but by an answer. After a lost line everything in it is sent again
under its old id; the server stores an id once. When the server says "later", what waits goes
out one by one, so that words stay in the order they were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from server.wire.frames import (
    Answer,
    Forget,
    Guest,
    Halt,
    MeetingAsked,
    Need,
    Report,
    Say,
    Serve,
    Slip,
    Sponsor,
    Thank,
    Wait,
)

OfGroup = Serve | Halt | Guest | Sponsor
Asked = Say | Thank | Report | Need | Answer | MeetingAsked | OfGroup | Slip | Wait | Forget

PATIENCE_TICKS = 2  # the server answers within 10 s; two ticks are far more
REMEMBERED = 4_000  # the server knows an id among the room's last 4,096 posts


@dataclass(slots=True)
class _Entry:
    frame: Asked
    in_flight: bool = False
    ticks: int = 0
    seen: int | None = None


class Pending:
    """The open questions of one stay."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._paused = False
        self._one_by_one = False

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, frame: Asked) -> None:
        """Keep a question until it is answered."""
        self._entries[frame.id] = _Entry(frame)

    def due(self) -> Sequence[Asked]:
        """Return what goes out now, and hold it as sent."""
        waiting = [entry for entry in self._entries.values() if not entry.in_flight]
        if not waiting:
            self._one_by_one = False
        if self._paused:
            return []
        if self._one_by_one:
            waiting = [] if len(waiting) < len(self._entries) else waiting[:1]
        for entry in waiting:
            entry.in_flight, entry.ticks = True, 0
        return [entry.frame for entry in waiting]

    def settle(self, ident: str) -> Asked | None:
        """Let go of what was answered, and return it; `None` if nobody asked."""
        entry = self._entries.pop(ident, None)
        return entry.frame if entry else None

    def later(self, ident: str) -> bool:
        """Hold it back: the server wants it again after a while. False if nobody asked."""
        entry = self._entries.get(ident)
        if entry is None:
            return False
        entry.in_flight = False
        self._paused = self._one_by_one = True
        return True

    def wake(self) -> None:
        """Go on: the while is over."""
        self._paused = False

    def line_lost(self) -> None:
        """No answer to anything sent so far can be counted on."""
        for entry in self._entries.values():
            entry.in_flight = False

    def saw(self, ident: str, n: int) -> None:
        """Note that our own line came by as number `n`: the room has it, ack or not."""
        if entry := self._entries.get(ident):
            entry.seen = n

    def settle_forgotten(self, head: int) -> Sequence[tuple[str, int]]:
        """Let go of, and return, what the room shows but may no longer know by its id.

        To send it again would say it twice.
        """
        found = [
            (ident, entry.seen)
            for ident, entry in self._entries.items()
            if entry.seen is not None and not entry.in_flight and head - entry.seen >= REMEMBERED
        ]
        for ident, _ in found:
            del self._entries[ident]
        return found

    def tick(self) -> bool:
        """Count a tick; true if something has waited for its answer longer than it may."""
        flying = [entry for entry in self._entries.values() if entry.in_flight]
        for entry in flying:
            entry.ticks += 1
        return any(entry.ticks > PATIENCE_TICKS for entry in flying)
