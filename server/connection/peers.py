"""Where a connection comes from, as far as a bound on connections needs to know it."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from server.connection.limits import Prefixes
from server.connection.threshold import Head
from server.settings import Settings

SEND_BUFFER_BYTES = 128 * 1024  # a stalled reader must not hide megabytes in the kernel
UNANSWERED_MS = 30_000  # a peer that acknowledges nothing for so long is gone


class Peers:
    """What a request says of the peer: its prefix's bucket, and whether a front had it over TLS."""

    def __init__(self, settings: Settings, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._proxies = [ip_network(p) for p in settings.trusted_proxies]
        self._shared = [ip_network(p) for p in settings.shared_addresses]

    def bucket(self, request: Head) -> bytes | None:
        """Return what this peer is counted under; None behind an onion front, where all
        share one address and none can be told apart.
        """
        if _is_in(request.remote or "", self._shared):
            return None
        return self._prefixes.bucket(self._address(request))

    def over_tls(self, request: Head) -> bool:
        """Return whether a trusted front says that the peer came to it over TLS."""
        forwarded = request.headers.get("X-Forwarded-Proto", "")
        return forwarded == "https" and _is_in(request.remote or "", self._proxies)

    def _address(self, request: Head) -> str:
        """Return where the peer is: from a trusted front's header, else from the socket."""
        peer = request.remote or ""
        if _is_in(peer, self._proxies):
            forwarded = request.headers.get("X-Forwarded-For", "")
            return forwarded.rpartition(",")[2].strip() or peer
        return peer


def hold_little(listening: socket.socket) -> None:
    """Bound what the kernel keeps for each reader, and notice one that is gone.

    Said once to the socket that listens: those it accepts have it from there.
    """
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_MS)


def _is_in(address: str, networks: Collection[IPv4Network | IPv6Network]) -> bool:
    if not networks:
        return False
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in networks)
