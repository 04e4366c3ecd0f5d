"""The door of the desk: `GET /desk/ws`, for volunteers who signed in, from our own pages."""

from collections.abc import Awaitable, Callable, Collection, MutableSet

from aiohttp import web

from server.desk.desk_services import DeskServices
from server.desk.link import DeskLink, Sitting
from server.serving import Leaving
from server.web.doorstep import HandedOver, hand_over
from server.wire.closes import Close
from server.wire.desk import DESK_PROTOCOL

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
        sitting = await self._signed_in(request)
        shell = hand_over(request, DESK_PROTOCOL)
        tasks = self._services.tasks
        # A cookie travels by itself, so here an origin must be named, and be one of ours.
        if (request.headers.get("Origin") or "").lower() not in self._origins:
            tasks.start(shell.close(Close.WRONG_ORIGIN))
        elif sitting is None:
            tasks.start(shell.close(Close.NOT_SIGNED_IN))
        else:
            tasks.start(self._serve(DeskLink(shell, sitting, self._services)))
        raise HandedOver

    async def _serve(self, link: DeskLink) -> None:
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)
