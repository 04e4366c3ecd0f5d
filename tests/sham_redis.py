"""A server that speaks like a Redis which nobody can use: it only knows what it is."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager


@asynccontextmanager
async def one_that_says(told: Mapping[str, str]) -> AsyncIterator[str]:
    """Give a server that only knows INFO."""
    info = {"redis_version": "7.0.0", "role": "master", "run_id": "x", "loading": "0"} | dict(told)
    text = "".join(f"{name}:{value}\r\n" for name, value in info.items())

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            words = []
            for _ in range(int(line[1:])):
                size = int((await reader.readline())[1:])
                words.append((await reader.readexactly(size + 2))[:-2].upper())
            answer = f"${len(text)}\r\n{text}\r\n" if words[0] == b"INFO" else "+OK\r\n"
            writer.write(answer.encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
