"""What happens in the life of a case: who has it, what they say of it, how it ends."""

from rooms.happening import Event


class CaseClaimed(Event, frozen=True):
    """A volunteer has the case under a lease; this entry's number is the fence."""

    case: str
    by: str


class CaseGivenBack(Event, frozen=True):
    """The volunteer gave the case back by themselves."""

    case: str
    fence: int
    by: str


class CaseDropped(Event, frozen=True):
    """The volunteer's line was lost: the case is free again, and more urgent."""

    case: str
    fence: int
    by: str = ""


class CaseEscalated(Event, frozen=True):
    """The duty lead was called; whoever comes claims the case."""

    case: str
    fence: int
    by: str


class NoteWritten(Event, frozen=True):
    """A volunteer's note for the team."""

    case: str
    by: str
    text: str


class HandoverOffered(Event, frozen=True):
    """Four fields for whoever takes over; until somebody has read it the first keeps the case."""

    case: str
    fence: int
    by: str
    known: str
    said: str
    next: str
    urgency: str


class SecondCame(Event, frozen=True):
    """Another volunteer stands beside the holder: reads along, and is asked first if the line is
    lost.
    """

    case: str
    by: str


class SecondWent(Event, frozen=True):
    """The second volunteer stands beside the holder no more."""

    case: str
    by: str


class OpinionAsked(Event, frozen=True):
    """The holder asks for a second pair of eyes."""

    case: str
    fence: int
    by: str


class OpinionGiven(Event, frozen=True):
    """Somebody else says what they think."""

    case: str
    by: str
    text: str


class CaseClosed(Event, frozen=True):
    """It is over, in the holder's judgement; S1 and S2 wait for a second signature."""

    case: str
    fence: int
    by: str
    outcome: str
    note: str = ""


class CaseSigned(Event, frozen=True):
    """A second volunteer agrees with how the case was closed."""

    case: str
    by: str


class FlagDoubted(Event, frozen=True):
    """A volunteer says that this flag was wrong: counted, nothing more."""

    case: str
    by: str


class AlarmDue(Event, frozen=True):
    """A step of the clock has come: it must be sent."""

    case: str
    step: str


class AlarmSent(Event, frozen=True):
    """The step was sent."""

    case: str
    step: str
