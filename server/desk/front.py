"""The door of the desk: `GET /desk/ws`, for volunteers who signed in, from our own pages."""

from collections.abc import Awaitable, Callable, Collection, MutableSet

from aiohttp import web

from server.desk.desk_services import DeskServices
from server.desk.link import DeskLink, Sitting
from server.peers import hold_little
from server.serving import Leaving
from server.wire.closes import Close
from server.wire.desk import DESK_PROTOCOL
from server.wire.frames import CLIENT_FRAME_BYTES

CLOSE_WAIT_S = 3.0
SignedIn = Callable[[web.Request], Awaitable[Sitting | None]]


class DeskFront:
    """Accepts volunteers' sockets; `links` are those that are open."""

    def __init__(
        self,
        services: DeskServices,
        signed_in: SignedIn,
        origins: Collection[str],
        links: MutableSet[Leaving],
    ) -> None:
        self._services = services
        self._signed_in = signed_in
        self._origins = frozenset(origins)
        self._links = links

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket; what is refused is refused on an accepted one."""
        ws = web.WebSocketResponse(
            protocols=(DESK_PROTOCOL,),
            compress=False,
            timeout=CLOSE_WAIT_S,
            max_msg_size=CLIENT_FRAME_BYTES + 1,
        )
        sitting = await self._signed_in(request)
        await ws.prepare(request)
        transport = request.transport
        if transport is None:
            return ws
        hold_little(transport)
        # A cookie travels by itself, so here an origin must be named, and be one of ours.
        if (request.headers.get("Origin") or "").lower() not in self._origins:
            await ws.close(code=Close.WRONG_ORIGIN)
        elif sitting is None:
            await ws.close(code=Close.NOT_SIGNED_IN)
        else:
            link = DeskLink(ws, transport, sitting, self._services)
            self._links.add(link)
            try:
                await link.run()
            finally:
                self._links.discard(link)
        return ws
