"""What frames tell about volunteers, cases, and what lies in one."""

from typing import Literal

from msgspec import Struct

Level = Literal["S1", "S2", "S3", "S4", "none"]
CaseState = Literal["open", "claimed", "escalated", "resolved"]


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
    `noted` is when it was claimed, or something was last left for the team; `young`: it may be
    about a child; `together`: with others of its room it may be decided in one press.
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
    young: bool = False
    together: bool = False


class HeldItem(Struct, frozen=True):
    """A held message of a case that stands together with others of its room."""

    case: str
    id: str
    at: int
    alias: str
    text: str
    rule: str
    spans: tuple[tuple[int, int], ...] = ()


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
    """A sanction on the person of the case. `sign`: it waits for a second signature; `review`:
    when a ban of over 30 days, which a coordinator signs, is looked at again.
    """

    of: int
    what: str
    until: int
    by: str
    reason: str
    sign: bool = False
    appeal: str = ""
    review: int = 0


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
