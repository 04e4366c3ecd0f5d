"""Where a call to a device may go: push services we know by name, never an inner address.

A subscription comes from a browser, so its address is somebody's word. What it names is checked
when it is taken, and what the name leads to is checked each time something is sent.
"""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from server.settings import is_loopback

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
LONGEST_ENDPOINT = 2048
TLS_PORT = 443


@dataclass(frozen=True, slots=True)
class PushPlaces:
    """The push services that are called; `named` are more hosts, from the operator's settings."""

    named: Collection[str] = ()

    def may_call(self, endpoint: str) -> bool:
        """Return whether the address is one of a push service that we call."""
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        odd = parts.username or parts.password or parts.fragment or not endpoint.isascii()
        if odd or len(endpoint) > LONGEST_ENDPOINT or any(c <= " " for c in endpoint):
            return False
        if host in self.named:
            return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
        return parts.scheme == "https" and port in {None, TLS_PORT} and _is_known(host)

    def resolver(self) -> AbstractResolver:
        """Return what looks names up for a sending."""
        return PublicOnly(self.named)


class PublicOnly(AbstractResolver):
    """Looks names up, and refuses those that lead to this machine or its neighbours."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = named
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses, or raise `OSError` if one of them is not a public one."""
        found = await self._inner.resolve(host, port, family)
        if host not in self._named and not all(is_public(it["host"]) for it in found):
            raise OSError("A push service's name leads to an inner address.")
        return found

    async def close(self) -> None:
        """Let go of what the lookups used."""
        await self._inner.close()


def is_public(address: str) -> bool:
    """Return whether an address is out in the world."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _is_known(host: str) -> bool:
    return any(
        host.endswith(known[1:]) if known.startswith("*.") else host == known
        for known in PUSH_HOSTS
    )
