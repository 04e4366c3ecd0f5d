"""Where passkeys work: one domain, and those of our origins that lie in it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from server.settings import is_loopback


def domain_of(link: str) -> str:
    """Return the domain that passkeys belong to: the links' host, which is a name."""
    host = urlsplit(link).hostname or ""
    return "localhost" if is_loopback(host) else host


def origins_in(domain: str, origins: Sequence[str]) -> Sequence[str]:
    """Return those of our origins at which passkeys of the domain work."""
    hosts = ((origin, urlsplit(origin).hostname or "") for origin in origins)
    return [origin for origin, host in hosts if host == domain or host.endswith(f".{domain}")]
