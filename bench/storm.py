"""`make storm`: a node ends under ten thousand sockets, and they all come back.

Everything that was promised is looked at, and what was not kept is said and is the exit code:
ended in time and without a traceback, everybody back in time, nothing lost.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import Row, percentile
from bench.house import RoomPlan, house, many
from bench.regulars import Regulars
from tests.kith_process import KithProcess

COMING_S, BACK_S, SETTLED_S = 180.0, 60.0, 60.0
ENDED_S = 20.0
PATIENCE = 3  # so many times a bound is waited for; only then it is given up
CALM_S = 5.0
AFTER_S = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How many, how they are spread, and how the node ends."""

    rooms: Sequence[RoomPlan]
    each: int
    per_s: float
    calm_s: float = CALM_S
    killed: bool = False
    deaf_each: int = 0  # every so-many-th does not answer the close

    @staticmethod
    def of(people: int, each: int = 12) -> "Plan":
        """Spread so many people over rooms; two places more in each, for those who look."""
        return Plan(many("storm", people // each, each + 2), each, people / 100)


@dataclass(frozen=True, slots=True)
class Storm:
    """What was seen of one."""

    ended_s: float
    started_s: float
    back_s: float
    half_back_s: float
    calm_ms: Sequence[float]
    storm_ms: Sequence[float]
    crowd: Regulars
    stderr: Sequence[str]
    code: int
    node_cpu_s: float
    node_mib: float

    def broken(self) -> list[str]:
        """Return every promise that was not kept."""
        said = {
            f"exit code {self.code}": self.code != 0,
            "a traceback, or a bug of ours": any(
                "Traceback" in line or "our_bug" in line for line in self.stderr
            ),
            f"it took {self.ended_s:.1f} s to end": self.ended_s > ENDED_S,
            f"the last was back after {self.back_s:.1f} s": self.back_s > BACK_S,
        }
        lost = self.crowd.roll.missing()
        return [*(what for what, is_so in said.items() if is_so), *lost]

    def rows(self) -> list[Row]:
        """Return the figures."""
        roll, name = self.crowd.roll, f"{len(self.crowd.people):,} sockets"
        return [
            Row(f"{name}: signal to the node's end", "s", [self.ended_s]),
            Row("told to come back after", "s", roll.byes or [0]),
            Row("the node's start", "s", [self.started_s]),
            Row("signal to half of them back", "s", [self.half_back_s]),
            Row("signal to the last one back", "s", [self.back_s]),
            Row("of all tries, nobody listened", "", [roll.unreachable]),
            Row("of all tries, given up after 20 s at the door", "", [roll.impatient]),
            *_answer_rows("before", self.calm_ms),
            *_answer_rows("while they come back", self.storm_ms),
            Row("the new node's processor", "s", [self.node_cpu_s]),
            Row("the new node's memory", "MiB", [self.node_mib]),
            Row("acknowledged", "messages", [roll.acknowledged]),
            Row("acknowledged and lost, or shown otherwise to anybody", "", [len(roll.missing())]),
        ]


async def storm(plan: Plan) -> Storm:
    """Fill the house, end the node, begin it again, and wait for everybody."""
    with house(plan.rooms) as measured:
        crowd = Regulars(measured.process)
        await crowd.come(plan.rooms, plan.each, COMING_S)
        async with crowd.talking(plan.per_s):
            await asyncio.sleep(plan.calm_s)
            signal = time.monotonic()
            code = await _end(measured.process, crowd, plan)
            ended, stderr = time.monotonic(), list(measured.process.stderr)
            await asyncio.to_thread(measured.process.start)
            started = time.monotonic()
            last = await crowd.all_in(PATIENCE * BACK_S)
            await asyncio.sleep(AFTER_S)
        await crowd.settled(SETTLED_S)
        await crowd.read_again(plan.rooms, COMING_S)
        await crowd.go()
        back = sorted(crowd.roll.back_at(crowd.people))
        cpu_s, mib = measured.cpu_s(), measured.resident_kib() / 1024
    return Storm(
        ended_s=ended - signal,
        started_s=started - ended,
        back_s=last - signal,
        half_back_s=back[len(back) // 2] - signal,
        calm_ms=crowd.roll.answered_between(signal - plan.calm_s, signal),
        storm_ms=crowd.roll.answered_between(started, last),
        crowd=crowd,
        stderr=[*stderr, *measured.process.stderr],
        code=code,
        node_cpu_s=cpu_s,
        node_mib=mib,
    )


async def _end(process: KithProcess, crowd: Regulars, plan: Plan) -> int:
    if plan.killed:
        await asyncio.to_thread(process.kill)
        return 0
    for person in crowd.people:
        person.mute = plan.deaf_each > 0 and person.number % plan.deaf_each == 0
    return await asyncio.to_thread(process.stop, PATIENCE * ENDED_S)


def _answer_rows(when: str, ms: Sequence[float]) -> list[Row]:
    if not ms:
        return []
    return [
        Row(f"say to ack {when}, p50", "ms", [percentile(ms, 0.5)]),
        Row(f"say to ack {when}, p99", "ms", [percentile(ms, 0.99)]),
        Row(f"say to ack {when}, slowest of {len(ms):,}", "ms", [max(ms)]),
    ]
