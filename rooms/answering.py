"""A resend is answered as the first time, whatever is decided now."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from rooms.ports import AlreadyThere
from rooms.refusal import Code, Refusal

T = TypeVar("T")


async def answered(
    act: Callable[[], Awaitable[T]], seen: Callable[[], Awaitable[AlreadyThere | None]]
) -> T | int:
    """Act, and answer a resend as the first time; `seen` returns what became of its id before.

    A refusal may hide that the id was accepted before, so it is looked up then: nobody is told
    "not stored" of something that is.
    """
    try:
        return await act()
    except AlreadyThere as there:
        return first_answer(there)
    except Refusal:
        there_before = await seen()
        if there_before is None:
            raise
        return first_answer(there_before)


def first_answer(there: AlreadyThere) -> int:
    """Return the number of the first time; refuse an id that stood for something else."""
    if not there.same:
        raise Refusal(Code.ID_REUSED)
    return there.n
