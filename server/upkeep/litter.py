"""When Python looks through everything for cycles that nothing else lets go of.

By itself it does so whenever much is new: in the middle of a crowd coming in, and the more are
in, the longer nobody is heard, a second and more. Almost nothing is ever found then. So what the
start made is never looked through again, and the rest every `EVERY_S`; much new without a look
between (about two hundred megabytes) still leads to one, so that memory has a bound.
"""

import gc

EVERY_S = 600.0
YOUNG, MIDDLE, OLD = 2_000, 10, 100  # two million new objects, none of them gone again


def settle() -> None:
    """Take what the start made out of every later look."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def leave() -> None:
    """Take everything out: what ends with the process needs no looking through, seconds long."""
    gc.freeze()


async def look() -> None:
    """Look through everything that came since."""
    gc.collect()
