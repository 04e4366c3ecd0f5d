"""The HTTP part at its edges: requests that say two things at once, and what answers carry."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest
from kith_process import KithProcess

pytestmark = pytest.mark.slow

WAIT_S = 10
PAGES = ("/", "/api/rooms", "/api/rooms/none", "/healthz", "/nowhere", "/desk", "/appeal", "/s/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path_factory.mktemp("house") / "data", KITH_LIMITS="off").start()
    yield process
    process.stop()


async def answered(kith: KithProcess, request: str) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are, and return the first answer: status, headers, and all that came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", kith.port)
    writer.write(request.replace("\n", "\r\n").encode())
    async with asyncio.timeout(WAIT_S):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        rest = b""
        if "connection: close" in request.lower():
            rest = await reader.read()
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()
    first, *lines = head.strip().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (li.partition(":") for li in lines)
    }
    return int(first.split()[1]), headers, rest


INSIDE = "GET /healthz HTTP/1.1\n\n"
TWO_THINGS = {
    "a length and chunks": f"Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n{INSIDE}",
    "two lengths": "Content-Length: 4\nContent-Length: 9\n\nabcdefghi",
    "a length that is none": "Content-Length: +4\n\nabcd",
    "chunks by another name": "Transfer-Encoding: xchunked\n\n0\n\n",
    "a space before the colon": "Content-Length : 4\n\nabcd",
}
POST = "POST /desk/api/signout HTTP/1.1\nHost: localhost\nConnection: close\n"


@pytest.mark.parametrize("said", TWO_THINGS)
async def test_a_request_that_could_end_in_two_places_is_refused(house: KithProcess, said: str):
    status, _, rest = await answered(house, POST + TWO_THINGS[said])
    plain, *_ = await answered(house, POST + "Content-Length: 4\n\nabcd")

    assert 400 == status
    assert b"HTTP/1.1 200" not in rest  # nothing inside it was taken for a request of its own
    assert 403 == plain  # said in one way only, it is read, and refused for where it comes from


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PROPFIND"])
async def test_a_method_no_page_takes_is_refused_and_echoes_nothing(
    house: KithProcess, method: str
):
    request = f"{method} / HTTP/1.1\nHost: localhost\nX-Echo: canarybird\nConnection: close\n\n"

    status, _, rest = await answered(house, request)

    assert status in {400, 404, 405}
    assert b"canarybird" not in rest


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_says_what_it_is_and_in_which_letters(house: KithProcess, path: str):
    request = f"GET {path} HTTP/1.1\nHost: localhost:{house.port}\nConnection: close\n\n"

    _, headers, body = await answered(house, request)
    kind = headers.get("content-type", "")

    assert (kind == "") == (body == b"")
    assert kind == "" or "charset=utf-8" in kind or kind.startswith("application/problem+json")
    assert "nosniff" == headers["x-content-type-options"]
    assert "server" not in headers
    assert b"Index of" not in body
