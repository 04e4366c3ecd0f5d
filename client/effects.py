"""What the core asks of the shell around it."""

from dataclasses import dataclass

from client.events import Accepted, Event, Refused
from server.wire.frames import MemberFrame, StreamFrame


@dataclass(frozen=True, slots=True)
class Send:
    """Put this frame on the open socket."""

    frame: MemberFrame


@dataclass(frozen=True, slots=True)
class Show:
    """Hand this event to the program."""

    event: Event


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked under `id` is settled."""

    id: str
    outcome: Accepted | Refused


@dataclass(frozen=True, slots=True)
class Page:
    """Earlier lines, rising; go on below `start` until it is not above `first_kept`."""

    events: tuple[StreamFrame, ...]
    start: int
    first_kept: int


@dataclass(frozen=True, slots=True)
class WakeAfter:
    """Call `wake` after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Drop:
    """Close this socket: it can no longer be trusted. Coming back repairs it."""


@dataclass(frozen=True, slots=True)
class Return:
    """Connect again, no sooner than `after_s`."""

    after_s: float


Effect = Send | Show | Answer | Page | WakeAfter | Drop | Return
