"""A resend is answered as the first time, whatever is decided now."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from rooms.ports import AlreadyThere, Once
from rooms.refusal import Code, Refusal


class Remembers(Protocol):
    """What knows the ids that were accepted before."""

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""


async def answered(
    streams: Remembers, room_id: str, once: Once, act: Callable[[], Awaitable[int]]
) -> int:
    """Act, and answer a resend as the first time.

    A refusal may hide that the id was accepted before, so it is looked up then: nobody is told
    "not stored" of something that is.
    """
    try:
        return await act()
    except AlreadyThere as there:
        return _first_answer(there)
    except Refusal:
        there_before = await streams.seen(room_id, once)
        if there_before is None:
            raise
        return _first_answer(there_before)


def _first_answer(there: AlreadyThere) -> int:
    if not there.same:
        raise Refusal(Code.ID_REUSED)
    return there.n
