"""What a member may do in a room just now, as the volunteers left it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Removed from the room; unable to post for `muted_s` more seconds (0 is free); or slowed.
    For `paused_s` nobody is able to. A guest speaks only where the protocol has a guest. In a room
    that is `met_only` nobody writes between meetings.
    """

    removed: bool = False
    muted_s: int = 0
    slow: bool = False
    paused_s: int = 0
    is_guest: bool = False
    met_only: bool = False


FREE = Standing()
