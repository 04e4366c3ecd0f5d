"""A pulse on every socket, since page script cannot see protocol pings.

Sockets are spread over the period, so that no turn of the loop writes to all of them. With it goes
what everybody is told and nobody has to know at once: how many volunteers are on duty.
"""

from collections.abc import Callable

from server.fanout.audience import Reader
from server.wire import codec
from server.wire.frames import Duty, OnDuty, Tick
from server.wire.framing import text_frame

TICK = text_frame(codec.encode(Tick()))


class Ticker:
    """Which sockets are due in which second of the period."""

    def __init__(self, period_s: int, on_duty: Callable[[], int]) -> None:
        self._due: list[set[Reader]] = [set() for _ in range(max(1, period_s))]
        self._second = 0
        self._on_duty = on_duty
        self._told = on_duty()
        self._to_tell = 0  # for how many seconds more it is news to those who are due

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
        news = self._news()
        for reader in self._due[self._second]:
            reader.put(TICK)
            if news:
                reader.put(news)
        self._second = (self._second + 1) % len(self._due)

    def _news(self) -> bytes:
        """Return what has changed on duty; nothing once everybody was told."""
        on = self._on_duty()
        if on != self._told:
            self._told, self._to_tell = on, len(self._due)
        if not self._to_tell:
            return b""
        self._to_tell -= 1
        return text_frame(codec.encode(OnDuty(duty=Duty(on=on))))
