"""What a volunteer is sent."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from server.wire.volunteers.items import (
    AloneItem,
    CaseItem,
    ContextLine,
    HandoverItem,
    HeldItem,
    Level,
    Message,
    NoteItem,
    OnDuty,
    SanctionItem,
    TalkLine,
    Volunteer,
)


class ToDesk(Struct, frozen=True, tag_field="t", tag=str.lower, kw_only=True):
    """What a volunteer is sent."""


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
    """What `look` asked for; sent again to its holder and lookers when it changes. The room
    is `paused` until then, if it is.
    """

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
    paused: int = 0


class Together(ToDesk, frozen=True):
    """What `glance` asked for: held messages of a room that may be decided in one press."""

    room: str
    held: list[HeldItem]


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
    """It is done and durable; `fence` is told of a claim, `many` of what was decided together."""

    id: str
    fence: int | UnsetType = UNSET
    many: int | UnsetType = UNSET


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
