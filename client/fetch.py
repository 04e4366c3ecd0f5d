"""One page by HTTP: a question, an answer, and nothing about who asks."""

import asyncio
import json
import re

from client.address import Address

PAGE_BYTES = 512 * 1024
PATIENCE_S = 10.0
_HOUSE = re.compile(rb"<html[^>]*\sdata-house=[\"']?([0-9a-f]{32})\b", re.IGNORECASE)


class NoPage(Exception):
    """The page could not be had, or is not what it should be."""


async def house(address: Address) -> str:
    """Return the public id of the house, which every page carries."""
    found = _HOUSE.search(await page(address, "/"))
    if found is None:
        raise NoPage
    return found[1].decode()


async def helplines(address: Address, country: str) -> dict[str, object]:
    """Return the help lines of a country the person chose."""
    try:
        answer = json.loads(await page(address, f"/api/helplines/{country}"))
    except ValueError:
        raise NoPage from None
    if not isinstance(answer, dict):
        raise NoPage
    return answer


async def page(address: Address, path: str) -> bytes:
    """GET one page. HTTP/1.0: the answer ends where the connection does."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            answer = await _exchange(address, path)
    except (OSError, TimeoutError, asyncio.LimitOverrunError):
        raise NoPage from None
    head, _, body = answer.partition(b"\r\n\r\n")
    if not re.match(rb"HTTP/1\.[01] 200 ", head) or len(answer) > PAGE_BYTES:
        raise NoPage
    return body


async def _exchange(address: Address, path: str) -> bytes:
    reader, writer = await asyncio.open_connection(
        address.host, address.port, ssl=True if address.tls else None
    )
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {address.authority}\r\n\r\n".encode())
        parts = []
        size = 0
        while size <= PAGE_BYTES and (part := await reader.read(65536)):
            parts.append(part)
            size += len(part)
        return b"".join(parts)
    finally:
        writer.close()
