"""Who hangs up before the house could answer is gone, and no bug of ours."""

import json
import signal
import socket
import struct
from urllib.request import urlopen

import pytest
from kith_process import KithProcess
from patience import SOON_S

pytestmark = pytest.mark.slow

CALLS = 10
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: the line ends with a reset
KEY = "AAAAAAAAAAAAAAAAAAAAAA=="


def call_and_hang_up(port: int, *, reset: bool) -> None:
    """Ask for a socket, and be gone before anybody can answer."""
    lines = [
        "GET /ws HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {KEY}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: kith.v1",
    ]
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        if reset:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


@pytest.mark.parametrize("reset", [False, True])
def test_a_caller_who_is_gone_when_a_frozen_node_wakes_up_is_not_noted(
    kith: KithProcess, *, reset: bool
):
    kith.signal(signal.SIGSTOP)
    for _ in range(CALLS):
        call_and_hang_up(kith.port, reset=reset)
    kith.signal(signal.SIGCONT)

    with urlopen(kith.url + "/healthz", timeout=SOON_S) as answer:  # noqa: S310 - our own server
        assert 200 == answer.status
    assert 0 == kith.stop()

    notes = [json.loads(line) for line in kith.stderr if line.startswith("{")]
    assert [] == [note for note in notes if note["note"] in {"our_bug", "library"}]
