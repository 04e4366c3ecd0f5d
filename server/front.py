"""The door of the house: accepts sockets, refuses foreign origins, counts prefixes."""

import asyncio
import socket
from collections.abc import Collection, MutableSet
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web

from rooms.refusal import Code
from server.link import Link
from server.services import Services
from server.serving import Leaving
from server.wire import codec
from server.wire.closes import Close
from server.wire.frames import CLIENT_FRAME_BYTES, MEMBER_PROTOCOL, Bye

SEND_BUFFER_BYTES = 128 * 1024  # a stalled reader must not hide megabytes in the kernel
UNANSWERED_MS = 30_000  # a peer that acknowledges nothing for so long is gone
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
        self._proxies = [ip_network(p) for p in services.settings.trusted_proxies]
        self._shared = [ip_network(p) for p in services.settings.shared_addresses]

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
        _bound(transport)
        bucket = self._bucket(request)
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

    def _bucket(self, request: web.Request) -> bytes | None:
        """Return what this peer is counted under; None behind an onion front, where all
        share one address and none can be told apart.
        """
        if _is_in(request.remote or "", self._shared):
            return None
        return self._services.prefixes.bucket(self._address(request))

    def _address(self, request: web.Request) -> str:
        """Return where the peer is: from a trusted front's header, else from the socket."""
        peer = request.remote or ""
        if self._proxies and _is_in(peer, self._proxies):
            forwarded = request.headers.get("X-Forwarded-For", "")
            return forwarded.rpartition(",")[2].strip() or peer
        return peer


def _is_in(address: str, networks: Collection[IPv4Network | IPv6Network]) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in networks)


def _bound(transport: asyncio.BaseTransport) -> None:
    """Bound what the kernel keeps for a reader, and notice one that is gone."""
    sock = transport.get_extra_info("socket")
    if sock is None or sock.family == socket.AF_UNIX:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_MS)
