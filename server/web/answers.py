"""What programs and scripts are answered over HTTP: JSON, or a problem's code."""

import msgspec
from aiohttp import web

PROGRAMS = ("/api/", "/desk/api/")
_NOT_FOUND = 404


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


def wants_page(request: web.Request) -> bool:
    """Return whether an error is to be a page: every browser names HTML when it opens one."""
    is_asked = "text/html" in request.headers.get("Accept", "")
    return is_asked and not request.path.startswith(PROGRAMS)


def problem_of(status: int) -> web.Response:
    """Return what a program is told where somebody would see a calm page."""
    return problem(status, "not_found" if status == _NOT_FOUND else "fault")
