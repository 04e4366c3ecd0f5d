"""Tasks that outlive the frame they began with: owned by one group, heard when they fail."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from server.backplane import Unavailable
from server.notes import Place, note_bug


class Tasks:
    """Starts tasks in the application's task group; a failing one never takes the node down."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._loop = asyncio.get_running_loop()
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` to its end."""
        self._running.add(self._group.create_task(self._guarded(work)))

    def running(self) -> Sequence[asyncio.Task[Any]]:
        """Return what has not ended yet."""
        return list(self._running)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Unavailable, TimeoutError):
            pass  # the probe notes an outage once; what was promised is tried again later
        except Exception as error:  # noqa: BLE001 - a bug in one task is not the end of the node
            note_bug(Place.HUB, error)
        finally:
            task = asyncio.current_task(self._loop)
            if task is not None:
                self._running.discard(task)
