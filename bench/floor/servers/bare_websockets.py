"""Bare `websockets`: its own `broadcast()`, nothing compressed, no pings."""

import asyncio

from websockets.asyncio.server import ServerConnection, broadcast, serve

from rooms import rooms, tell


async def member(connection: ServerConnection) -> None:
    """Hand on whatever is said."""
    assert connection.request is not None  # noqa: S101 - shaken hands
    here = rooms[connection.request.path]
    here.add(connection)
    try:
        async for text in connection:
            broadcast(here, text)
    finally:
        here.discard(connection)


async def main() -> None:
    async with serve(
        member, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=1024
    ) as server:
        tell(next(iter(server.sockets)).getsockname()[1])
        await server.serve_forever()


asyncio.run(main())
