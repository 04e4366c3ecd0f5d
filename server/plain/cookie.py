"""The one cookie: a random secret that makes somebody who they are in rooms without script.

It ends with the browser's session. Nothing of it is kept or noted here; what a room learns is
the key derived from it, as from a scripted page.
"""

from collections.abc import Collection
from enum import Enum
from secrets import token_bytes
from urllib.parse import urlsplit

from aiohttp import web

from rooms import base64url
from rooms.identity import SECRET_BYTES
from server.connection.peers import Peers
from server.settings import is_loopback

OF_OUR_OWN_PAGES = ("none", "same-origin")  # typed, or from a page of this place


class Way(Enum):
    """How the page came, and the name the cookie has then."""

    SECURE = "__Host-k"
    LOOPBACK = "k"


class Jar:
    """Reads, makes and takes back the cookie."""

    def __init__(self, origins: Collection[str], peers: Peers) -> None:
        self._ways = {urlsplit(origin).netloc: _way(origin) for origin in origins}
        self._peers = peers

    def way(self, request: web.Request) -> Way | None:
        """Return how the page came; None if others could listen."""
        if self._peers.over_tls(request):
            return Way.SECURE
        every = set(self._ways.values())
        otherwise = Way.SECURE if every == {Way.SECURE} else None
        return self._ways.get(request.host.lower(), otherwise)

    def secret(self, request: web.Request) -> bytes | None:
        """Return the secret the browser showed, if it is one."""
        way = self.way(request)
        shown = request.cookies.get(way.value, "") if way else ""
        try:
            secret = base64url.decode(shown)
        except ValueError:
            return None
        return secret if len(secret) == SECRET_BYTES else None

    def may_give(self, request: web.Request) -> bool:
        """Return whether a new secret may be given.

        To a link from elsewhere the browser does not show the one it has (SameSite=Strict);
        giving another would make somebody a stranger to themselves.
        """
        return request.headers.get("Sec-Fetch-Site", "none") in OF_OUR_OWN_PAGES

    def give(self, answer: web.StreamResponse, way: Way, secret: bytes) -> None:
        """Let the browser show this secret until it is closed."""
        answer.set_cookie(
            way.value,
            base64url.encode(secret),
            path="/",
            secure=way is Way.SECURE,
            httponly=True,
            samesite="Strict",
        )

    def take_back(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Have the browser forget what it showed, also one that empties nothing by itself."""
        for way in Way:
            if way.value in request.cookies:
                secure = way is Way.SECURE
                answer.del_cookie(way.value, path="/", secure=secure, samesite="Strict")


def new_secret() -> bytes:
    """Return a secret nobody has."""
    return token_bytes(SECRET_BYTES)


def _way(origin: str) -> Way | None:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.scheme == "https" or host.endswith(".onion"):
        return Way.SECURE
    return Way.LOOPBACK if is_loopback(host) else None
