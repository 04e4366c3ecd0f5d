"""What befalls a whole house: it is destroyed, and made again from a backup."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

from backups import Backups
from remembered import Remembered
from stage import Stage


@asynccontextmanager
async def restore_backup(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Save the house while people talk, let more happen, destroy it, and make it again."""
    operator = Backups(stage)
    async with AsyncExitStack() as stack:
        remembered = Remembered(stage, chance, stack)
        await remembered.older()
        await asyncio.to_thread(operator.save)
        await remembered.newer()
        keys_too = chance.random() < 0.5
        await asyncio.to_thread(operator.destroy, keys_too=keys_too)
        try:
            yield
        finally:
            said = await asyncio.to_thread(operator.restore)
            await stage.come_up()
        await remembered.as_it_should_be(said)
        await asyncio.to_thread(operator.command, "audit", "verify")
