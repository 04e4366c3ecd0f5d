"""How soon a change of the piece is on all twelve screens: on one node, on Redis, on two nodes."""

import asyncio
import time
from collections.abc import Sequence

from bench.crowd import Refused, crowd
from bench.figures import Row, percentile
from bench.house import Measured, RoomPlan, house, many
from bench.meetings import BEFORE, EACH, PATIENCE_S, ROLES, STEP, TURN, begin
from bench.member import NACK, Member
from bench.shared import Nodes, shared

CHANGES = 200


class Screens:
    """Twelve screens of one meeting, and when each saw the piece move."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._seen, self._wanted = 0, TURN
        self._all = asyncio.Event()

    def heard(self, member: Member, frame: bytes) -> None:
        """Count a screen that saw it."""
        del member
        if frame.startswith(NACK):
            self.refused.append(frame.decode())
        if frame.startswith(self._wanted):
            self._seen += 1
            if self._seen == EACH:
                self._all.set()

    async def after(self, act: Member, kind: str, fields: str = "", wanted: bytes = TURN) -> float:
        """Do something and return the ms until all screens show what is wanted."""
        self._seen, self._wanted = 0, wanted
        self._all.clear()
        began = time.perf_counter()
        act.ask(kind, fields)
        async with asyncio.timeout(PATIENCE_S):
            await self._all.wait()
        if self.refused:
            raise Refused(self.refused[0])
        return 1000 * (time.perf_counter() - began)


async def turns(rounds: int) -> list[Row]:
    """Tell how soon all twelve screens show that the piece has moved."""
    plans = many("circle", rounds, EACH)
    with house(plans) as kith:
        rows = turn_rows("one node", [await turn_changes(kith, kith, plan) for plan in plans])
    for count in (1, 2):
        name = "one node on Redis" if count == 1 else "two nodes on Redis"
        with shared(count, plans) as (nodes, _):
            asked = nodes.nodes[0]
            rows += turn_rows(name, [await turn_changes(nodes, asked, plan) for plan in plans])
    return rows


def turn_rows(where: str, seen: Sequence[Sequence[float]]) -> list[Row]:
    """Return what was seen of changes of the piece."""
    what = f"{where}: the piece has moved on all {EACH} screens"
    return [
        Row(f"{what}, p50", "ms", [percentile(ms, 0.5) for ms in seen]),
        Row(f"{what}, p99", "ms", [percentile(ms, 0.99) for ms in seen]),
        Row(f"{where}: changes timed", "", [len(ms) for ms in seen]),
    ]


async def turn_changes(kith: Measured | Nodes, asked: Measured, plan: RoomPlan) -> list[float]:
    """Return the ms that each of many changes took: all ask, and each passes it on.

    On several nodes each screen is on some of them, and `asked` is where the meeting is begun.
    """
    screens = Screens()
    async with crowd(kith, [plan], EACH, screens.heard) as members:
        begin(asked, plan.id)
        await screens.after(members[0], "lead", '"up":true', ROLES)
        for step in BEFORE:
            await screens.after(members[0], "next", f'"step":"{step}"', STEP)
        for member in members:
            await screens.after(member, "hand", '"up":true')
        ms = []
        for n in range(CHANGES):
            holder = members[n % EACH]
            ms.append(await screens.after(holder, "pass"))
            await screens.after(holder, "hand", '"up":true')
        return ms
