"""How much talk one node carries, what it costs, and how soon others see it."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from bench.crowd import crowd, hear_nothing
from bench.figures import percentile
from bench.house import Measured, RoomPlan
from bench.member import ACK, SAID, Member

WARM_S = 1.0
LINE = "It was a long day, and I am glad that this room is here; thank you for listening."
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """So many rooms of so many members, each with so many messages on the way."""

    name: str
    rooms: Sequence[RoomPlan]
    each: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried in one window, and what the server and we ourselves used for it."""

    seconds: float
    acked: int
    delivered: int
    cpu_s: float
    own_cpu_s: float

    @property
    def acked_per_s(self) -> float:
        """Acknowledged messages a second."""
        return self.acked / self.seconds

    @property
    def us_per_message(self) -> float:
        """Server processor time per message, in microseconds."""
        return self.cpu_s / self.acked * 1e6

    @property
    def us_per_delivery(self) -> float:
        """Server processor time per delivery, all costs shared out over the deliveries."""
        return self.cpu_s / self.delivered * 1e6


class Tally:
    """Counts what comes; everybody who is answered says the next thing at once."""

    def __init__(self) -> None:
        self.acked = 0
        self.delivered = 0
        self.going = True

    def heard(self, member: Member, frame: bytes) -> None:
        """Count one frame."""
        if frame.startswith(SAID):
            self.delivered += 1
        elif frame.startswith(ACK):
            self.acked += 1
            if self.going:
                member.say(LINE)
        else:
            hear_nothing(member, frame)


async def saturate(house: Measured, shape: Shape, window_s: float) -> Carried:
    """Say as much as the server takes, and measure a window of it."""
    tally = Tally()
    async with crowd(house, shape.rooms, shape.each, tally.heard) as members:
        for member in members:
            for _ in range(shape.on_the_way):
                member.say(LINE)
        await asyncio.sleep(WARM_S)
        carried = await _window(house, tally, window_s)
        tally.going = False
    return carried


async def _window(house: Measured, tally: Tally, window_s: float) -> Carried:
    acked, delivered = tally.acked, tally.delivered
    cpu, own, began = house.cpu_s(), time.process_time(), time.perf_counter()
    await asyncio.sleep(window_s)
    return Carried(
        seconds=time.perf_counter() - began,
        acked=tally.acked - acked,
        delivered=tally.delivered - delivered,
        cpu_s=house.cpu_s() - cpu,
        own_cpu_s=time.process_time() - own,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """How long lines took to the other members' screens, and what the server used."""

    ms: Sequence[float]
    carried: Carried

    def at(self, share: float) -> float:
        """Return a percentile of the times, in milliseconds."""
        return percentile(self.ms, share)


class Stopwatch:
    """Reads, on every screen but the author's, when a line was due to be said."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self.acked = 0

    def heard(self, member: Member, frame: bytes) -> None:
        """Take the time of one line."""
        if frame.startswith(ACK):
            self.acked += 1
        elif frame.startswith(SAID):
            said = frame[frame.index(b'"text":"') + 8 :].split(b" ", 2)
            if int(said[1]) != member.number:
                self.ms.append((time.perf_counter_ns() - int(said[0])) / NS_PER_MS)
        else:
            hear_nothing(member, frame)


async def pace(house: Measured, shape: Shape, per_s: int, seconds: float) -> Seen:
    """Say `per_s` lines a second in all, on time whatever the answers do, and time them.

    A line that could not be said when it was due counts from when it was due.
    """
    watch = Stopwatch()
    async with crowd(house, shape.rooms, shape.each, watch.heard) as members:
        speakers = cycle(_by_turns(members, shape.each))
        await _speak(speakers, per_s, WARM_S)
        watch.ms.clear()
        watch.acked = 0
        cpu, own, began = house.cpu_s(), time.process_time(), time.perf_counter()
        await _speak(speakers, per_s, seconds)
        await asyncio.sleep(WARM_S)  # the last ones are still on their way
        carried = Carried(
            seconds=time.perf_counter() - began,
            acked=watch.acked,
            delivered=len(watch.ms) + watch.acked,
            cpu_s=house.cpu_s() - cpu,
            own_cpu_s=time.process_time() - own,
        )
    return Seen(watch.ms, carried)


def _by_turns(members: Sequence[Member], each: int) -> list[Member]:
    """Order the members so that one room follows another."""
    return [member for seat in range(each) for member in members[seat::each]]


async def _speak(speakers: "cycle[Member]", per_s: int, seconds: float) -> None:
    began = time.perf_counter_ns()
    for turn in range(round(per_s * seconds)):
        due = began + turn * 1_000_000_000 // per_s
        wait_ns = due - time.perf_counter_ns()
        if wait_ns > 0:
            await asyncio.sleep(wait_ns / 1e9)
        speaker = next(speakers)
        speaker.say(f"{due} {speaker.number} {LINE}")
