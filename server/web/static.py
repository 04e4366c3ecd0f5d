"""Scripts, styles and word lists, read once at start and served from memory.

A file is found by looking its path up in a table, so no path can climb out of the folder.
The address carries a mark of the whole tree, `/s/<mark>/app.js`: a page and its modules
always come from one version, and what a browser keeps is never stale.
"""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from aiohttp import web

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file's bytes, plain and packed, with its type and its tag."""

    plain: bytes
    packed: bytes
    type: str
    tag: str


def static_file(path: str, plain: bytes) -> StaticFile:
    """Make what is served under a path from its bytes."""
    ending = path[path.rindex(".") :]
    tag = hashlib.sha256(plain).hexdigest()[:16]
    return StaticFile(plain, gzip.compress(plain, mtime=0), TYPES[ending], f'"{tag}"')


def walk(folder: Traversable, under: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield every file below the folder that a browser may ask for."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        path = f"{under}{entry.name}"
        if entry.is_dir():
            yield from walk(entry, f"{path}/")
        elif path[path.rfind(".") :] in TYPES:
            yield path, entry.read_bytes()


class Shelf:
    """The files a browser may have, and the addresses they have today."""

    def __init__(self, files: Mapping[str, bytes], max_age_s: int) -> None:
        self._files = {path: static_file(path, plain) for path, plain in files.items()}
        self._max_age_s = max_age_s
        tags = "".join(path + file.tag for path, file in sorted(self._files.items()))
        self._mark = hashlib.sha256(tags.encode()).hexdigest()[:8]

    def address(self, path: str) -> str:
        """Return the address of a file; a file that is not there is our bug."""
        if path not in self._files:
            raise KeyError(path)
        return f"/s/{self._mark}/{path}"

    async def serve(self, request: web.Request) -> web.Response:
        """Answer `/s/<mark>/<path>`, and `/s/<path>` for what names no version."""
        mark, _, rest = request.match_info["path"].partition("/")
        # A page from before an upgrade names an older mark: it gets today's file, unkept.
        file = self._files.get(request.match_info["path"]) or self._files.get(rest)
        if file is None:
            raise web.HTTPNotFound
        headers = {"ETag": file.tag, "Cache-Control": self._keeping(marked=mark == self._mark)}
        if file.tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = file.type  # kept by one browser, which asks for one encoding
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=file.packed, headers=headers)
        return web.Response(body=file.plain, headers=headers)

    def _keeping(self, *, marked: bool) -> str:
        if not self._max_age_s:
            return "no-store"  # the operator chose to leave less trace
        return f"private, max-age={self._max_age_s}" if marked else "private, no-cache"
