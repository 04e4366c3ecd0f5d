"""Whether a form was sent by a page of ours, as far as the browser says."""

from collections.abc import Collection

from aiohttp import web


def is_from_here(request: web.Request, origins: Collection[str]) -> bool:
    """Return whether no other page sent it.

    Our pages send no referrer, and so browsers call their origin `null`.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null").lower()
    return site == "same-origin" and (origin == "null" or origin in origins)
