"""What a volunteer may send without holding a case."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.volunteers.frame import ActId, CaseId, DeskFrame, Fence, RoomId, Words

MOST_TOGETHER = 50  # cases
SeenIds = Annotated[list[ActId], Meta(max_length=10)]  # as many as `together` tells of a case


class Shift(DeskFrame, frozen=True):
    """Begin a shift (after the test alarm was heard), or end it.

    What a volunteer asks to be spared stays on their device: it is told to nobody.
    """

    id: ActId
    on: bool
    accepted: bool = False


class Test(DeskFrame, frozen=True):
    """Send me a test alarm, by every way I have."""

    id: ActId


class Beat(DeskFrame, frozen=True):
    """I am here: every 20 s while the page lives. Renews every claim of mine."""


class Claim(DeskFrame, frozen=True):
    """Take a case; with a hand-over offered, also: I have read it."""

    id: ActId
    case: CaseId


class Look(DeskFrame, frozen=True):
    """Show me the case: five lines before and after; `more` of them only with a `reason`."""

    id: ActId
    case: CaseId
    more: Annotated[int, Meta(ge=0, le=50)] = 0
    reason: Literal["", "unclear", "safety", "handover", "appeal"] = ""


class Glance(DeskFrame, frozen=True):
    """Show me what stands together in a room: held messages that are decided in one press."""

    id: ActId
    room: RoomId


class Settle(DeskFrame, frozen=True):
    """Let these held messages in, or keep them out; `seen` are their ids by their cases, as
    `together` told them. The `ack` says for how many cases it was done.
    """

    id: ActId
    seen: Annotated[dict[CaseId, SeenIds], Meta(min_length=1, max_length=MOST_TOGETHER)]
    release: bool


class Lift(DeskFrame, frozen=True):
    """End a sanction (its number `of`) before its time."""

    id: ActId
    case: CaseId
    of: Fence


class Opinion(DeskFrame, frozen=True):
    """Say what one thinks of a case that somebody else holds."""

    id: ActId
    case: CaseId
    text: Words


class Beside(DeskFrame, frozen=True):
    """Stand beside who has the case, as the second volunteer; or (`on` false) no more."""

    id: ActId
    case: CaseId
    on: bool = True


class Note(DeskFrame, frozen=True):
    """Write a note for the team; kept with the case."""

    id: ActId
    case: CaseId
    text: Words


class Wrong(DeskFrame, frozen=True):
    """Say that the flag was wrong: counted, nothing more."""

    id: ActId
    case: CaseId


class Sign(DeskFrame, frozen=True):
    """Agree, as another volunteer, with how a severe case was closed, or (`of`) with a ban."""

    id: ActId
    case: CaseId
    of: Annotated[int, Meta(ge=0, le=2**53)] = 0


class Answer(DeskFrame, frozen=True):
    """Decide an appeal about the sanction `of`; never by who set it."""

    id: ActId
    case: CaseId
    of: Fence
    lift: bool
