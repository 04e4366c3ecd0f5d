"""One round against a server with a fault planted in each room but one, and its judgement."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from itertools import count
from pathlib import Path

from checker import Judgement, check
from checking.violation import Kind
from desk_door import caller, invitation
from desk_reading import read_desks
from history import Ack, Act, OnDesk, Round, Seen
from kith_process import KithProcess
from meeting import open_room
from onlooker import Onlooker, read_out
from volunteer import Refused, Volunteer

RUNNER = Path(__file__).with_name("planted") / "run.py"
CONTROL = "nothing-planted"
PLANTS = {
    "ack-before-commit": Kind.LOST,
    "final-flush-skips": Kind.LOST,
    "no-dedupe": Kind.STORED_TWICE,
    "ack-other-words": Kind.OTHER_WORDS,
    "fan-out-first": Kind.NOT_DURABLE,
    "case-later": Kind.CASE_LOST,
    "refused-yet-stored": Kind.REFUSED,
    "wrong-author": Kind.PHANTOM,
    "hub-skips-a-line": Kind.SILENT_GAP,
    "wrong-resumed": Kind.SILENT_EPOCH,
    "backlog-overlaps": Kind.DUPLICATE,
    "trim-one-too-many": Kind.LOST,
    "n-used-again": Kind.DISAGREE,
    "lease-without-fence": Kind.STALE_FENCE,
    "claimed-twice": Kind.CLAIMED_TWICE,
    "closed-twice": Kind.CLOSED_TWICE,
    "clock-asleep": Kind.LATE,
}
ROOMS = (*PLANTS, CONTROL)
DECIDED_IN = {"lease-without-fence", "claimed-twice", "closed-twice", CONTROL}
CRY = "I want to kill myself tonight"
SOON_S = 1.0
LATE_MS = 60_000  # the control's alarms on a crowded machine


class Planted(KithProcess):
    """A real server with faults in it."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]


class Talk:
    """Three people in one room."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.people = [Onlooker(f"{name} in {room}", room) for name in "abc"]

    async def before(self, url: str) -> None:
        """Do everything that a server could do wrong, up to words that nobody waits for."""
        a, b, c = self.people
        for who in self.people:
            await who.come(url)
        first = await a.say("good evening")
        await b.say("hello")
        await a.say("good evening", first)
        await a.say("other words", first)
        await b.go()
        await a.say("while one is away")
        await b.come(url)
        await c.go()
        await c.come(url, ("another-epoch", 1))
        await a.say(CRY, raises=True)
        await c.need()
        await a.say("and one more")
        head = c.last
        last = await b.send("last words")
        await c.until(lambda: b.answered(last) or c.last > head)

    async def after(self, url: str) -> None:
        """Come back, and go on."""
        for who in self.people:
            await who.gone()
            await who.come(url)
        a = self.people[0]
        await a.say("here again")
        n = max((seen.n for seen in a.records if isinstance(seen, Ack)), default=0)
        within_s = 30.0 if self.room == CONTROL else SOON_S
        for who in self.people:
            await who.heard_to(n, within_s)
        await asyncio.gather(*(who.go() for who in self.people))

    @property
    def records(self) -> list[Seen]:
        return [record for who in self.people for record in who.records]


class Seats:
    """Two volunteers who do with each case what only one of them may."""

    def __init__(self) -> None:
        self.records: list[Seen] = []
        self._ids = count(1)

    async def work(self, process: KithProcess) -> None:
        """Decide the cases of some rooms, and wait until somebody was called for the last one."""
        async with AsyncExitStack() as stack:
            ash, elm = [await self._sit(process, stack, name) for name in ("Ash", "Elm")]
            for room in DECIDED_IN:
                case = await ash.case(
                    lambda it, room=room: (it["room"], it["kind"]) == (room, "need")
                )
                await self._decide(ash, elm, room, case["id"])
            await self._hear_the_clock(ash, process)

    async def _sit(self, process: KithProcess, stack: AsyncExitStack, name: str) -> Volunteer:
        who = await stack.enter_async_context(caller(process))
        assert 200 == (await who.join(invitation(process), name)).status
        seat = await Volunteer.sit_down(who)
        stack.callback(seat.vanish)
        return seat

    async def _decide(self, ash: Volunteer, elm: Volunteer, room: str, case: str) -> None:
        old = await self._ask(ash, "claim", room, case)
        await self._ask(elm, "claim", room, case)
        await self._ask(ash, "back", room, case, old)
        new = await self._ask(elm, "claim", room, case)
        await self._ask(ash, "second", room, case, old)
        await self._ask(elm, "close", room, case, new, outcome="calmer")
        await self._ask(elm, "close", room, case, new, outcome="calmer")

    async def _ask(
        self, seat: Volunteer, kind: str, room: str, case: str, fence: int = 0, **more: str
    ) -> int:
        """Ask; return the fence of a claim that is granted, or the one that was given."""
        frame_id, name = str(next(self._ids)), seat.hello["you"]["name"]
        under = {"fence": fence} if kind != "claim" else {}
        asked = Act(client=name, at=0.0, room=room, id=frame_id, kind=kind, case=case, **under)
        self.records.append(asked)
        with suppress(Refused):
            done = await seat.do(kind, case=case, **under, **more)
            fence = done.get("fence", fence)
            ack = Ack(client=name, at=0.0, room=room, id=frame_id, fence=fence)
            self.records.append(ack)
        return fence

    async def _hear_the_clock(self, seat: Volunteer, process: KithProcess) -> None:
        """Wait for the alarm of a case that is newer than all others."""
        late = Onlooker("late", CONTROL)
        await late.come(process.ws)
        known = set(seat.cases)
        await late.need()
        case = await seat.case(lambda it: it["id"] not in known and it["room"] == CONTROL)
        await seat.until(lambda it: it["t"] == "alarm" and it.get("case") == case["id"], 30.0)
        await late.go()
        self.records += late.records


async def play(folder: Path, *, kill: bool) -> Mapping[str, Judgement]:
    """Play a round and judge each room by itself."""
    process = await asyncio.to_thread(Planted(folder, KITH_LIMITS="off").start)
    talks, seats = [Talk(room) for room in ROOMS], Seats()
    try:
        for room in ROOMS:
            await asyncio.to_thread(open_room, folder, id=room)
        await asyncio.gather(*(talk.before(process.ws) for talk in talks))
        await seats.work(process)
        await asyncio.to_thread(process.kill if kill else process.stop)
        await asyncio.to_thread(process.start)
        await asyncio.gather(*(talk.after(process.ws) for talk in talks))
        read = [await read_out(process.ws, room) for room in ROOMS]
    finally:
        await asyncio.to_thread(process.stop)
    desks = await read_desks(folder)
    seen = [*seats.records, *desks]
    return {
        talk.room: _judge(talk.room, [*talk.records, *kept, *seen])
        for talk, kept in zip(talks, read, strict=True)
    }


def _judge(room: str, records: Sequence[Seen]) -> Judgement:
    late_ms = 0 if room == "clock-asleep" else LATE_MS
    begin = Round(client="round", at=0.0, room="", late_ms=late_ms)
    here = (r for r in records if r.room == room or (isinstance(r, OnDesk) and not r.case))
    return check([begin, *here])
