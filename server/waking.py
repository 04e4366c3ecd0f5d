"""The detectors, read while the node listens already: half of what a start costs.

Nobody's words pass meanwhile. Who speaks so soon waits for them, and a node whose detectors cannot
be read ends.
"""

import asyncio
from collections.abc import Callable, Sequence

from moderation.ports import Screens
from moderation.verdicts import Verdict

WAKE_S = 10.0


class Waking:
    """`moderation.ports.Screens`, from its first moment on; looks once it is awake."""

    def __init__(self, load: Callable[[], Screens]) -> None:
        self._load = load
        self._loaded: Screens | None = None
        self._is_awake = asyncio.Event()

    async def wake(self) -> None:
        """Read the detectors, in a thread beside the node's first visitors."""
        self._loaded = await asyncio.to_thread(self._load)
        self._is_awake.set()

    async def awake(self) -> None:
        """Return once it can look; raise `TimeoutError` rather than wait for long."""
        if not self._is_awake.is_set():
            async with asyncio.timeout(WAKE_S):
                await self._is_awake.wait()

    def look(
        self,
        text: str,
        *,
        room_kind: str = "general",
        language: str | None = None,
        before: Sequence[str] = (),
    ) -> Verdict:
        """Return what was seen."""
        assert self._loaded is not None  # noqa: S101 - whoever looks was told that it is awake
        return self._loaded.look(text, room_kind=room_kind, language=language, before=before)


def detectors() -> Screens:
    """Read the detectors with all they need."""
    from moderation.screening import Screen

    return Screen.load()
