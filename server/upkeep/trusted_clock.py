"""Whether the machine's clock may be believed at the start: a wrong one would erase talk.

A clock far past the last append, or before it, is held: keys stay, and expired text is
withheld by its time alone, until an operator accepts the clock. What it was compared with is
kept, so that an append under a wrong clock does not make the next start believe it.
"""

from pathlib import Path

HOLD_MS = 48 * 3600 * 1000  # a clock further past the last append is not believed (DESIGN)
BEHIND_MS = 60 * 1000  # a clock a little behind is only being corrected

HELD_SENTENCE = (
    "The clock of this machine is more than 48 hours away from the last thing that was stored. "
    "Until that is settled, old text is withheld but its keys stay. If the clock is right, "
    "start once with: kith serve --accept-clock"
)

MINUTE_MS = 60 * 1000
HOUR_MS = 60 * MINUTE_MS
APART_MS = MINUTE_MS


def clock_apart(wall: int, shared: int) -> str | None:
    """Return a sentence if this machine's clock (ms) is far from the shared store's."""
    apart = abs(wall - shared)
    if apart <= APART_MS:
        return None
    unit = HOUR_MS if apart >= HOUR_MS else MINUTE_MS
    word = "hours" if unit == HOUR_MS else "minutes"
    side = "ahead of" if wall > shared else "behind"
    return (
        f"The clock of this machine is {apart / unit:.1f} {word} {side} that of Redis. The "
        "rooms go by Redis' time, so they are right; this clock should be set all the same."
    )


def is_held(folder: Path, wall: int, last_at: int, *, accept: bool) -> bool:
    """Compare the clock (ms) with the last append (0: none yet), and remember a doubt."""
    mark = folder / "clock.held"
    reference = _reference(mark, last_at)
    near = reference - BEHIND_MS <= wall <= reference + HOLD_MS
    # Something was stored under a clock that is ahead of this one: the store's time, which
    # never falls, would erase what this clock still keeps.
    ahead = last_at > wall + BEHIND_MS
    doubtful = reference != 0 and (ahead or not near)
    if doubtful and not accept:
        mark.write_text(str(reference))
        return True
    mark.unlink(missing_ok=True)
    return False


def _reference(mark: Path, last_at: int) -> int:
    try:
        return int(mark.read_text())
    except (OSError, ValueError):
        return last_at
