"""Where a house is: one address for its pages and its sockets, and whether it is safe to go."""

import ipaddress
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

_SCHEMES = {"http": False, "ws": False, "https": True, "wss": True}


class UnsafeAddress(ValueError):
    """Somebody between here and the house could read along, or it is no address at all."""


@dataclass(frozen=True, slots=True)
class Address:
    """A house on the net."""

    host: str
    port: int
    tls: bool

    @property
    def authority(self) -> str:
        """Host and port as a `Host` line has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"

    @property
    def http(self) -> str:
        """Where pages are."""
        return f"{'https' if self.tls else 'http'}://{self.authority}"

    @property
    def socket(self) -> str:
        """Where members' sockets go."""
        return f"{'wss' if self.tls else 'ws'}://{self.authority}/ws"


def parse(url: str) -> Address:
    """Read a house's address; raise `UnsafeAddress` if words would travel in the open."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise UnsafeAddress("the address begins with https:// (or http:// on this machine)")
    tls = _SCHEMES[parts.scheme]
    address = Address(parts.hostname, parts.port or (443 if tls else 80), tls)
    if not tls and not _is_loopback(address.host) and not address.host.endswith(".onion"):
        raise UnsafeAddress("the house needs https, an onion address, or this machine")
    if not _is_loopback(address.host):
        _refuse_proxy(address)
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_proxy(address: Address) -> None:
    """Stop where a proxy is set: going past it would show an address somebody meant to hide."""
    proxies = urllib.request.getproxies()
    scheme = "https" if address.tls else "http"
    if proxies.keys() & {scheme, "all", "socks"} and not urllib.request.proxy_bypass(address.host):
        raise UnsafeAddress("a proxy is set here, and this program goes straight to the house")
