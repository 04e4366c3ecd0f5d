"""In a crowd sockets are read together, and nobody's words are left unread because of it."""

import asyncio
from functools import partial

from crowding import crowd
from patience import SOON_S

from server.connection.together import AT_ONCE, Together


async def read_to_here(together: Together) -> None:
    """Wait until all that came so far is read."""
    here = asyncio.Event()
    together.soon(here.set)
    async with asyncio.timeout(SOON_S):
        await here.wait()


async def test_in_a_quiet_house_everything_is_read_as_it_comes():
    together, heard = Together(), list[int]()

    for n in range(3):
        together.soon(partial(heard.append, n))

    assert [0, 1, 2] == heard


async def test_in_a_crowd_what_comes_in_a_moment_is_read_together_in_order():
    together, heard = Together(), list[int]()
    await crowd(together)

    for n in range(3 * AT_ONCE):
        together.soon(partial(heard.append, n))
    assert [] == heard
    await read_to_here(together)

    assert list(range(3 * AT_ONCE)) == heard


async def test_one_that_fails_keeps_no_other_from_being_read():
    together, heard = Together(), list[int]()
    await crowd(together)

    together.soon(partial(int, "no number"))
    together.soon(partial(heard.append, 1))
    await read_to_here(together)

    assert [1] == heard
