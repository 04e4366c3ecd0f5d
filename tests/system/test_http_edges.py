"""What every answer over HTTP carries, and which methods no page takes."""

from collections.abc import Iterator

import pytest
from kith_process import KithProcess
from raw_http import answer_to

pytestmark = pytest.mark.slow

PAGES = ("/", "/api/rooms", "/api/rooms/none", "/healthz", "/nowhere", "/desk", "/appeal", "/s/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path_factory.mktemp("house") / "data", KITH_LIMITS="off").start()
    yield process
    process.stop()


async def asked(house: KithProcess, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer; the request carries a word of its own."""
    lines = (f"{method} {path} HTTP/1.1", "Host: localhost", "X-Echo: canarybird")
    answer = await answer_to(house.port, "\r\n".join([*lines, "Connection: close", "", ""]))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return int(first.split()[1]), {name.lower(): said.strip() for name, _, said in pairs}, body


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PROPFIND"])
async def test_a_method_no_page_takes_is_refused_and_echoes_nothing(
    house: KithProcess, method: str
):
    status, _, body = await asked(house, method, "/")

    assert status in {400, 404, 405}
    assert b"canarybird" not in body


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_says_what_it_is_and_in_which_letters(house: KithProcess, path: str):
    _, headers, body = await asked(house, "GET", path)
    kind = headers.get("content-type", "")

    assert (kind == "") == (body == b"")
    assert kind == "" or "charset=utf-8" in kind or kind.startswith("application/problem+json")
    assert "nosniff" == headers["x-content-type-options"]
    assert "server" not in headers
    assert b"Index of" not in body
