"""Everybody who reads one room on this node: what it says in a turn of the loop, in one piece.

Most readers are in step: they are up to date and nothing of their own waits, so the same bytes go
to all of their sockets in one short loop. Whoever has anything of their own to be sent stands
apart, and is given frame by frame through their own outbox, which keeps the order and the bound.
They fall in again when the room begins its next turn and they have taken everything.
"""

from collections.abc import Callable
from typing import Protocol

from server.connection.straight import write_to_all
from server.fanout.outbox import Outbox


class Reader(Protocol):
    """A connection that is given frames of the room's stream."""

    @property
    def live(self) -> bool:
        """Whether it has caught up and takes numbered frames as they come."""

    def put(self, frame: bytes) -> None:
        """Queue a complete WebSocket frame for this reader alone; it stands apart from then on."""

    def fall_in(self, audience: "Audience") -> Outbox | None:
        """Be in step from now on and return what is to be written to; None if it cannot be."""

    def step_aside(self) -> None:
        """Have the audience put each frame from now on, and what it has said this turn."""


class Audience:
    """One room's readers. A reader's frames of one turn are all in one place, here or there."""

    __slots__ = ("_apart", "_in_step", "_mark", "_said")

    def __init__(self, mark: Callable[["Audience"], None]) -> None:
        self._mark = mark
        self._apart: set[Reader] = set()
        self._in_step: dict[Outbox, Reader] = {}
        self._said: list[bytes] = []  # in this turn

    def __len__(self) -> int:
        """Return how many read."""
        return len(self._apart) + len(self._in_step)

    def add(self, reader: Reader) -> None:
        """Have one more reader."""
        self._apart.add(reader)

    def discard(self, reader: Reader) -> None:
        """Have this one read no more."""
        reader.step_aside()
        self._apart.discard(reader)

    def say(self, frame: bytes) -> int:
        """Queue a numbered frame for everybody who is live; return how many."""
        self._add_to_turn(frame)
        reached = len(self._in_step)
        for reader in self._apart:
            if reader.live:
                reader.put(frame)
                reached += 1
        return reached

    def tell(self, frame: bytes) -> None:
        """Queue an unnumbered frame (presence) for everybody."""
        self._add_to_turn(frame)
        for reader in self._apart:
            reader.put(frame)

    def let_aside(self, box: Outbox) -> None:
        """Have a reader stand apart; what was said this turn goes before whatever it is put."""
        reader = self._in_step.pop(box)
        self._apart.add(reader)
        for frame in self._said:
            reader.put(frame)

    def flush(self) -> None:
        """Write what was said this turn to everybody in step, who takes it or stands apart."""
        piece = self._said[0] if len(self._said) == 1 else b"".join(self._said)
        for box in write_to_all(self._in_step, piece):
            self._in_step[box].step_aside()
        self._said = []

    def _add_to_turn(self, frame: bytes) -> None:
        if not self._said:  # later, those apart have what was said in a queue of their own
            self._mark(self)
            if self._apart:
                self._fall_in()
        self._said.append(frame)

    def _fall_in(self) -> None:
        for reader in list(self._apart):
            box = reader.fall_in(self)
            if box is not None:
                self._apart.discard(reader)
                self._in_step[box] = reader
