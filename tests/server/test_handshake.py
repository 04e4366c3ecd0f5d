"""Which requests open a socket, and which are left to whoever can tell what they are."""

import pytest

from server.wire.handshake import NoHandshake, accepted, plain_head

HEADERS = {
    "Host": "x",
    "Upgrade": "websocket",
    "Connection": "keep-alive, Upgrade",
    "Sec-Websocket-Version": "13",
    "Sec-Websocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
PROOF = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # both from RFC 6455, 1.3


def asked(first: str = "GET /ws HTTP/1.1", *lines: str) -> bytes:
    return "\r\n".join([first, *lines, "", ""]).encode("latin-1")


def test_a_plain_handshake_is_read_whatever_the_capitals_and_answered():
    sent = asked("GET /ws HTTP/1.1", *(f"{n.lower()}:  {v} " for n, v in HEADERS.items()))

    head = plain_head(sent + b"more", b"/ws")

    assert (HEADERS, b"more") == head
    assert b"Sec-WebSocket-Accept: " + PROOF in accepted(HEADERS, "kith.v1").split(b"\r\n")


@pytest.mark.parametrize(
    ("offered", "agreed"), [("kith.v1", True), ("other, kith.v1", True), ("other", False)]
)
def test_only_a_protocol_that_is_offered_is_agreed_on(offered: str, agreed: bool):  # noqa: FBT001 - a table
    answer = accepted(HEADERS | {"Sec-Websocket-Protocol": offered}, "kith.v1")

    assert agreed == (b"Sec-WebSocket-Protocol: kith.v1" in answer)
    assert answer.endswith(b"\r\n\r\n")


NOT_PLAIN = {
    "half a head": asked("GET /ws HTTP/1.1", "Host: x")[:-1],
    "another path": asked("GET /wsx HTTP/1.1", "Host: x"),
    "a question": asked("GET /ws?x=1 HTTP/1.1", "Host: x"),
    "another method": asked("POST /ws HTTP/1.1", "Host: x"),
    "another version": asked("GET /ws HTTP/1.0", "Host: x"),
    "no host": asked("GET /ws HTTP/1.1", "Upgrade: websocket"),
    "two hosts": asked("GET /ws HTTP/1.1", "Host: x", "host: y"),
    "a folded line": asked("GET /ws HTTP/1.1", "Host: x", " y"),
    "a space before the colon": asked("GET /ws HTTP/1.1", "Host : x"),
    "a byte beyond ASCII": asked("GET /ws HTTP/1.1", "Host: \xff"),
    "a control character": asked("GET /ws HTTP/1.1", "Host: x\x00"),
    "a line end alone": asked("GET /ws HTTP/1.1", "Host: x\nEvil: y"),
    "a body": asked("GET /ws HTTP/1.1", "Host: x", "Content-Length: 5"),
    "a body in chunks": asked("GET /ws HTTP/1.1", "Host: x", "Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("sent", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_in_the_least_unusual_is_not_read_here(sent: bytes):
    assert plain_head(sent, b"/ws") is None


NO_HANDSHAKE = {
    "no upgrade": {"Upgrade": ""},
    "another upgrade": {"Upgrade": "h2c"},
    "a connection that stays": {"Connection": "keep-alive"},
    "an old version": {"Sec-Websocket-Version": "8"},
    "no key": {"Sec-Websocket-Key": ""},
    "a short key": {"Sec-Websocket-Key": "dGhlIHNhbXBsZQ=="},
    "a key that is none": {"Sec-Websocket-Key": "?" * 24},
}


@pytest.mark.parametrize("changed", NO_HANDSHAKE.values(), ids=NO_HANDSHAKE)
def test_a_request_for_something_else_opens_nothing(changed: dict[str, str]):
    with pytest.raises(NoHandshake):
        accepted(HEADERS | changed, "kith.v1")
