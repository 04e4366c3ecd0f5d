"""What people cost who only come and stay: coming in, being there, coming back all at once."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bench.coming import BACKLOG, fill
from bench.figures import Row
from bench.floor.dialects import Shape
from bench.floor.peers import KITH, Peer
from bench.floor.running import Load, Seen, Server, load
from bench.house import RoomPlan, house

FIRST, REST_S, STORM_AT_ONCE, CALM_AT_ONCE = 12, 3, 512, 8


class TooFewCameInError(Exception):
    """A server let so few in, in the load's two minutes, that nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class Came:
    """What one crowd cost."""

    us_in: float
    us_back: float
    back_s: float
    kib: float
    rest_share: float


def with_lines() -> Peer:
    """Return Kith with 50 lines to read in every room."""
    return replace(KITH, name=lambda: "**Kith, 50 lines to read**", start=_told)


@contextmanager
def _told(shape: Shape) -> Iterator[Server]:
    rooms = [RoomPlan(f"room-{number}", shape.each + 1) for number in range(shape.rooms)]
    with house(rooms) as kith:

        async def tell() -> None:
            for room in rooms:
                await fill(kith, room, BACKLOG)

        asyncio.run(tell())
        yield Server(kith.pid, kith.port)


def came(peer: Peer, shape: Shape) -> Came:
    """Bring a crowd in calmly, let it be, and have it come back at once; a new server each time."""
    with peer.start(shape) as server, load(peer.plan(server, shape)) as crowd:
        empty_kib = server.resident_kib()
        us_in, _ = _used(server, crowd, f"open {CALM_AT_ONCE}", shape)
        kib = (server.resident_kib() - empty_kib) / shape.members
        before = server.cpu_s()
        rest = crowd.do(f"idle {REST_S}")
        rest_share = (server.cpu_s() - before) / rest.seconds
        crowd.do("shut")
        crowd.do("idle 1")
        us_back, back = _used(server, crowd, f"open {STORM_AT_ONCE}", shape)
        return Came(us_in, us_back, back.seconds, kib, rest_share)


def _used(server: Server, crowd: Load, order: str, shape: Shape) -> tuple[float, Seen]:
    before = server.cpu_s()
    seen = crowd.do(order)
    if seen.opened < shape.members:
        raise TooFewCameInError(f"{seen.opened} of {shape.members}")
    return (server.cpu_s() - before) / shape.members * 1e6, seen


def coming_rows(peers: Mapping[str, Peer], shape: Shape, rounds: int) -> Iterator[Row]:
    """Yield the rows of the table, peer by peer; say who let too few in to be measured."""
    seen: dict[str, list[Came]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name in [*seen]:
            try:
                seen[name].append(came(peers[name], shape))
            except TooFewCameInError as reason:
                print(f"not measured, since too few came in: {name} ({reason})", flush=True)
                del seen[name]
    for name, rows in seen.items():
        said = peers[name].name()
        yield Row(f"{said}: coming in, one after another", "us CPU", [c.us_in for c in rows])
        yield Row(f"{said}: coming back at once", "us CPU", [c.us_back for c in rows])
        yield Row(f"{said}: all back after", "s", [c.back_s for c in rows])
        yield Row(f"{said}: memory for each who is there", "KiB", [c.kib for c in rows])
        yield Row(f"{said}: all of them idle", "% of a core", [100 * c.rest_share for c in rows])
