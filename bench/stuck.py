"""Readers who stop reading while the others talk on: what they cost, and whom it disturbs."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.figures import Row, percentile
from bench.house import Measured, house, many
from bench.regulars import Regulars

EACH = 50
MANY_WORDS = 3 * (
    "It was a long day at work, and on the way home I thought about all of you here. My sister "
    "called, we spoke about the garden and about our father, who is doing better since spring. "
    "In the evening I cooked soup, read a little, and then came here to say that it helps. "
)
COMING_S, SETTLED_S = 300.0, 300.0
MOST_MIB = 64.0
LOOK_S = 1.0
KIB = 1024


@dataclass(frozen=True, slots=True)
class Stillness:
    """How many there are, how many of them stop reading, and for how long."""

    people: int = 1_000
    still: int = 100
    still_s: float = 600.0
    until_let_go: bool = False
    calm_s: float = 20.0
    per_s: float = 100.0
    words: str = MANY_WORDS


@dataclass(frozen=True, slots=True)
class Stuck:
    """What was seen."""

    before_mib: float
    mib: Sequence[float]
    calm_ms: Sequence[float]
    still_ms: Sequence[float]
    crowd: Regulars
    closed: int
    let_go: int
    cpu_shares: Sequence[float]
    stderr: Sequence[str]

    @property
    def grown_mib(self) -> float:
        """How much more memory the node ever had than before."""
        return max(self.mib) - self.before_mib

    def broken(self) -> list[str]:
        """Return every promise that was not kept."""
        said = {
            f"the node grew by {self.grown_mib:.0f} MiB": self.grown_mib > MOST_MIB,
            "a traceback, or a bug of ours": any(
                "Traceback" in line or "our_bug" in line for line in self.stderr
            ),
            "somebody who read on was cut off": self.crowd.roll.resyncs > 0,
        }
        return [*(what for what, is_so in said.items() if is_so), *self.crowd.roll.missing()]

    def rows(self) -> list[Row]:
        """Return the figures."""
        calm, still = self.calm_ms, self.still_ms
        return [
            Row("memory before", "MiB", [self.before_mib]),
            Row("memory while some read nothing", "MiB", self.mib),
            Row("grown by at most", "MiB", [self.grown_mib], str(int(MOST_MIB))),
            Row("the others' say to ack before, p99", "ms", [percentile(calm, 0.99)]),
            Row(f"the others' say to ack, p99 of {len(still):,}", "ms", [percentile(still, 0.99)]),
            Row("say to ack, slowest before and meanwhile", "ms", [max(calm), max(still)]),
            Row("sockets the node let go meanwhile", "", [self.let_go]),
            Row("of these, since too much waited for them", "", [self.closed]),
            Row("the node's processor before and meanwhile", "s/s", self.cpu_shares),
            Row("lost by anybody who read", "", [len(self.crowd.roll.missing())]),
        ]


@dataclass(frozen=True, slots=True)
class Moment:
    """The node's accounts at one moment."""

    at: float
    cpu_s: float
    sockets: int

    @staticmethod
    def of(house: Measured) -> "Moment":
        """Look now."""
        return Moment(time.monotonic(), house.cpu_s(), house.sockets())

    def share_until(self, later: "Moment") -> float:
        """Return how much of a processor was used since."""
        return (later.cpu_s - self.cpu_s) / (later.at - self.at)


async def stuck(plan: Stillness) -> Stuck:
    """Let some stop reading, and watch the node and the others."""
    rooms = many("still", plan.people // EACH, EACH + 2)
    with house(rooms, "--admin-port", "0") as measured:
        crowd = Regulars(measured.process)
        await crowd.come(rooms, EACH, COMING_S)
        async with crowd.talking(plan.per_s, plan.words):
            cpu = [Moment.of(measured)]
            await asyncio.sleep(plan.calm_s)
            cpu.append(Moment.of(measured))
            calm_ms = crowd.roll.answered_between(0, time.monotonic())
            before_mib, began = measured.resident_kib() / KIB, time.monotonic()
            for person in crowd.people[: plan.still]:
                person.stop_reading()
            mib = await _watched(measured, plan)
            cpu.append(Moment.of(measured))
        await crowd.settled(SETTLED_S)
        still_ms = crowd.roll.answered_between(began, time.monotonic())
        closed = await asyncio.to_thread(measured.slow_readers)
        await crowd.go()
    return Stuck(
        before_mib=before_mib,
        mib=mib,
        calm_ms=calm_ms,
        still_ms=still_ms,
        crowd=crowd,
        closed=closed,
        let_go=cpu[1].sockets - cpu[2].sockets,
        cpu_shares=[before.share_until(after) for before, after in pairwise(cpu)],
        stderr=measured.process.stderr,
    )


async def _watched(measured: Measured, plan: Stillness) -> list[float]:
    """Return the memory, once a second."""
    seen: list[float] = []
    while len(seen) < plan.still_s / LOOK_S:
        await asyncio.sleep(LOOK_S)
        seen.append(measured.resident_kib() / KIB)
        if plan.until_let_go and await asyncio.to_thread(measured.slow_readers) >= plan.still:
            break
    return seen
