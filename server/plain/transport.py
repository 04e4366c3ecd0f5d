"""What a member's outbox writes to where there is no socket: frames wait here to be shown."""

import asyncio
from collections.abc import Iterator
from typing import Protocol

import msgspec

from server.wire.frames import AnyServerFrame
from server.wire.framing import payloads

_decoder: msgspec.json.Decoder[AnyServerFrame] = msgspec.json.Decoder(AnyServerFrame)


class Below(Protocol):
    """The connection that pages go out on."""

    def get_write_buffer_size(self) -> int:
        """Return how many bytes its peer has not taken yet."""

    def is_closing(self) -> bool:
        """Return whether nothing more can reach the peer."""

    def abort(self) -> None:
        """End it at once."""


class FrameTransport:
    """The hub's frames, counted like bytes on a socket and taken out as frames again."""

    def __init__(self, below: Below | None = None) -> None:
        self._below = below
        self._waiting: list[bytes] = []
        self._size = 0
        self._closed = False
        self._something = asyncio.Event()

    def write(self, data: bytes) -> None:
        """Take complete frames, one after another."""
        if not self._closed:
            self._waiting.append(data)
            self._size += len(data)
            self._something.set()

    def get_write_buffer_size(self) -> int:
        """Return how many bytes are not with the peer yet."""
        below = self._below.get_write_buffer_size() if self._below else 0
        return self._size + below

    def is_closing(self) -> bool:
        """Return whether nothing more can reach the peer."""
        return self._closed or (self._below is not None and self._below.is_closing())

    def close(self) -> None:
        """Take nothing more; what waits is still to be shown."""
        self._closed = True
        self._something.set()

    def take(self) -> Iterator[AnyServerFrame]:
        """Yield what waits."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        self._something.clear()
        for data in waiting:
            for payload in payloads(data):
                yield _decoder.decode(payload)

    async def something(self, within_s: float) -> None:
        """Wait until something is here or it is over, but no longer than that."""
        if self._closed:
            return
        try:
            async with asyncio.timeout(within_s):
                await self._something.wait()
        except TimeoutError:
            pass
