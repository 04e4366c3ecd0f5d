"""A tour of faults: which rounds, in which order, on which houses; what is done is kept."""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple
from zlib import crc32

import msgspec
from figures import Figures
from kinds import Fault
from net_spaces import CannotMake
from promised_cases import judge_cases
from rounds import play
from stage import Stage, stage
from waits import FOR_EACH_S, ROUND_S, WaitedInVain

ROUNDS_OF_A_HOUSE = 25
MOST_TOLD = 500

Tell = Callable[[Figures], None]


def seed_of(fault: str, index: int, seed: int) -> int:
    """Return the seed of one round: the same wherever and whenever it is played."""
    return crc32(f"{fault} {index} {seed}".encode())


class Turn(NamedTuple):
    """One round that is to be played."""

    name: str
    fault: Fault
    index: int


def part(number: int, parts: int, faults: Mapping[str, Fault]) -> list[Turn]:
    """Return the rounds of one part of all: some of every fault, one house after the other."""
    turns = [
        Turn(name, fault, index)
        for name, fault in faults.items()
        for index in range(number - 1, fault.rounds, parts)
    ]
    plans = list(dict.fromkeys(turn.fault.plan for turn in turns))
    return sorted(turns, key=lambda turn: plans.index(turn.fault.plan))


def briefly(fault: Fault, crowd: int) -> Fault:
    """Return a fault as it is played on the short tour: once, not for long, before few people."""
    shortest, longest = fault.lasts_s
    lasts_s = (shortest, min(shortest + 1, longest))
    return replace(fault, rounds=1, lasts_s=lasts_s, crowd=min(fault.crowd, crowd))


class Tour:
    """Plays rounds until they are done or the time is over; `tell` hears of each."""

    def __init__(self, seed: int, until: float, keep: Path, tell: Tell) -> None:
        self._seed = seed
        self._until = until
        self._keep = keep
        self._tell = lambda found: tell(msgspec.structs.replace(found, tour=seed))

    async def play(self, turns: Sequence[Turn]) -> None:
        """Play them in this order, many on one house, on a new one after a bad end."""
        left = list(turns)
        while left and monotonic() < self._until:
            _, group = next(groupby(left[:ROUNDS_OF_A_HOUSE], lambda turn: turn.fault.plan))
            here = list(group)
            with TemporaryDirectory(prefix="kith-faults-") as folder:
                played = await self._on_one_house(here, Path(folder))
            left = left[played:]

    async def _on_one_house(self, turns: Sequence[Turn], folder: Path) -> int:
        """Play as many as the house is fit for; return how many those were."""
        played = 0
        try:
            async with stage(turns[0].fault.plan, folder / "house") as house:
                for turn in turns:
                    if monotonic() > self._until:
                        break
                    played += 1
                    if not await self._one(turn.name, turn.fault, turn.index, house):
                        break
                await self._cases(house, turns[0])
        except CannotMake as error:
            for turn in turns[max(played - 1, 0) :]:
                self._tell(Figures(turn.name, turn.index, self._seed, not_run=str(error)))
            return len(turns)
        return played

    async def _cases(self, house: Stage, first: Turn) -> None:
        """Judge the cases of all rounds that were played on a house."""
        seed = seed_of(first.name, first.index, self._seed)
        if found := await judge_cases(house, first.fault.plan, first.index, seed, self._keep):
            self._tell(found)

    async def _one(self, name: str, fault: Fault, index: int, house: Stage) -> bool:
        """Play one round; return whether the house is fit for another."""
        seed = seed_of(name, index, self._seed)
        try:
            async with asyncio.timeout(ROUND_S + 4 * FOR_EACH_S * fault.crowd):
                found = await play(name, fault, index, seed, house, self._keep)
        except (AssertionError, OSError, WaitedInVain, TimeoutError, ExceptionGroup) as error:
            what = f"the round broke off {house.doing}: {_told(_first(error))}"[:MOST_TOLD]
            self._tell(Figures(name, index, seed, violations=(what,)))
            return False
        self._tell(found)
        return not found.violations or fault.control


def _first(error: BaseException) -> BaseException:
    """Return what made a group of tasks end."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _told(error: BaseException) -> str:
    return str(error) if isinstance(error, WaitedInVain) else f"{type(error).__name__} {error}"


def kept(path: Path) -> list[Figures]:
    """Return the rounds that were played before."""
    if not path.exists():
        return []
    decoder = msgspec.json.Decoder(Figures)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line]


def keep(path: Path, found: Figures) -> None:
    """Keep what a round came to, at once, so that a tour can be taken up again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as rounds:
        rounds.write(msgspec.json.encode(found) + b"\n")


def say(text: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
