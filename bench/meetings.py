"""Meetings: how soon a change of the piece is on all screens, and a thousand of them at once."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from bench.accounts import cpu_us, own_kib
from bench.crowd import crowd
from bench.figures import Row, percentile
from bench.house import Measured, RoomPlan, house, many
from bench.member import Member
from server.commands.control import ask

EACH = 12
AT_ONCE = 16  # meetings that are begun together
MEETINGS = 1_000
TURN, STEP, ROLES = b'{"t":"turn"', b'{"t":"step"', b'{"t":"roles"'
BEFORE = ("welcome", "check_in")
ASKED_OVER_S = 20.0  # they do not all begin in the same second
QUIET_S = (45.0, 135.0)  # after the first turn: the piece lies in somebody's hands, few speak
LINE_EVERY_S = 20.0
OVER_S = 265.0  # the first turn is over after 240 s, with its grace
LATE_MS = 1_000
SIGNALS = ("soon", "grace", "time")
PATIENCE_S = 60.0
WORDS = "It was a long week, and I am glad to be here."


class Piece(msgspec.Struct):
    """What is read of who has it."""

    holder: str
    ends: int = 0


class Moved(msgspec.Struct):
    """What is read of a change of the piece."""

    at: int
    why: str
    turn: Piece | None = None


_moved = msgspec.json.Decoder(Moved)


def begin(kith: Measured, room: str) -> None:
    """Begin a sharing circle, as `kith meeting begin` does."""
    ask(kith.process.data, {"do": "begin", "room": room, "format": "sharing_circle"})


@dataclass
class Evening:
    """One of a thousand meetings: when its signals were due, and how late they were."""

    members: list[Member]
    in_round: asyncio.Event = field(default_factory=asyncio.Event)
    ends: int = 0
    late: dict[str, list[float]] = field(default_factory=dict)

    def lead(self, frame: bytes) -> None:
        """As the chair, go on to the round."""
        chair = self.members[0]
        if frame.startswith(ROLES):
            chair.ask("next", f'"step":"{BEFORE[0]}"')
        elif frame.startswith(STEP) and BEFORE[1].encode() in frame:
            chair.ask("next", f'"step":"{BEFORE[1]}"')
        elif frame.startswith(STEP) and b'"round"' in frame:
            self.in_round.set()

    def hear(self, frame: bytes) -> None:
        """Note when a signal came, against when it was due."""
        now, moved = 1000 * time.time(), _moved.decode(frame)
        due = {"soon": self.ends - 30_000, "grace": self.ends, "time": self.ends + 60_000}
        if moved.why == "asked" and moved.turn and moved.turn.ends:
            self.ends = self.ends or moved.turn.ends
        elif moved.why in due and moved.why not in self.over:
            self.late.setdefault(moved.why, []).append(now - due[moved.why])

    @property
    def over(self) -> set[str]:
        """Which signals everybody has: the next turn has signals of its own."""
        return {why for why, late in self.late.items() if len(late) == len(self.members)}


async def meetings(_rounds: int) -> list[Row]:
    """Tell what a thousand meetings at once cost, and how late their signals are; once."""
    plans = many("evening", MEETINGS, EACH)
    of: dict[int, Evening] = {}

    def heard(member: Member, frame: bytes) -> None:
        evening = of.get(member.number)
        if evening is not None and frame.startswith(TURN):
            evening.hear(frame)
        elif evening is not None and member is evening.members[0]:
            evening.lead(frame)

    with house(plans) as kith:
        memory = [own_kib(kith.pid) / 1024]
        async with crowd(kith, plans, EACH, heard) as members:
            evenings = [Evening(members[n : n + EACH]) for n in range(0, len(members), EACH)]
            of |= {one.number: evening for evening in evenings for one in evening.members}
            memory.append(own_kib(kith.pid) / 1024)
            begun = await all_begin(kith, plans, evenings)
            used = await first_turns(kith, evenings)
            memory.append(own_kib(kith.pid) / 1024)
            whole = sum(len(one.over) == len(SIGNALS) for one in evenings)
            print(f"In {whole:,} of {len(evenings):,} meetings every screen saw every signal.\n")
    return [
        Row(f"{MEETINGS:,} meetings of {EACH}: memory, nobody there", "MiB", memory[:1]),
        Row("memory, all seated", "MiB", memory[1:2]),
        Row("memory, at the end", "MiB", memory[2:]),
        Row("one begins and goes on to its round: server CPU", "ms", [begun]),
        Row("all hold a piece, nobody speaks: server CPU", "% of a core", [used[0]]),
        Row(f"each says a line every {LINE_EVERY_S:.0f} s: server CPU", "% of a core", [used[1]]),
        *(row for why in SIGNALS for row in _late_rows(why, evenings)),
    ]


def _late_rows(why: str, evenings: Sequence[Evening]) -> list[Row]:
    late = [ms for one in evenings for ms in one.late.get(why, ())]
    over = sum(ms > LATE_MS for ms in late)
    return [
        Row(f"`{why}` on a screen after it was due, p50", "ms", [percentile(late, 0.5)]),
        Row(f"`{why}`, p99", "ms", [percentile(late, 0.99)]),
        Row(f"`{why}`, the latest of {len(late):,}", "ms", [max(late)]),
        Row(f"`{why}`, later than a second", "", [over]),
    ]


async def all_begin(
    kith: Measured, plans: Sequence[RoomPlan], evenings: Sequence[Evening]
) -> float:
    """Begin every meeting and lead it to its round; return the ms of processor for each."""

    async def one(plan: RoomPlan, evening: Evening) -> None:
        await asyncio.to_thread(begin, kith, plan.id)
        evening.members[0].ask("lead", '"up":true')
        await evening.in_round.wait()

    cpu, both = cpu_us(kith.pid), list(zip(plans, evenings, strict=True))
    for start in range(0, len(both), AT_ONCE):
        await asyncio.gather(*(one(*pair) for pair in both[start : start + AT_ONCE]))
    return (cpu_us(kith.pid) - cpu) / len(evenings) / 1000


async def first_turns(kith: Measured, evenings: Sequence[Evening]) -> tuple[float, float]:
    """Let the first turn of each run to its end; return the shares of a core, silent and not."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    for evening in evenings:
        evening.members[1].ask("hand", '"up":true')
        await asyncio.sleep(ASKED_OVER_S / len(evenings))
    for evening in evenings:
        evening.members[2].ask("hand", '"up":true')
    await asyncio.sleep(start + QUIET_S[0] - loop.time())
    cpu = cpu_us(kith.pid)
    await asyncio.sleep(start + QUIET_S[1] - loop.time())
    silent, cpu, since = cpu_us(kith.pid) - cpu, cpu_us(kith.pid), loop.time()
    await talk(evenings, start + OVER_S)
    talking = (cpu_us(kith.pid) - cpu) / (loop.time() - since)
    return silent / (QUIET_S[1] - QUIET_S[0]) / 1e4, talking / 1e4


async def talk(evenings: Sequence[Evening], until: float) -> None:
    """Let whoever has the piece say a line now and then, until a time of the loop's."""
    loop = asyncio.get_running_loop()
    while loop.time() < until:
        for evening in evenings:
            evening.members[1].say(WORDS)
            await asyncio.sleep(LINE_EVERY_S / len(evenings))
