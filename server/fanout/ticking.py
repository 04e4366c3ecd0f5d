"""A pulse on every socket, since page script cannot see protocol pings.

Sockets are spread over the period, so that no turn of the loop writes to all of them.
"""

from server.fanout.audience import Reader
from server.wire import codec
from server.wire.frames import Tick
from server.wire.framing import text_frame

TICK = text_frame(codec.encode(Tick()))


class Ticker:
    """Which sockets are due in which second of the period."""

    def __init__(self, period_s: int) -> None:
        self._due: list[set[Reader]] = [set() for _ in range(max(1, period_s))]
        self._second = 0

    def arrive(self, reader: Reader) -> None:
        """Have the reader sent a tick once a period, the first a whole period from now."""
        if not any(reader in due for due in self._due):
            self._due[self._second - 1].add(reader)

    def depart(self, reader: Reader) -> None:
        """Send this reader no more."""
        for due in self._due:
            due.discard(reader)

    def second(self) -> None:
        """Send what is due this second; called once a second."""
        for reader in self._due[self._second]:
            reader.put(TICK)
        self._second = (self._second + 1) % len(self._due)
