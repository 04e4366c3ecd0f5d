"""What befalls volunteers: in the middle of their work one is gone, with a case in hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from random import Random

from desk_door import caller, invitation
from hands import Hand
from stage import Node, Stage
from volunteer import Volunteer

HANDS = 3
ALL_DONE_S = 80.0
_numbers = count(1)


@asynccontextmanager
async def lose_volunteers(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Volunteers come on shift, everybody needs one, and the first vanishes for good."""
    done = asyncio.Event()

    def node() -> Node:
        return chance.choice([node for node in stage.nodes if node.alive])

    async with AsyncExitStack() as stack:
        hands = [await _joined(stack, node, chance, number) for number in range(HANDS)]
        for one in stage.people:
            one.need_someone()
        async with asyncio.TaskGroup() as group:
            for hand in hands:
                group.create_task(hand.work(done))
            try:
                yield
                await _nothing_waits(stack, node())
            finally:
                done.set()
    closed = [case for hand in hands for case in hand.closed]
    assert len(closed) == len(set(closed)), "two were told that they closed one case"


async def _joined(
    stack: AsyncExitStack, node: Callable[[], Node], chance: Random, number: int
) -> Hand:
    who = await stack.enter_async_context(caller(node()))
    assert (await who.join(invitation(who.house), _fresh_name())).status == 200
    vanishes_after = 1 if number == 0 else 0
    return Hand(who, node, Random(chance.random()), vanishes_after)  # noqa: S311 - played again


async def _nothing_waits(stack: AsyncExitStack, node: Node) -> None:
    """Wait until every case is closed and signed, also those of who vanished."""
    who = await stack.enter_async_context(caller(node))
    assert (await who.join(invitation(node), _fresh_name())).status == 200
    seat = await Volunteer.sit_down(who, on_shift=False)
    await seat.empty(ALL_DONE_S)
    await seat.leave()


def _fresh_name() -> str:
    """Return a name nobody has yet: letters only, as the desk wants it."""
    return "Elm " + "".join(chr(ord("a") + int(digit)) for digit in str(next(_numbers)))
