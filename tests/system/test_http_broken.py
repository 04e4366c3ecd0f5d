"""What is no request, or two in one, or too much of one: a code, an end, and nothing quoted."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from kith_process import KithProcess
from raw_http import RawConnection, answer_to

pytestmark = pytest.mark.slow

FAULT = b'{"type":"about:blank","status":400,"code":"fault"}'
FORM = "application/x-www-form-urlencoded"
NEXT = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
ALIVE = b'{"alive":true}'


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a server that says nothing at all of the strangers who come here."""
    process = KithProcess(tmp_path_factory.mktemp("door") / "data", KITH_LIMITS="off").start()
    yield process
    assert 0 == process.stop()
    said = [line for line in process.stderr if '"started"' not in line and '"stop' not in line]
    assert ['{"note": "draining", "sockets": 0}\n'] == said


def get(path: str, *lines: str) -> str:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *lines, "", ""])


def post(body: str, *lines: str, path: str = "/appeal", kind: str = FORM) -> str:
    head = [f"POST {path} HTTP/1.1", "Host: x", f"Content-Type: {kind}", *lines, "", ""]
    return "\r\n".join(head) + body


BROKEN = {
    "no HTTP at all": "secret words\r\n\r\n",
    "TLS": "\x16\x03\x01\x02\x00secret\r\n\r\n",
    "the beginning of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version there is not": "GET /secret HTTP/9.9\r\nHost: x\r\n\r\n",
    "a method with a control character": "SECRET\x01 / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a path in raw bytes": get("/secret\xff"),
    "an address that is none": get("http://[secret"),
    "no host": "GET /secret HTTP/1.1\r\n\r\n",
    "two hosts": get("/", "Host: secret"),
    "a header with a space": get("/", "Se cret: x"),
    "a header that is folded": get("/", "X: y", " secret"),
    "a line of 9,000 letters": get("/" + "secret" * 1_500),
    "a line of 600,000 letters": get("/" + "secret" * 100_000),
    "a header of 12,000 letters": get("/", "X: " + "secret" * 2_000),
    "500 headers": get("/", *(f"X-Secret-{i}: x" for i in range(500))),
    "lines without CR": "GET /secret HTTP/1.1\nHost: x\n\n",
}


@pytest.mark.parametrize("request_", BROKEN.values(), ids=BROKEN)
async def test_what_is_no_request_is_answered_by_a_code_and_not_quoted(
    door: KithProcess, request_: str
):
    answer = await answer_to(door.port, request_)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert (FAULT, b" 400 ") == (body, head[8:13])
    assert b"secret" not in answer.lower()
    assert b"aiohttp" not in head.lower()
    assert b"Python" not in head
    assert b"nosniff" in head
    assert b"no-store" in head


# Each could be one request to a front and two to a server that read it otherwise.
SMUGGLED = {
    "both lengths": post("0\r\n\r\n" + NEXT, "Content-Length: 5", "Transfer-Encoding: chunked"),
    "both, the other way": post(NEXT, "Transfer-Encoding: chunked", "Content-Length: 4"),
    "two lengths": post("abcde" + NEXT, "Content-Length: 4", "Content-Length: 5"),
    "the same length twice": post("abcd" + NEXT, "Content-Length: 4", "Content-Length: 4"),
    "a list of lengths": post("abcd" + NEXT, "Content-Length: 4, 4"),
    "a length with a sign": post("abcd" + NEXT, "Content-Length: +4"),
    "a length below nothing": post(NEXT, "Content-Length: -1"),
    "a length as Python writes it": post("abcd" + NEXT, "Content-Length: 0_4"),
    "a length with a space before the colon": post("abcd" + NEXT, "Content-Length : 4"),
    "chunked twice": post(
        "0\r\n\r\n" + NEXT, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"
    ),
    "chunked, but not last": post("0\r\n\r\n" + NEXT, "Transfer-Encoding: chunked, identity"),
    "nearly chunked": post("0\r\n\r\n" + NEXT, "Transfer-Encoding: xchunked"),
    "chunked, with a space before the colon": post(
        "0\r\n\r\n" + NEXT, "Transfer-Encoding : chunked"
    ),
    "chunked behind a tab": post("0\r\n\r\n" + NEXT, "Transfer-Encoding:\x0bchunked"),
    "chunked, folded": post("0\r\n\r\n" + NEXT, "Transfer-Encoding:", " chunked"),
    "a chunk in Python's hexadecimal": post(
        "0x4\r\nabcd\r\n0\r\n\r\n" + NEXT, "Transfer-Encoding: chunked"
    ),
    "a chunk past all numbers": post("f" * 30 + "\r\na" + NEXT, "Transfer-Encoding: chunked"),
    "a chunk without CR": post("4\nabcd\n0\n\n" + NEXT, "Transfer-Encoding: chunked"),
    "a chunk's extension without CR": post(
        "4;x\nabcd\r\n0\r\n\r\n" + NEXT, "Transfer-Encoding: chunked"
    ),
}


@pytest.mark.parametrize("request_", SMUGGLED.values(), ids=SMUGGLED)
async def test_a_request_inside_a_request_is_never_answered(door: KithProcess, request_: str):
    answer = await answer_to(door.port, request_)

    assert (1, FAULT) == (answer.count(b"HTTP/1."), answer.partition(b"\r\n\r\n")[2])


async def test_a_request_in_the_body_of_a_page_s_request_is_a_body(door: KithProcess):
    hidden = get("/api/rooms")

    answer = await answer_to(
        door.port,
        get("/healthz", f"Content-Length: {len(hidden)}") + hidden + get("/", "Connection: close"),
    )

    assert (2, 1) == (answer.count(b"HTTP/1.1 200"), answer.count(ALIVE))
    assert b'"topic"' not in answer


CLIMBING = [
    "/s/../../../../../../etc/passwd",
    "/s/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/s/%2e%2e/%2e%2e/pyproject.toml",
    "/s/..\\..\\pyproject.toml",
    "/s//etc/passwd",
    "//etc/passwd",
    "/s/%00/../app.js%00.html",
    "/api/rooms/..%2f..%2fhealthz",
    "/t/..%2f..%2fetc%2fpasswd",
    "/desk/../../etc/passwd",
    "http://elsewhere.example/s/../../etc/passwd",
]


@pytest.mark.parametrize("path", CLIMBING)
async def test_no_path_climbs_out(door: KithProcess, path: str):
    answer = await answer_to(door.port, get(path, "Connection: close"))

    assert answer[9:12] in {b"404", b"303", b"400"}
    assert b"root:x:" not in answer
    assert b"[project]" not in answer


async def test_a_page_of_ours_leads_to_no_place_that_an_address_names(door: KithProcess):
    answer = await answer_to(door.port, get("//elsewhere.example/help", "Connection: close"))

    assert b"elsewhere.example" not in answer


CHARSETS = ("unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "zlib", "\xff")


@pytest.mark.parametrize("charset", CHARSETS)
async def test_a_form_in_another_writing_is_not_read(door: KithProcess, charset: str):
    body = "code=\\ud800&words=\\ud800&token=\\ud800"
    kind = f"{FORM}; charset={charset}"
    sized = ("Connection: close", f"Content-Length: {len(body)}")

    answer = await answer_to(door.port, post(body, *sized, kind=kind))

    assert answer.startswith(b"HTTP/1.1 415")


PACKINGS = {"a bomb": gzip.compress(bytes(20_000_000)), "not packed": b"code=x", "cut": b"\x1f\x8b"}


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "x"])
@pytest.mark.parametrize("body", PACKINGS.values(), ids=PACKINGS)
async def test_a_packed_body_is_never_unpacked(door: KithProcess, packing: str, body: bytes):
    lines = (f"Content-Encoding: {packing}", f"Content-Length: {len(body)}", "Connection: close")

    answer = await answer_to(door.port, post("", *lines).encode() + body)

    assert answer.startswith(b"HTTP/1.1 415")


@pytest.mark.parametrize(
    "request_",
    [
        post("a=b", "Content-Length: 100"),
        post("5\r\nab", "Transfer-Encoding: chunked"),
        post(
            "{",
            "Content-Length: 100",
            "Sec-Fetch-Site: same-origin",
            path="/desk/api/signin/finish",
            kind="application/json",
        ),
        get("/ws", "Upgrade: websocket"),
    ],
    ids=["a form", "a form in chunks", "a sign-in", "half a handshake"],
)
async def test_a_line_that_is_lost_within_a_request_is_nobody_s_bug(
    door: KithProcess, request_: str
):
    for _ in range(5):
        connection = await RawConnection.dial(door.port)
        await connection.send(request_.encode())
        # An answer to another shows that this one was begun.
        assert ALIVE in await answer_to(door.port, get("/healthz", "Connection: close"))
        connection.drop()

    assert ALIVE in await answer_to(door.port, get("/healthz", "Connection: close"))


async def sent_long(door: KithProcess, path: str, *lines: str) -> bytes:
    """Return the answer to a body of one byte over 64 KiB."""
    long = "x" * (64 * 1024 + 1)
    sized = (f"Content-Length: {len(long)}", "Connection: close")
    return await answer_to(door.port, post(long, *sized, *lines, path=path))


async def test_a_body_over_64_kib_is_refused_by_program_and_page(door: KithProcess):
    page = await sent_long(door, "/appeal", "Accept: text/html")
    code = await sent_long(door, "/appeal")

    assert (b"413", b"413") == (page[9:12], code[9:12])
    assert b"<!doctype html>" in page
    assert code.endswith(b'"code":"fault"}')


@pytest.mark.parametrize("path", ["/desk/api/join/begin", "/desk/api/signin/begin"])
async def test_the_desk_takes_none_over_64_kib_whether_it_reads_it_or_not(
    door: KithProcess, path: str
):
    code = await sent_long(door, path, "Sec-Fetch-Site: same-origin")

    assert b"413" == code[9:12]
    assert code.endswith(b'"code":"fault"}')


def test_a_stranger_s_noise_is_in_no_file(door: KithProcess):
    found = [
        path
        for path in Path(door.data).rglob("*")
        if path.is_file() and b"secret" in path.read_bytes()
    ]

    assert found == []
