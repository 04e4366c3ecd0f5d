"""The door of the house: accepts sockets, refuses foreign origins, counts prefixes."""

from collections.abc import Collection, MutableSet

from aiohttp import web

from rooms.refusal import Code
from server.link import Link
from server.peers import Peers
from server.services import Services
from server.serving import Leaving
from server.shell import Shell
from server.wire import codec
from server.wire.closes import Close
from server.wire.frames import MEMBER_PROTOCOL, Bye
from server.wire.framing import text_frame

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
        shell = await Shell.open(request, MEMBER_PROTOCOL)
        if shell is None:
            raise ConnectionResetError  # gone before it was here
        bucket = self._peers.bucket(request)
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in self._origins:
            await shell.close(Close.WRONG_ORIGIN)
        elif not self._services.prefixes.arrive(bucket):
            await self._turn_away(shell)
        else:
            await self._serve(shell, bucket)
        return shell.answer

    async def _serve(self, shell: Shell, bucket: bytes | None) -> None:
        self._services.counters.sockets.inc()
        link = Link(shell, self._services)
        self._links.add(link)
        try:
            await link.run(bucket)
        finally:
            shell.let_go()
            self._links.discard(link)
            self._services.counters.sockets.dec()
            self._services.prefixes.depart(bucket)

    async def _turn_away(self, shell: Shell) -> None:
        self._services.counters.refusal(Code.SLOW_DOWN)
        bye = codec.encode(Bye(code=Code.SLOW_DOWN, after_s=FULL_AGAIN_S))
        shell.transport.write(text_frame(bye))
        await shell.close(Close.COME_BACK)
