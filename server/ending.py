"""How tasks that run for ever are ended."""

import asyncio
from collections.abc import Collection

CANCEL_AGAIN_S = 1.0


async def ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks until they are done: a library may swallow a cancellation."""
    running = {task for task in tasks if not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN_S)
