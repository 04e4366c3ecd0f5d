"""Who serves a group, or says no for it, is somebody it has met: not a stranger who passes by."""

from rooms.refusal import Code, Refusal

KNOWN_S = 600  # so long somebody is here, without a break, before they may do that


def wait_s(here_s: float) -> int:
    """Return how much longer somebody has to be here, in whole seconds; 0 is long enough."""
    return max(0, KNOWN_S - int(here_s))


def refuse_newcomer(wait_s: int) -> None:
    """Refuse somebody whom nobody here could know yet."""
    if wait_s > 0:
        raise Refusal(Code.NEW_HERE, after_s=wait_s)
