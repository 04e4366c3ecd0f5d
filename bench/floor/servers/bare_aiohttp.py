"""Bare aiohttp on uvloop: `send_str` to each, nothing compressed, no pings."""

import asyncio

from aiohttp import WSMsgType, web

from rooms import rooms, tell


async def member(request: web.Request) -> web.WebSocketResponse:
    """Hand on whatever is said."""
    ws = web.WebSocketResponse(compress=False)
    await ws.prepare(request)
    here = rooms[request.path]
    here.add(ws)
    try:
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                for one in list(here):
                    await one.send_str(message.data)
    finally:
        here.discard(ws)
    return ws


async def main() -> None:
    app = web.Application()
    app.router.add_get("/room/{number}", member)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    tell(runner.addresses[0][1])
    await asyncio.Event().wait()


asyncio.run(main())
