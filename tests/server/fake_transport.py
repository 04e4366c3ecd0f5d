"""A transport in memory whose peer reads only when told to."""

import asyncio


class FakeTransport(asyncio.WriteTransport):
    """Keeps what was written; `drain` is the peer taking it."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.waiting = 0
        self.closing = False
        self.wrote = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))
        self.waiting += len(data)
        self.wrote.set()

    def drain(self) -> None:
        self.waiting = 0

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closing
