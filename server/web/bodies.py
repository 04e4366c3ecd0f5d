"""What a request brings: all of it, soon, or nothing."""

import asyncio

from aiohttp import web

BODY_BYTES = 64 * 1024
BODY_S = 20.0  # 64 KiB on the slowest line that loads a page at all


def check_size(request: web.Request) -> None:
    """Refuse a body that says it is too big, where nothing may read it."""
    size = request.content_length or 0
    if size > BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(BODY_BYTES, size)


async def body(request: web.Request) -> bytes:
    """Return the body; raises what a calm page or a code is shown for."""
    if "Content-Encoding" in request.headers:  # no browser packs what it sends
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):
        # Not what its headers say, or cut off: packed badly, or by a line that was lost.
        raise web.HTTPBadRequest from None
