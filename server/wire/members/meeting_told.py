"""What happens in a meeting: numbered like what is said, and told to everybody there."""

from msgspec import UNSET, UnsetType

from server.wire.members.frame import ServerFrame
from server.wire.members.meeting_facts import FeedbackFacts, StepFacts, TurnFacts


class Meeting(ServerFrame, frozen=True, omit_defaults=True):
    """A meeting begins; its first `step` follows. Who leads it, if anybody does."""

    n: int
    at: int
    id: str
    format: str
    version: int
    title: str
    steps: list[StepFacts]
    guided: bool
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET


class Step(ServerFrame, frozen=True, omit_defaults=True):
    """The meeting is at this step, counted from 0, `until` then (ms); whoever stood in line for
    the last one stands there no more. `speak`: `nobody`, `everyone`, `holder`, `chair`, `guest`.
    """

    n: int
    at: int
    step: int
    id: str
    kind: str
    speak: str
    until: int
    reading: str | UnsetType = UNSET


class Closing(ServerFrame, frozen=True):
    """Nobody new begins in this step; it ends when whoever shares has ended."""

    n: int
    at: int


class Turn(ServerFrame, frozen=True, omit_defaults=True):
    """The piece, the whole line for it and the feedback, and `why` this is told now.

    `asked`, `stepped_back`, `begun`, `soon`, `grace`, `passed`, `given`, `time`, `line_lost`,
    `line_back`, `gone`, `wished`, `feedback_over`. Without `turn` nobody holds the piece.
    """

    n: int
    at: int
    why: str
    line: list[str]
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET


class Roles(ServerFrame, frozen=True, omit_defaults=True):
    """Who opens the evening and who stands in; `away`: the chair's line is lost. `waiting`: the
    meeting waits for a trained adult, and ends if none comes.
    """

    n: int
    at: int
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET
    away: bool | UnsetType = UNSET
    waiting: bool | UnsetType = UNSET


class Pause(ServerFrame, frozen=True):
    """Nobody speaks and every clock stands, until then (ms) at most: a volunteer was called."""

    n: int
    at: int
    until: int


class Resume(ServerFrame, frozen=True, omit_defaults=True):
    """It goes on: the step ends at `until`; the piece and the feedback as they are from now on."""

    n: int
    at: int
    until: int | UnsetType = UNSET
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET


class Over(ServerFrame, frozen=True, omit_defaults=True):
    """The meeting is over: `done`, or `adults_gone`. The room is as between meetings. What was
    said in it is erased at `gone` (ms).
    """

    n: int
    at: int
    why: str
    gone: int | UnsetType = UNSET


MeetingFrame = Meeting | Step | Closing | Turn | Roles | Pause | Resume | Over
