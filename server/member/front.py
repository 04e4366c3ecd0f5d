"""The door of the house: takes sockets, refuses foreign origins, counts prefixes."""

from collections.abc import Collection, MutableSet

from aiohttp import web

from rooms.refusal import Code
from server.connection.patience import Patience
from server.connection.peers import Peers
from server.connection.shell import Shell
from server.connection.threshold import Head
from server.member.link import Link
from server.services import Services
from server.serving import Leaving
from server.web.doorstep import HandedOver, hand_over
from server.wire import codec
from server.wire.closes import Close
from server.wire.frames import CLIENT_FRAME_BYTES, MEMBER_PROTOCOL, Bye
from server.wire.framing import text_frame

ENTER_S = 10.0
FULL_AGAIN_S = 30


class Front:
    """`GET /ws`: one socket is one member in one room. `links` are those that are open."""

    path = b"/ws"
    protocol = MEMBER_PROTOCOL
    most_bytes = CLIENT_FRAME_BYTES

    def __init__(
        self, services: Services, origins: Collection[str], links: MutableSet[Leaving]
    ) -> None:
        self._services = services
        self._origins = frozenset(origins)
        self._links = links
        self._peers = Peers(services.settings, services.prefixes)
        self._patience = Patience(ENTER_S)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Take a socket whose handshake was not plain, or came behind other requests."""
        self.let_in(hand_over(request, self.protocol), request)
        raise HandedOver

    def let_in(self, shell: Shell, head: Head) -> None:
        """Serve one socket. Whatever is refused is refused on an accepted one: a browser
        cannot read the status of a refused handshake.
        """
        bucket = self._peers.bucket(head)
        origin = head.headers.get("Origin")
        if origin is not None and origin.lower() not in self._origins:
            self._services.tasks.start(shell.close(Close.WRONG_ORIGIN))
        elif not self._services.prefixes.arrive(bucket):
            self._turn_away(shell)
        else:
            self._services.counters.sockets.inc()
            link = Link(shell, self._services, self, bucket)
            self._links.add(link)
            self._patience.wait_for(link)
            link.begin()

    def spoke(self, link: Link) -> None:
        """Wait no longer for somebody who said who they are."""
        self._patience.end_for(link)

    def left(self, link: Link) -> None:
        """Count somebody out whose socket has ended."""
        self._patience.end_for(link)
        self._links.discard(link)
        self._services.counters.sockets.dec()
        self._services.prefixes.depart(link.bucket)

    def _turn_away(self, shell: Shell) -> None:
        self._services.counters.refusal(Code.SLOW_DOWN)
        bye = codec.encode(Bye(code=Code.SLOW_DOWN, after_s=FULL_AGAIN_S))
        shell.transport.write(text_frame(bye))
        self._services.tasks.start(shell.close(Close.COME_BACK))
