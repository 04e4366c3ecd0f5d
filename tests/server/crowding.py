"""So much comes that whatever comes next waits for company."""

import asyncio
from functools import partial

from patience import SOON_S

from server.connection.together import Together


async def crowd(together: Together) -> None:
    """Return in the turn in which the first one waits: who comes in this turn waits, too."""
    read: list[None] = []
    came = 0
    async with asyncio.timeout(SOON_S):
        while came == len(read):
            await asyncio.sleep(0)
            together.soon(partial(read.append, None))
            came += 1
