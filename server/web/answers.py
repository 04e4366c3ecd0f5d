"""What programs and scripts are answered over HTTP: JSON, or a problem's code."""

import msgspec
from aiohttp import web


def as_json(value: object, status: int = 200) -> web.Response:
    """Return a value as JSON."""
    return web.Response(
        status=status,
        body=msgspec.json.encode(value),
        content_type="application/json",
        charset="utf-8",
    )


def problem(status: int, code: str) -> web.Response:
    """Return an error as `application/problem+json`, with a code and no prose."""
    body = {"type": "about:blank", "status": status, "code": code}
    return web.Response(
        status=status, body=msgspec.json.encode(body), content_type="application/problem+json"
    )
