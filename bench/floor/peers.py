"""Who is compared: each peer, how it is started and how it is spoken to."""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.floor import dialects
from bench.floor.building import (
    BUILD,
    SERVERS,
    compiled,
    inspircd,
    inspircd_version,
    node_modules,
    node_version,
)
from bench.floor.dialects import Plan, Shape
from bench.floor.running import Server, started
from bench.house import RoomPlan, house

PATIENCE_S = 30.0

Start = Callable[[Shape], AbstractContextManager[Server]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that is measured. `name` is asked for once it runs: then it is installed."""

    name: Callable[[], str]
    start: Start
    plan: Plan


def _floor(_shape: Shape) -> AbstractContextManager[Server]:
    return started([str(compiled(SERVERS / "floor.c"))], os.environ)


def _python(script: str) -> Start:
    return lambda _shape: started([sys.executable, str(SERVERS / script)], os.environ)


def _node(script: str) -> Start:
    def start(_shape: Shape) -> AbstractContextManager[Server]:
        packages = str(node_modules() / "here.js")
        return started(["node", str(SERVERS / script)], {**os.environ, "PACKAGES": packages})

    return start


@contextmanager
def _inspircd(_shape: Shape) -> Iterator[Server]:
    home = inspircd()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = (SERVERS / "inspircd.conf").read_text(encoding="utf-8").replace("PORT", str(port))
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        settings = Path(folder) / "inspircd.conf"
        modules = home / "usr/lib/inspircd/modules"
        own = " ".join(f'{kind}dir="{folder}"' for kind in ("data", "log", "runtime"))
        paths = f'<path moduledir="{modules}" {own}>'
        settings.write_text(f"{told}{paths}\n", encoding="utf-8")
        command = [
            str(home / "usr/sbin/inspircd"),
            "--nofork",
            "--runasroot",
            "--nopid",
            "--config",
            str(settings),
        ]
        with started(command, os.environ, port) as server:
            _wait_for(port)
            yield server


def _wait_for(port: int) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        with socket.socket() as knock:
            if not knock.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise TimeoutError


@contextmanager
def _kith(shape: Shape) -> Iterator[Server]:
    rooms = [RoomPlan(f"room-{number}", shape.each) for number in range(shape.rooms)]
    with house(rooms) as kith:
        yield Server(kith.pid, kith.port)


FLOOR = Peer(lambda: "C, one `send()` a delivery (the floor)", _floor, dialects.websocket)
KITH = Peer(lambda: "**Kith, the whole road**", _kith, dialects.kith)
PEERS = {
    "floor": FLOOR,
    "kith": KITH,
    "asyncio": Peer(
        lambda: f"bare asyncio protocol, uvloop {version('uvloop')}",
        _python("bare_asyncio.py"),
        dialects.websocket,
    ),
    "inspircd": Peer(lambda: f"InspIRCd {inspircd_version()}, TCP (C++)", _inspircd, dialects.irc),
    "ws": Peer(lambda: f"Node `ws` {node_version('ws')}", _node("bare_ws.mjs"), dialects.websocket),
    "aiohttp": Peer(
        lambda: f"bare aiohttp {version('aiohttp')}, uvloop",
        _python("bare_aiohttp.py"),
        dialects.websocket,
    ),
    "websockets": Peer(
        lambda: f"bare `websockets` {version('websockets')} `broadcast()`, uvloop",
        _python("bare_websockets.py"),
        dialects.websocket,
    ),
    "socketio": Peer(
        lambda: f"Socket.IO {node_version('socket.io')}",
        _node("bare_socketio.mjs"),
        dialects.socketio,
    ),
}
# An accepted message to all screens: nobody's words come in, so nothing but fan-out is counted.
FANOUT = {
    "floor": Peer(lambda: "C, one `send()` a delivery (the floor)", _floor, dialects.accepted),
    "fanout": Peer(lambda: "**Kith's fan-out alone**", _python("fanout.py"), dialects.accepted),
}
