"""One round: people talk, something breaks, it is mended, and everything is read out and judged."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

import history
from checker import check
from figures import Figures, Heard, Times, figures
from history import Round, Seen
from kinds import Fault
from newcomer import read_out
from stage import Stage
from waits import BACK_S, COME_S, READ_S, SETTLE_S, WARM_S, WaitedInVain, all_of
from witness import Witness

WARM_LINES = 5
AFTER_LINES = 3
LOOK_S = 0.5
TOLD_LINES = 200
SLOW_READER_BYTES = 4096
ROOM_OF_THE_CROWD = 500
COMING_AT_ONCE = 50
IMPATIENT_S, PATIENT_S = 4.0, 60.0
PATIENTLY_AWAY_S = 10.0
HANDS = ("ada", "ben", "cem", "dee")


async def play(name: str, fault: Fault, index: int, seed: int, stage: Stage, keep: Path) -> Figures:
    """Play one round on a stage, judge it, and keep its history if something is wrong with it."""
    chance = Random(seed)  # noqa: S311 - a night to repeat, not a secret
    stage.doing = "opening a room"
    await stage.come_up()
    room = await stage.open_room()
    if fault.control and stage.loop is not None:  # words are to be lost, not the whole room
        await asyncio.to_thread(stage.loop.flush)
    ended_before, bugs_before = stage.ended_by_themselves, len(stage.bugs())
    people = _people(fault, stage, room, chance)
    wrong: list[str] = []
    try:
        async with _living(people), _crowd(fault, stage, chance) as crowd:
            began, healed = await _suffer(fault, stage, chance, people)
            async with _looked_after(stage):
                stage.doing = "going on after the fault"
                await _recover(healed, people, crowd, wrong)
                times = Times(began, healed, monotonic())
                stage.doing = "reading all that is kept of a room"
                read = await read_out(partial(stage.dial, within_s=PATIENT_S), room, READ_S)
                await _hear_all(people, read, wrong)
    except (Exception, asyncio.CancelledError):
        seen = [record for one in people for record in one.records]
        _keep(stage, seen, keep / f"{seed}.jsonl")
        raise
    records: list[Seen] = [_rules(name, fault, seed, times)]
    records += [record for one in people for record in one.records] + read
    stage.seen += records
    for node in stage.nodes:
        node.weigh()
    wrong += stage.bugs()[bugs_before:]
    found = figures(
        name,
        index,
        seed,
        records=records,
        people=[Heard(one.told, one.acks) for one in people],
        times=times,
        judged=check(records),
        also_wrong=wrong,
        memory_mib=max(node.highest_mib for node in stage.nodes),
        ended_by_themselves=stage.ended_by_themselves - ended_before,
    )
    if found.violations:
        await asyncio.to_thread(_keep, stage, records, keep / f"{seed}.jsonl")
    return found


def _rules(name: str, fault: Fault, seed: int, times: Times) -> Round:
    restored = fault.plan.backup
    return Round(client="", at=times.began, room="", fault=name, seed=seed, restored=restored)


def _keep(stage: Stage, records: Sequence[Seen], path: Path) -> None:
    """Keep what people saw, and what the programs said."""
    path.parent.mkdir(parents=True, exist_ok=True)
    history.write(records, path)
    said = [line for node in stage.nodes for line in node.stderr[-TOLD_LINES:]]
    said += [] if stage.redis is None else stage.redis.log[-TOLD_LINES:]
    path.with_suffix(".said").write_text("".join(said), "utf-8")


async def _suffer(
    fault: Fault, stage: Stage, chance: Random, people: Sequence[Witness]
) -> tuple[float, float]:
    """Warm up, strike and mend; return when the fault began, and when it was over."""
    stage.doing = "talking before the fault"
    async with _looked_after(stage):  # the round before may show only now
        await all_of(people, lambda one: len(one.acks) >= WARM_LINES, WARM_S, "answered before")
    stage.doing = "breaking and mending"
    began = monotonic()
    *_, crying, needing = people
    needing.need_someone()
    async with fault.strike(stage, chance):
        crying.cry()
        await asyncio.sleep(chance.uniform(*fault.lasts_s))
    return began, monotonic()


async def _recover(
    healed: float, people: Sequence[Witness], crowd: Sequence[Witness], wrong: list[str]
) -> None:
    """Wait until everybody talks again and has every answer."""
    with _noted(wrong):
        await all_of(crowd, lambda one: one.here, BACK_S, "back after the fault")
        await all_of(people, lambda one: _since(healed, one) >= AFTER_LINES, BACK_S, "going on")
    for one in people:
        one.hush()
    with _noted(wrong):
        await all_of(people, Witness.settled, SETTLE_S, "every word answered")


def _since(healed: float, one: Witness) -> int:
    return len([at for at in one.acks if at > healed])


@asynccontextmanager
async def _looked_after(stage: Stage) -> AsyncIterator[None]:
    """Start again what ends by itself, as a supervisor does."""

    enough = asyncio.Event()

    async def look() -> None:
        while not enough.is_set():
            await stage.come_up()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await enough.wait()

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        enough.set()
        await looking


async def _hear_all(people: Sequence[Witness], read: Sequence[Seen], wrong: list[str]) -> None:
    """Give everybody the time to hear all that is there, and have them say that they had it."""
    head = read[0].head  # type: ignore[union-attr] - the read-out begins with its hello
    with _noted(wrong):
        heard = "all that is kept heard"
        await all_of(people, lambda one: one.here and one.last >= head, SETTLE_S, heard)
    for one in people:
        one.stay_to_the_end()


@contextmanager
def _noted(wrong: list[str]) -> Iterator[None]:
    """Note it as wrong if what is waited for never comes."""
    try:
        yield
    except WaitedInVain as error:
        wrong.append(str(error))


def _people(fault: Fault, stage: Stage, room: str, chance: Random) -> list[Witness]:
    dial = partial(stage.dial, receive_bytes=SLOW_READER_BYTES) if fault.slow else stage.dial
    people = [
        Witness(name, room, dial, home, _dice(chance), _silence_s(fault))
        for home, name in enumerate(HANDS)
    ]
    stage.people = people
    return people


def _dice(chance: Random) -> Random:
    """Give somebody chances of their own, which follow from the round's."""
    return Random(chance.random())  # noqa: S311 - to be played again, not a secret


def _silence_s(fault: Fault) -> float:
    """Return after how much silence a line is lost: nodes tick every second, or every 25."""
    return IMPATIENT_S if fault.plan.ticks else PATIENT_S


@asynccontextmanager
async def _living(people: Sequence[Witness]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.live()) for one in people]
        yield
        for task in tasks:
            task.cancel()


@asynccontextmanager
async def _crowd(fault: Fault, stage: Stage, chance: Random) -> AsyncIterator[Sequence[Witness]]:
    """Bring in those who only listen."""
    stage.doing = "letting the crowd in"
    crowd: list[Witness] = []
    for number in range(fault.crowd):
        if number % ROOM_OF_THE_CROWD == 0:
            room = await stage.open_room()
        name, dial = f"listener {number}", partial(stage.dial, within_s=PATIENT_S)
        one = Witness(name, room, dial, number, _dice(chance), PATIENT_S, PATIENTLY_AWAY_S)
        one.hush()
        crowd.append(one)
    async with asyncio.TaskGroup() as group:
        tasks = []
        for first in range(0, len(crowd), COMING_AT_ONCE):
            coming = crowd[first : first + COMING_AT_ONCE]
            tasks += [group.create_task(one.live()) for one in coming]
            await all_of(coming, lambda one: one.here, COME_S, "come in")
        yield crowd
        for task in tasks:
            task.cancel()
