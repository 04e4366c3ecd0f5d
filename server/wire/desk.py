"""Every frame of the volunteers' wire, `kith.desk.v1`: same habits as the members'.

A volunteer's socket opens after signing in; the first frame is the server's `desk`. What asks
for something carries an `id` of the client's and is answered by one `ack` or `nack` with it.
`fence` is the number that `ack` gave for a claim: a decision under another one is refused.
Times are milliseconds of the store's clock; `spans` count Unicode code points.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

DESK_VERSION = 1
DESK_PROTOCOL = "kith.desk.v1"

ActId = Annotated[str, Meta(min_length=1, max_length=64)]
CaseId = Annotated[str, Meta(min_length=1, max_length=64)]
Fence = Annotated[int, Meta(ge=1, le=2**53)]
Words = Annotated[str, Meta(max_length=2000)]
Minutes = Annotated[int, Meta(ge=1, le=60 * 24 * 366)]
Outcomes = Literal["calmer", "left_with_lines", "gone_offline", "not_a_crisis", "handed_on"]
Reasons = Literal["safety", "attack", "details", "method", "selling", "flooding", "other"]
Urgency = Literal["now", "soon", "when_you_can"]
Level = Literal["S1", "S2", "S3", "S4", "none"]
CaseState = Literal["open", "claimed", "escalated", "resolved"]


class DeskFrame(
    Struct, frozen=True, tag_field="t", tag=str.lower, forbid_unknown_fields=True, kw_only=True
):
    """What a volunteer may send."""


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


class Held(DeskFrame, frozen=True):
    """What only the holder of a case does, under the fence of the claim."""

    id: ActId
    case: CaseId
    fence: Fence


class Back(Held, frozen=True):
    """Give the case back; it is free at once."""


class Offer(Held, frozen=True):
    """Ask the person whether they would like to be written to alone."""

    text: Words


class Write(Held, frozen=True):
    """Write on the open private line. A blank placeholder in `text` is refused."""

    text: Words


class Finish(Held, frozen=True):
    """End the private line."""


class Give(Held, frozen=True):
    """Show a card: `help` to the person, `helper` to the others in the room."""

    kind: Literal["help", "helper"]


class Decide(Held, frozen=True):
    """Let a held message (its `message` id) into the room, or keep it out."""

    message: ActId
    release: bool


class Hide(Held, frozen=True):
    """Take line `n` off every screen, or bring it back."""

    n: Fence
    hide: bool = True


class Sanction(Held, frozen=True):
    """Slow, pause, remove or ban the person of the case, to an end."""

    what: Literal["slow", "pause", "remove", "ban"]
    minutes: Minutes
    reason: Reasons


class Lift(DeskFrame, frozen=True):
    """End a sanction (its number `of`) before its time."""

    id: ActId
    case: CaseId
    of: Fence


class Quiet(Held, frozen=True):
    """Nobody posts in the room for so many minutes; 0 lets them go on."""

    minutes: Annotated[int, Meta(ge=0, le=60)]


class Second(Held, frozen=True):
    """Ask somebody else to look."""


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


class Call(Held, frozen=True):
    """Call the duty lead."""


class Hand(Held, frozen=True):
    """Hand the case over, in four fields; it stays with the holder until somebody claims it."""

    known: Words
    said: Words
    next: Words
    urgency: Urgency


class Close(Held, frozen=True):
    """Close the case; S1 and S2 then wait for a second signature."""

    outcome: Outcomes
    note: Words = ""


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


VolunteerFrame = (
    Shift
    | Test
    | Beat
    | Claim
    | Look
    | Back
    | Offer
    | Write
    | Finish
    | Give
    | Decide
    | Hide
    | Sanction
    | Lift
    | Quiet
    | Second
    | Opinion
    | Beside
    | Note
    | Wrong
    | Call
    | Hand
    | Close
    | Sign
    | Answer
)


class ToDesk(Struct, frozen=True, tag_field="t", tag=str.lower, kw_only=True):
    """What a volunteer is sent."""


class Volunteer(Struct, frozen=True):
    """Somebody at the desk; `role` is coordinator, volunteer or shadow."""

    id: str
    name: str
    role: str


class OnDuty(Struct, frozen=True):
    """A volunteer on shift, and how many cases they hold."""

    id: str
    name: str
    role: str
    holds: int
    lead: bool = False


class CaseItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case as the queue shows it: no text of anybody's. `second` stands beside its holder;
    `noted` is when it was claimed, or something was last left for the team.
    """

    id: str
    room: str
    title: str
    topic: str
    kind: str
    level: Level
    family: str
    state: CaseState
    at: int
    since: int
    messages: int
    here: bool = False
    by: str = ""
    second: str = ""
    noted: int = 0
    fence: int = 0
    dropped: bool = False
    held: int = 0
    handover: bool = False
    asks: bool = False
    talk: str = ""
    sign: bool = False
    closed_by: str = ""
    alone: bool = False
    not_meant: bool = False
    restored: bool = False


class Message(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A flagged message, need or report inside a case."""

    kind: str
    at: int
    n: int = 0
    id: str = ""
    alias: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    level: Level = "S2"
    why: str = ""
    rule: str = ""
    held: str = ""
    hidden: bool = False


class ContextLine(Struct, frozen=True, omit_defaults=True):
    """A line of the room around what was flagged."""

    n: int
    at: int
    alias: str
    text: str
    person: bool = False
    hidden: bool = False


class NoteItem(Struct, frozen=True, omit_defaults=True):
    """A note for the team."""

    by: str
    at: int
    text: str
    opinion: bool = False


class HandoverItem(Struct, frozen=True):
    """The four fields of a hand-over."""

    by: str
    known: str
    said: str
    next: str
    urgency: str


class SanctionItem(Struct, frozen=True, omit_defaults=True):
    """A sanction on the person of the case. `sign`: it waits for a second signature."""

    of: int
    what: str
    until: int
    by: str
    reason: str
    sign: bool = False
    appeal: str = ""


class TalkLine(Struct, frozen=True):
    """A line of the private line; `by` is `person` or a volunteer's name."""

    n: int
    at: int
    by: str
    text: str


class AloneItem(Struct, frozen=True):
    """A room in which `n` wait, and nobody has come; `at` is the room's page of today."""

    title: str
    topic: str
    side: str
    language: str
    n: int
    at: str


class Desk(ToDesk, frozen=True):
    """You are at the desk. `cases` is the whole queue, most urgent first; in the rooms of `alone`
    somebody waits for others.
    """

    v: int
    you: Volunteer
    on_shift: bool
    cases: list[CaseItem]
    duty: list[OnDuty]
    now: int
    beat_s: int = 20
    lease_s: int = 120
    alone: list[AloneItem] = []


class Case(ToDesk, frozen=True):
    """A case is new, or something about it changed."""

    case: CaseItem


class Gone(ToDesk, frozen=True):
    """A case left the desk."""

    case: str


class Detail(ToDesk, frozen=True, omit_defaults=True):
    """What `look` asked for; sent again to its holder and lookers when it changes."""

    case: CaseItem
    messages: list[Message]
    context: list[ContextLine]
    alias: str = ""
    language: str = ""
    outcome: str = ""
    notes: list[NoteItem] = []
    handover: HandoverItem | None = None
    sanctions: list[SanctionItem] = []
    line: list[TalkLine] = []


class Alarm(ToDesk, frozen=True):
    """Ring: a step of a case's clock (`alert`, `again`, `backup`, `on_call`, `coordinator`), or
    `test`.
    """

    step: str
    case: str = ""
    level: Level = "S2"
    title: str = ""


class Talk(ToDesk, frozen=True):
    """Something was said on a private line of yours, or it ended (`state`)."""

    case: str
    state: Literal["offered", "open", "ended"]
    line: TalkLine | UnsetType = UNSET


class Crew(ToDesk, frozen=True):
    """Who is on duty has changed."""

    duty: list[OnDuty]
    on_shift: bool


class Alone(ToDesk, frozen=True):
    """In which rooms somebody waits for others has changed: these, and no others."""

    rooms: list[AloneItem]


class Done(ToDesk, frozen=True, tag="ack"):
    """It is done and durable; `fence` is told of a claim, `code` of an appeal code made."""

    id: str
    fence: int | UnsetType = UNSET


class Refused(ToDesk, frozen=True, tag="nack"):
    """It was not done, and why; `by` names who has the case now."""

    id: str
    code: str
    by: str | UnsetType = UNSET
    after_s: int | UnsetType = UNSET


class Pulse(ToDesk, frozen=True, tag="tick"):
    """Every 25 s."""


class Parting(ToDesk, frozen=True, tag="bye"):
    """The server will close; come back after so long."""

    code: str
    after_s: int
