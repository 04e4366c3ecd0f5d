"""What volunteers do about a case: cards, held messages, lines, sanctions, a private line."""

from rooms.happening import Event


class CardGiven(Event, frozen=True):
    """A volunteer had a card shown: `help` to the person, `helper` to the others."""

    case: str
    fence: int
    by: str
    kind: str


class HeldReleased(Event, frozen=True):
    """A held message was let into the room; it is posted there in the same append."""

    case: str
    fence: int
    by: str
    id: str


class HeldKept(Event, frozen=True):
    """A held message stays out of the room."""

    case: str
    fence: int
    by: str
    id: str


class HeldWithdrawn(Event, frozen=True):
    """Its author wrote something else instead of a held message."""

    case: str
    id: str


class LineHidden(Event, frozen=True):
    """A volunteer took line `of` off every screen."""

    case: str
    fence: int
    by: str
    of: int


class LineShown(Event, frozen=True):
    """A volunteer brought line `of` back."""

    case: str
    fence: int
    by: str
    of: int


class SanctionSet(Event, frozen=True):
    """What a member may not do until a time (ms): `slow`, `pause`, `remove` or `ban`.

    A ban of over 24 h runs for 24 h until it is signed. `reason` is a class, never prose;
    `appeal` is the digest of the code that the person was given.
    """

    case: str
    fence: int
    by: str
    room: str
    member: str
    what: str
    until: int
    reason: str
    appeal: str = ""


class SanctionSigned(Event, frozen=True):
    """A second volunteer agrees with the ban in entry `of`: it runs to its end."""

    of: int
    by: str


class SanctionLifted(Event, frozen=True):
    """The sanction in entry `of` is over before its time."""

    of: int
    by: str


class RoomPaused(Event, frozen=True):
    """A volunteer paused the room until a time (ms); 0 let it go on. The room itself says so."""

    case: str
    fence: int
    by: str
    room: str
    until: int


class TalkOffered(Event, frozen=True):
    """A volunteer would like to write to the person alone, on the private line `line`."""

    case: str
    fence: int
    by: str
    line: str


class TalkAccepted(Event, frozen=True):
    """The person said yes: the private line is open."""

    case: str
    line: str


class TalkWritten(Event, frozen=True):
    """A volunteer wrote on the private line; what they wrote stands there alone."""

    case: str
    fence: int
    by: str
    line: str


class TalkEnded(Event, frozen=True):
    """The private line is over; `by` is a volunteer, or empty for the person."""

    case: str
    line: str
    by: str = ""


class NotMeant(Event, frozen=True):
    """The person says that it is not what they meant. Noted; it lowers nothing by itself."""

    case: str


class AppealMade(Event, frozen=True):
    """Somebody asks to look again at the sanction in entry `of`, by its code alone."""

    of: int
    text: str


class AppealAnswered(Event, frozen=True):
    """The appeal about the sanction in entry `of` was decided by another volunteer."""

    of: int
    by: str
    lifted: bool
