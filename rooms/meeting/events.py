"""What happens in a meeting. Each raises the room's rule counter: it says who may speak.

Each tells the whole of what it changed, so that whoever comes later, or missed one, sees the
same piece in the same hands.
"""

from enum import StrEnum

from rooms.happening import Event
from rooms.meeting.protocol import Protocol
from rooms.meeting.turn import Feedback, Turn, Why


class Ending(StrEnum):
    """Why a meeting is over."""

    DONE = "done"
    ADULTS_GONE = "adults_gone"


class MeetingBegan(Event, frozen=True):
    """A meeting runs in the room by this protocol, from its first step on."""

    meeting: str
    protocol: Protocol
    at: int
    chair: str = ""
    reserve: str = ""
    guests: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()


class StepBegan(Event, frozen=True):
    """The meeting is at this step, counted from 0; `speak` and `until` are its own."""

    step: int
    at: int
    id: str
    kind: str
    speak: str
    until: int
    reading: str = ""


class StepClosing(Event, frozen=True):
    """Nobody new begins in this step; who shares may end."""

    step: int


class TurnChanged(Event, frozen=True):
    """The piece, the line for it and the feedback are as told here."""

    why: Why
    at: int
    turn: Turn | None = None
    line: tuple[str, ...] = ()
    feedback: Feedback | None = None
    passed: str = ""  # who has had their chance by this
    later: str = ""  # who passed for now and is asked again


class RolesChanged(Event, frozen=True):
    """Who opens and who stands in; `away` (ms) since the chair's line was lost, or 0; `short`
    since when fewer trained adults are here than must be, or 0.
    """

    chair: str = ""
    reserve: str = ""
    away: int = 0
    short: int = 0


class GuestCame(Event, frozen=True):
    """An invited guest is here, and speaks where the protocol has a guest."""

    member: str


class GuestAskedOut(Event, frozen=True):
    """A member would like that no guest is there while they share; or, without `up`, not any
    more. Nobody is told who it was.
    """

    member: str
    up: bool = True


class AdultsChanged(Event, frozen=True):
    """These are the trained adults now: one was named since it began, or is one no more."""

    adults: tuple[str, ...]


class PauseBegan(Event, frozen=True):
    """Nobody speaks, and every clock stands, until then (ms) at most."""

    at: int
    until: int


class CircleMoved(PauseBegan, frozen=True):
    """The circle goes on in the side room `to`, and this one is paused meanwhile. Everybody is told
    of the pause; of the side room, whoever was here for long enough, each alone.
    """

    to: str


class PauseEnded(Event, frozen=True):
    """It goes on where it was, with what was left: the step's end, the piece and the feedback.

    `away_from` (ms) is since when every clock stood because the whole house was away; 0 after a
    pause that somebody asked for.
    """

    at: int
    until: int = 0
    turn: Turn | None = None
    feedback: Feedback | None = None
    away_from: int = 0


class MeetingEnded(Event, frozen=True):
    """The meeting is over; the room is as between meetings. What was said in it is gone at
    `gone` (ms), if that is to be before the room's other talk.
    """

    why: Ending
    gone: int = 0


MeetingEvent = (
    MeetingBegan
    | StepBegan
    | StepClosing
    | TurnChanged
    | RolesChanged
    | GuestCame
    | GuestAskedOut
    | AdultsChanged
    | PauseBegan
    | CircleMoved
    | PauseEnded
    | MeetingEnded
)
