"""The door of the house: accepts sockets, refuses foreign origins, counts prefixes."""

import asyncio
from collections.abc import Collection, MutableSet

from aiohttp import web

from rooms.refusal import Code
from server.link import Link
from server.peers import Peers, hold_little
from server.services import Services
from server.serving import Leaving
from server.wire import codec
from server.wire.closes import Close
from server.wire.frames import CLIENT_FRAME_BYTES, MEMBER_PROTOCOL, Bye

CLOSE_WAIT_S = 3.0
FULL_AGAIN_S = 30


class Front:
    """`GET /ws`: one socket is one member in one room. `links` are those that are open."""

    def __init__(
        self, services: Services, origins: Collection[str], links: MutableSet[Leaving]
    ) -> None:
        self._services = services
        self._origins = frozenset(origins)
        self._links = links
        self._peers = Peers(services.settings, services.prefixes)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket. Whatever is refused is refused on an accepted one: a browser
        cannot read the status of a refused handshake.
        """
        ws = web.WebSocketResponse(
            protocols=(MEMBER_PROTOCOL,),
            compress=False,
            timeout=CLOSE_WAIT_S,
            max_msg_size=CLIENT_FRAME_BYTES + 1,
        )
        await ws.prepare(request)
        transport = request.transport
        if transport is None:
            return ws
        hold_little(transport)
        bucket = self._peers.bucket(request)
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in self._origins:
            await ws.close(code=Close.WRONG_ORIGIN)
        elif not self._services.prefixes.arrive(bucket):
            await self._turn_away(ws)
        else:
            await self._serve(ws, transport, bucket)
        return ws

    async def _serve(
        self, ws: web.WebSocketResponse, transport: asyncio.WriteTransport, bucket: bytes | None
    ) -> None:
        self._services.counters.sockets.inc()
        link = Link(ws, transport, self._services)
        self._links.add(link)
        try:
            await link.run(bucket)
        finally:
            self._links.discard(link)
            self._services.counters.sockets.dec()
            self._services.prefixes.depart(bucket)

    async def _turn_away(self, ws: web.WebSocketResponse) -> None:
        self._services.counters.refusal(Code.SLOW_DOWN)
        bye = codec.encode(Bye(code=Code.SLOW_DOWN, after_s=FULL_AGAIN_S))
        await ws.send_str(bye.decode())
        await ws.close(code=Close.COME_BACK)
