"""A look at words somebody brings: a detector's bug must not cost them their report or appeal."""

from moderation.ports import Screens
from moderation.verdicts import Verdict


async def look(screen: Screens, words: str) -> Verdict:
    """Return what was seen; nothing if a look fails. Raises `TimeoutError` as `awake` does."""
    await screen.awake()
    try:
        return screen.look(words)
    except Exception:  # noqa: BLE001 - whatever it is, it is our bug and not theirs
        return Verdict()
