"""Bytes to a server and what comes back, for requests that no client would send."""

import asyncio
from contextlib import suppress

from patience import SOON_S


class RawConnection:
    """One connection, from which everything is read until the server ends it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    @classmethod
    async def dial(cls, port: int) -> "RawConnection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, data: bytes) -> None:
        with suppress(ConnectionError):  # it may have been refused before it was all said
            self.writer.write(data)
            await self.writer.drain()

    async def until_end(self) -> bytes:
        """Return all that came until the server closed."""
        heard = b""
        async with asyncio.timeout(SOON_S):
            with suppress(ConnectionError):
                while more := await self._reader.read(65536):
                    heard += more
        self.writer.close()
        return heard

    async def until(self, part: bytes) -> bytes:
        """Return what came up to and with a part."""
        async with asyncio.timeout(SOON_S):
            return await self._reader.readuntil(part)

    def drop(self) -> None:
        """Be gone without a word."""
        self.writer.transport.abort()


async def answer_to(port: int, request: str | bytes) -> bytes:
    """Send a request and return all that comes until the server closes."""
    connection = await RawConnection.dial(port)
    await connection.send(request if isinstance(request, bytes) else request.encode("latin-1"))
    return await connection.until_end()
