"""A house to be cruel to: its store, its nodes, the ground they stand on, how one reaches them."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

from disks import LoopDisk, SmallDisk, loop_disk, small_disk
from history import Seen
from kith_process import KITH, KithProcess
from meeting import open_room
from moving_clock import MovingClock, PreloadedClock
from net_spaces import Spaces, spaces
from redis_process import SAFE, RedisProcess
from waits import COME_S, WaitedInVain
from websockets.asyncio.client import ClientConnection, connect

from server.operator_error import OperatorError

WEAK = Path(__file__).with_name("weak_store.py")
QUICK_DESK = Path(__file__).parents[1] / "quick_desk.py"
EVERYSEC = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
ENVIRONMENT = {"KITH_LIMITS": "off", "KITH_DISK_RESERVE_MIB": "8"}
TICKS = {"KITH_PING_S": "1"}
SOON_MISSED = {"KITH_TEST_LOST_MS": "15000"}  # volunteers send a sign of life every ten seconds
SMALL_MIB = 96
DIAL_S = 5.0
STARTS, AGAIN_S = 5, 1.0
PEOPLE_IN_A_ROOM = 1000
KIB_IN_MIB = 1024


class Person(Protocol):
    """Somebody in a room, as far as a fault is concerned."""

    words: str
    pace_s: float
    talkative: int
    reads: asyncio.Event

    def need_someone(self) -> None:
        """Ask for a volunteer."""


class Ground(StrEnum):
    """What the store's files lie on."""

    PLAIN = "plain"
    LOOP = "loop"
    SMALL = "small"


@dataclass(frozen=True)
class Plan:
    """How a house is made. Without Redis it is one node on SQLite."""

    nodes: int = 1
    redis: bool = False
    ground: Ground = Ground.PLAIN
    lines: bool = False
    weak: bool = False
    clocks: bool = False
    redis_clock: bool = False
    ticks: bool = True
    desk: bool = False
    backup: bool = False


class Node(KithProcess):
    """One `kith serve`, perhaps in a space of its own."""

    prefix: tuple[str, ...] = ()
    runner: Path | None = None
    host = "127.0.0.1"
    clock: MovingClock | None = None
    highest_mib = 0.0

    @property
    def program(self) -> list[str]:
        kith = [str(KITH)] if self.runner is None else [sys.executable, "-P", str(self.runner)]
        return [*self.prefix, *kith]

    @property
    def ws(self) -> str:
        return f"ws://{self.host}:{self.port}/ws"

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.alive:
            self.signal(signal.SIGCONT)

    def kill(self) -> None:
        self.weigh()
        super().kill()

    def weigh(self) -> None:
        """Keep the most memory it ever had."""
        if self.alive:
            status = Path(f"/proc/{self.pid}/status").read_text("ascii")
            (most,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
            self.highest_mib = max(self.highest_mib, int(most.split()[1]) / KIB_IN_MIB)

    def come_up(self) -> bool:
        """Be running, as a supervisor sees to it; return whether it had ended by itself."""
        ended = self.running and not self.alive
        if ended:
            self.kill()
        if not self.running:
            self.start()
        return ended

    def start(self) -> "Node":
        """Begin; what ends at the start is begun again, as a supervisor does, a few times."""
        for _ in range(STARTS):
            with suppress(AssertionError):
                super().start()
                return self
            sleep(AGAIN_S)
        super().start()
        return self


class Stage:
    """The house as it stands."""

    def __init__(self, data: Path, nodes: list[Node], redis: RedisProcess | None) -> None:
        self.data = data
        self.nodes = nodes
        self.redis = redis
        self.spaces: Spaces | None = None
        self.loop: LoopDisk | None = None
        self.small: SmallDisk | None = None
        self.redis_clock: PreloadedClock | None = None
        self.people: list[Person] = []
        self.seen = list[Seen]()  # of all rounds that were played here
        self.ended_by_themselves = 0
        self.doing = ""  # what a round that breaks off says it was about

    async def open_room(self) -> str:
        """Open a room; a store that ten thousand people just left may ask to try again."""
        until = monotonic() + COME_S
        while True:
            try:
                return await asyncio.to_thread(open_room, self.data, capacity=PEOPLE_IN_A_ROOM)
            except OperatorError as error:
                if monotonic() > until:
                    raise WaitedInVain(str(error)) from error

    async def dial(
        self, home: int, receive_bytes: int = 0, within_s: float = DIAL_S
    ) -> ClientConnection:
        """Reach a node as people do."""
        node = self.nodes[home % len(self.nodes)]
        sock = self._socket()
        try:
            if receive_bytes:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
            async with asyncio.timeout(within_s):
                await asyncio.get_running_loop().sock_connect(sock, (node.host, node.port))
                return await connect(
                    node.ws,
                    sock=sock,
                    subprotocols=["kith.v1"],  # type: ignore[list-item] - a new type of str
                    compression=None,
                    max_queue=16 if receive_bytes else None,
                    ping_interval=None,
                    open_timeout=within_s,
                    close_timeout=2,
                )
        except BaseException:
            sock.close()
            raise

    async def come_up(self) -> None:
        """Let everything run that does not, Redis first."""
        if self.redis is not None:
            if self.redis.process is not None and self.redis.process.poll() is not None:
                self.ended_by_themselves += 1
                self.redis.kill()
            if self.redis.process is None:
                await asyncio.to_thread(self.redis.start)
        for node in self.nodes:
            self.ended_by_themselves += await asyncio.to_thread(node.come_up)

    def bugs(self) -> list[str]:
        """Return what nodes said that no node should say."""
        said = [line for node in self.nodes for line in node.stderr]
        return [line.strip() for line in said if "our_bug" in line or "Traceback" in line]

    def end_nodes(self) -> None:
        """End the nodes at once, and leave the store to whoever wants to read it."""
        for node in self.nodes:
            node.thaw()
            if node.running:
                node.kill()

    def end(self) -> None:
        """End everything at once; nothing is asked any more."""
        self.end_nodes()
        if self.redis is not None:
            self.redis.kill()

    def _socket(self) -> socket.socket:
        if self.spaces is None:
            sock = socket.socket()
        else:
            with self.spaces.people.inside():
                sock = socket.socket()
        sock.setblocking(False)  # noqa: FBT003 - the socket's own
        return sock


@asynccontextmanager
async def stage(plan: Plan, folder: Path) -> AsyncIterator[Stage]:
    """Build a house; raise `CannotMake` where the machine has no such ground or lines."""
    with ExitStack() as stack:
        ground: LoopDisk | SmallDisk | None = None
        if plan.ground is Ground.LOOP:
            ground = stack.enter_context(loop_disk(folder / "loop"))
        elif plan.ground is Ground.SMALL:
            ground = stack.enter_context(small_disk(folder / "small", SMALL_MIB))
        store = folder if ground is None else ground.folder
        data = folder / "data" if plan.redis else store / "data"
        redis = _redis(store / "redis", plan) if plan.redis else None
        built = Stage(
            data, [_node(data, number, plan, folder) for number in range(plan.nodes)], redis
        )
        if plan.redis_clock and redis is not None:
            built.redis_clock = clock = PreloadedClock(folder / "redis-clock")
            redis.prefix = clock.prefix
        built.loop = ground if isinstance(ground, LoopDisk) else None
        built.small = ground if isinstance(ground, SmallDisk) else None
        if plan.lines:
            built.spaces = stack.enter_context(spaces(plan.nodes))
        stack.callback(built.end)
        _lay_lines(built)
        await built.come_up()
        yield built


def _redis(folder: Path, plan: Plan) -> RedisProcess:
    return RedisProcess(folder, *(EVERYSEC if plan.weak else SAFE))


def _node(data: Path, number: int, plan: Plan, folder: Path) -> Node:
    clock = MovingClock(folder / f"clock-{number}") if plan.clocks else None
    environment: Mapping[str, str] = {
        **ENVIRONMENT,
        **(TICKS if plan.ticks else {}),
        **(SOON_MISSED if plan.desk else {}),
        **(clock.environment if clock else {}),
    }
    node = Node(data, **environment)
    node.clock = clock
    if plan.weak and not plan.redis:
        node.runner = WEAK
    elif plan.desk:
        node.runner = QUICK_DESK
    return node


def _lay_lines(built: Stage) -> None:
    """Tell each node where its Redis is, and where it is to be found itself."""
    lines = built.spaces
    if lines is None:
        for node in built.nodes:
            node.options = ("--redis", built.redis.url) if built.redis else ()
        return
    if built.redis is not None:
        built.redis.prefix = lines.redis.prefix
        addresses = [line.near for line in lines.to_redis]
        built.redis.options = (
            *built.redis.options,
            "--protected-mode",
            "no",
            "--bind",
            "127.0.0.1",
            *addresses,
        )
    for number, node in enumerate(built.nodes):
        node.prefix = lines.nodes[number].prefix
        node.host = lines.to_people[number].far
        node.options = ("--host", node.host)
        if built.redis is not None:
            url = f"redis://{lines.to_redis[number].near}:{built.redis.port}/0"
            node.options += ("--redis", url)
