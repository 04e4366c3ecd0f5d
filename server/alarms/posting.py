"""One request to the outside: a few seconds, no redirects, and only the status is looked at."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver

ANSWER_S = 5.0
AT_ONCE = 64


@asynccontextmanager
async def outgoing(resolver: AbstractResolver | None = None) -> AsyncIterator[ClientSession]:
    """Open what requests are sent with; it keeps nothing from one sending to the next."""
    connector = TCPConnector(
        resolver=resolver, use_dns_cache=False, force_close=True, limit=AT_ONCE
    )
    async with ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=ANSWER_S),
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        skip_auto_headers=("User-Agent",),  # which software this is helps nobody
    ) as session:
        yield session


async def posted(
    session: ClientSession, url: str, body: bytes, headers: Mapping[str, str]
) -> int | None:
    """Return the status that was answered; None if none came in time."""
    try:
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status
    except (ClientError, OSError, TimeoutError, ValueError):
        return None


def taken(status: int | None) -> bool:
    """Return whether the other side has it: a redirect has not, and is not followed."""
    return status is not None and 200 <= status < 300  # noqa: PLR2004 - HTTP's "success"
