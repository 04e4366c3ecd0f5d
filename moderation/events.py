"""What volunteers may see. A desk event in a room does not type-check.

Numbers and times are the store's and not repeated here; a `fence` is the number of the claim
under which somebody acts. Text of members stands only in `CaseRaised` and `CaseJoined`, and
in lines of a private line; it goes with the case. `by` is a volunteer's id, never a name.
"""

from moderation.act_events import (
    AppealAnswered,
    AppealMade,
    CardGiven,
    HeldKept,
    HeldReleased,
    HeldWithdrawn,
    LineHidden,
    LineShown,
    NotMeant,
    RoomPaused,
    SanctionLifted,
    SanctionSet,
    SanctionSigned,
    TalkAccepted,
    TalkEnded,
    TalkOffered,
    TalkWritten,
)
from moderation.life_events import (
    AlarmDue,
    AlarmSent,
    CaseClaimed,
    CaseClosed,
    CaseDropped,
    CaseEscalated,
    CaseGivenBack,
    CaseSigned,
    FlagDoubted,
    HandoverOffered,
    NoteWritten,
    OpinionAsked,
    OpinionGiven,
    SecondCame,
    SecondWent,
)
from rooms.happening import Event

__all__ = [
    "AlarmDue",
    "AlarmSent",
    "AppealAnswered",
    "AppealMade",
    "CardGiven",
    "CaseClaimed",
    "CaseClosed",
    "CaseDropped",
    "CaseEscalated",
    "CaseEvent",
    "CaseGivenBack",
    "CaseJoined",
    "CaseRaised",
    "CaseSigned",
    "DeskEvent",
    "FlagDoubted",
    "HandoverOffered",
    "HeldKept",
    "HeldReleased",
    "HeldWithdrawn",
    "LineHidden",
    "LineShown",
    "NotMeant",
    "NoteWritten",
    "OpinionAsked",
    "OpinionGiven",
    "RoomPaused",
    "SanctionEvent",
    "SanctionLifted",
    "SanctionSet",
    "SanctionSigned",
    "SecondCame",
    "SecondWent",
    "TalkAccepted",
    "TalkEnded",
    "TalkOffered",
    "TalkWritten",
]


class CaseRaised(Event, frozen=True):
    """A human being should look.

    `kind` is `need`, `report`, `flag`, `held`, `refused`, `unscanned`, `young`, `back`,
    `outside`, `appeal` or `review`; `about` is the member it concerns, empty where it is nobody
    known, `of` where its line stands, or a little before, or 0; `by` tells reporters apart
    without naming them. `id` is the client's id of the message, `text` and `spans` (code
    points) what was flagged; a refused message leaves no text. `rule` says which rule saw it.
    """

    case: str
    room: str
    kind: str
    about: str
    why: str = ""
    of: int = 0
    by: str = ""
    level: str = "S2"
    family: str = ""
    rule: str = ""
    alias: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    id: str = ""
    to: int = 0
    staffed: bool = False


class CaseJoined(Event, frozen=True):
    """One more message, need or report belongs to an open case, which may become more urgent."""

    case: str
    kind: str
    why: str = ""
    of: int = 0
    by: str = ""
    level: str = "S2"
    family: str = ""
    rule: str = ""
    alias: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    id: str = ""
    to: int = 0


CaseEvent = (
    CaseJoined
    | CaseClaimed
    | CaseGivenBack
    | CaseDropped
    | CaseEscalated
    | NoteWritten
    | HandoverOffered
    | OpinionAsked
    | OpinionGiven
    | SecondCame
    | SecondWent
    | CaseClosed
    | CaseSigned
    | FlagDoubted
    | AlarmDue
    | AlarmSent
    | CardGiven
    | HeldReleased
    | HeldKept
    | HeldWithdrawn
    | LineHidden
    | LineShown
    | RoomPaused
    | TalkOffered
    | TalkAccepted
    | TalkWritten
    | TalkEnded
    | NotMeant
)
SanctionEvent = SanctionSet | SanctionSigned | SanctionLifted | AppealMade | AppealAnswered
DeskEvent = CaseRaised | CaseEvent | SanctionEvent
