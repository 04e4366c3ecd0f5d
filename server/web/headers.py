"""The strict headers: what a page may load, whom it tells, and what stays behind."""

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from aiohttp import web

NOT_NEEDED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def powers(allowed: Collection[str] = ()) -> str:
    """Return the Permissions-Policy: what no page needs is denied, but what this one does."""
    return ", ".join(f"{power}=({'self' if power in allowed else ''})" for power in NOT_NEEDED)


STRICT = {
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": powers(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A script or style is never a page: it runs and asks under the policies of the page it belongs to.
# A kilobyte less on each of two dozen files is what a slow line waits for.
FILE_PATH = "/s/"
PART = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
# A picture can be opened by itself, and then it is a page.
FILE = {
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    **PART,
}
PICTURES = "image/"


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands inside a page: its policy names exactly this, and no other page's."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


NOTHING = Inside()
INSIDE = web.ResponseKey("inside", Inside)

# A page with headers of its own puts them here first of all: then errors on the way carry them too.
OWN = web.RequestKey("own", dict[str, str])


def content_hash(text: str) -> str:
    """Return the source expression that allows exactly this inline script or style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def socket_origins(origins: Iterable[str]) -> list[str]:
    """Return the WebSocket origins that go with page origins.

    `'self'` alone does not cover them in older browsers. A literal IPv6 address is no valid
    source in a policy; newer browsers take it as `'self'`.
    """
    plain = (origin.rstrip("/") for origin in origins if "[" not in origin)
    return [f"ws{origin.removeprefix('http')}" for origin in plain if origin.startswith("http")]


def content_policy(
    origins: Iterable[str],
    scripts: Sequence[str],
    styles: Sequence[str],
    otherwise: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Return the Content-Security-Policy for these origins and inline texts.

    No page has a picture but the empty icon it brings along, so that no browser asks for one.
    `otherwise` is what one page needs beside that, or in place of it.
    """
    allowed = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *map(content_hash, scripts)],
        "style-src": ["'self'", *map(content_hash, styles)],
        "connect-src": ["'self'", *socket_origins(origins)],
        "img-src": ["data:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
    return _policy(allowed | dict(otherwise))


def script_free(styles: Sequence[str], *, in_frame: bool) -> dict[str, str]:
    """Return the headers of a page without any script; only one of our own may frame it."""
    allowed = {
        "default-src": ["'none'"],
        "style-src": ["'self'", *map(content_hash, styles)],
        "img-src": ["data:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    if in_frame:
        allowed |= {"frame-ancestors": ["'self'"]}
        return {"Content-Security-Policy": _policy(allowed), "X-Frame-Options": "SAMEORIGIN"}
    allowed |= {"frame-src": ["'self'"], "frame-ancestors": ["'none'"]}
    return {"Content-Security-Policy": _policy(allowed)}


def _policy(allowed: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{what} {' '.join(whence)}" for what, whence in allowed.items())


def install(app: web.Application, origins: Sequence[str]) -> None:
    """Put the strict headers on every answer of the application, errors included."""

    @cache
    def strict(inside: Inside) -> Mapping[str, str]:
        policy = content_policy(origins, inside.scripts, inside.styles)
        return {"Content-Security-Policy": policy, **STRICT}

    async def before_sending(request: web.Request, response: web.StreamResponse) -> None:
        is_file = request.path.startswith(FILE_PATH) and response.content_type != "text/html"
        page = {**strict(response.get(INSIDE, NOTHING)), **request.get(OWN, {})}
        file = FILE if response.content_type.startswith(PICTURES) else PART
        response.headers.update(file if is_file else page)
        # What says nothing about keeping is not kept: no trace in a cache by oversight.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.popall("Server", None)  # which software this is helps only attackers

    app.on_response_prepare.append(before_sending)
