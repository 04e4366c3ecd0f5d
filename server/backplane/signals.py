"""Signals within one process: told to all who listen, kept nowhere."""

import asyncio
from collections import deque
from weakref import WeakSet

_WAITING = 10_000  # a listener that lags more loses the oldest: presence is told again


class Listener:
    """One reader of signals; an endless iterator."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, bytes]] = deque(maxlen=_WAITING)
        self._ended = False
        self._wake = asyncio.Event()

    def __aiter__(self) -> "Listener":
        return self

    async def __anext__(self) -> tuple[str, bytes]:
        while not self._waiting:
            if self._ended:
                raise StopAsyncIteration
            self._wake.clear()
            await self._wake.wait()
        return self._waiting.popleft()

    def hear(self, stream: str, payload: bytes) -> None:
        """Take one signal."""
        self._waiting.append((stream, payload))
        self._wake.set()

    def end(self) -> None:
        """Stop once what is waiting has been read."""
        self._ended = True
        self._wake.set()


class Signals:
    """Everybody who listens on this node."""

    def __init__(self) -> None:
        self._listeners: WeakSet[Listener] = WeakSet()

    def listen(self) -> Listener:
        """Begin to listen, from the next signal on."""
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def tell(self, stream: str, payload: bytes) -> None:
        """Tell all."""
        for listener in self._listeners:
            listener.hear(stream, payload)

    def end(self) -> None:
        """Tell all that nothing more will come."""
        for listener in self._listeners:
            listener.end()
