"""Faults planted in how a node hears of the others: who was not told is found by the checker."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from checker import Judgement, check
from checking.violation import Kind
from cut_line import CutLine, cut_line
from desk_reading import read_desks
from history import Ack, Round, Seen
from kith_process import KithProcess
from meeting import open_room
from onlooker import Onlooker, read_out
from planted_round import LATE_MS, Planted
from redis_process import RedisProcess

pytestmark = pytest.mark.slow
ROUNDS = 50
NEVER_S = 3.0  # a planted node is back long before, and would never tell; others have longer
SUBSCRIBED, PROBED = "resubscribe-without-reading", "lost-probe"


class Node:
    """A node that can be cut off from the Redis, and who reads by it."""

    def __init__(self, process: KithProcess, line: CutLine) -> None:
        self.process = process
        self.line = line
        self.planted = isinstance(process, Planted)

    async def member(self, room: str) -> Onlooker:
        """Have somebody come in here."""
        who = Onlooker(f"{'planted' if self.planted else 'well'} in {room}", room)
        await who.come(self.process.ws)
        return who


class House:
    """A Redis, a node beside it that nothing happens to, and nodes behind lines."""

    def __init__(self, folder: Path, redis: RedisProcess, stack: AsyncExitStack) -> None:
        self.folder = folder
        self.redis = redis
        self.beside = KithProcess(folder, "--redis", redis.url, KITH_LIMITS="off")
        self._stack = stack

    async def start(self, process: KithProcess) -> KithProcess:
        """Start a node; it ends with the house."""
        await asyncio.to_thread(process.start)
        self._stack.push_async_callback(asyncio.to_thread, process.kill)
        return process

    async def node(self, planted: str = "") -> Node:
        """Start a node behind a line of its own."""
        line = await self._stack.enter_async_context(cut_line(self.redis.port))
        options = ("--redis", f"redis://127.0.0.1:{line.port}/0")
        process = (
            Planted(self.folder, *options, KITH_LIMITS="off", KITH_PLANTED=planted)
            if planted
            else KithProcess(self.folder, *options, KITH_LIMITS="off")
        )
        return Node(await self.start(process), line)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    redis = RedisProcess(folder / "redis").start()
    try:
        async with AsyncExitStack() as stack:
            built = House(folder / "data", redis, stack)
            await built.start(built.beside)
            yield built
    finally:
        redis.kill()


class Talk:
    """One who is heard everywhere, and those who hear."""

    def __init__(self, built: House, room: str) -> None:
        self._built = built
        self._room = room
        self._author = Onlooker("author", room)
        self._readers: list[tuple[Node, Onlooker]] = []

    async def begin(self, *nodes: Node) -> None:
        """Have everybody hear a first line."""
        await asyncio.to_thread(open_room, self._built.folder, id=self._room)
        await self._author.come(self._built.beside.ws)
        await self._author.say("good evening")
        self._readers = [(node, await node.member(self._room)) for node in nodes]
        await self._author.say("is everybody here")
        await asyncio.gather(
            *(who.until(lambda who=who: who.last >= 2) for _, who in self._readers)
        )

    async def need(self) -> None:
        """Have a case raised; its clock would tell a node that something came to this shard."""
        await self._author.need()

    async def end(self) -> dict[bool, Judgement]:
        """Say what not everybody hears; judge who sits at a planted node, and who does not."""
        await self._author.say("not everybody")
        await self._author.say("hears this")
        n = max(seen.n for seen in self._author.records if isinstance(seen, Ack))
        waits = (who.heard_to(n, *([NEVER_S] if it.planted else [])) for it, who in self._readers)
        await asyncio.gather(*waits)
        kept = await read_out(self._built.beside.ws, self._room)
        desks = await read_desks(self._built.folder, self._built.redis.url)
        desk = [entry for entry in desks if entry.room in {self._room, ""}]
        judged = {
            node.planted: _judge(self._author.records, kept, desk, who.records)
            for node, who in self._readers
        }
        for who in (self._author, *(who for _, who in self._readers)):
            await who.go()
        return judged


def _judge(*told: list[Seen]) -> Judgement:
    begin = Round(client="round", at=0.0, room="", late_ms=LATE_MS)
    return check([begin, *(record for records in told for record in records)])


async def test_who_was_not_told_because_of_a_planted_fault_is_found(tmp_path: Path):
    async with house(tmp_path) as built:
        starts = (built.node(planted) for planted in ("", SUBSCRIBED, PROBED))
        well, subscribed, probed = await asyncio.gather(*starts)

        for number in range(ROUNDS):  # on a crowded machine it may not have been deaf long enough
            talk = Talk(built, f"talk-{number}")
            await talk.begin(well, subscribed)
            built.redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
            did_not_read = await talk.end()
            assert set() == did_not_read[False].kinds
            if did_not_read[True].kinds:
                break

        talk = Talk(built, "silence")
        await talk.begin(well, probed)
        await talk.need()
        for node in (well, probed):
            node.line.fall_silent()
        did_not_notice = await talk.end()

    assert {Kind.SILENT_GAP} == did_not_read[True].kinds
    assert {Kind.SILENT_GAP} == did_not_notice[True].kinds
    assert set() == did_not_notice[False].kinds
