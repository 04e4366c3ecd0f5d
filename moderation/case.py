"""A case: everything volunteers know of one person who may need one of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from moderation.events import HandoverOffered
from moderation.levels import Level

NO_DANGER = frozenset({"", "selling", "flooding"})  # families that worry for nobody


class State(StrEnum):
    """Where a case is in its life. Nothing resolves by itself."""

    OPEN = "open"
    CLAIMED = "claimed"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    """How a case ended, in the holder's judgement (CARE, "The desk")."""

    CALMER = "calmer"
    LEFT_WITH_LINES = "left_with_lines"
    GONE_OFFLINE = "gone_offline"
    NOT_A_CRISIS = "not_a_crisis"
    HANDED_ON = "handed_on"


class Talk(StrEnum):
    """Where the private line of a case is."""

    NONE = ""
    OFFERED = "offered"
    OPEN = "open"
    ENDED = "ended"


class Flagged(Struct, frozen=True):
    """One message, need or report in a case. `of` is its line's number, 0 if it has none;
    `held` is `held`, `released`, `kept`, `withdrawn` or empty for what was never held.
    """

    kind: str
    at: int
    of: int = 0
    id: str = ""
    to: int = 0
    alias: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    level: str = "S2"
    why: str = ""
    rule: str = ""
    by: str = ""
    held: str = ""


class Note(Struct, frozen=True):
    """What a volunteer wrote for the team; `opinion` marks a second pair of eyes."""

    by: str
    at: int
    text: str
    opinion: bool = False


@dataclass(slots=True)
class Case:
    """The fold of a case's events; times are the store's (ms), numbers the desk stream's.

    `noted_at` is when its holder, or anybody, last left something for the team; a claim counts.
    `handed`: the offer to hand it over is past, and its words stay for whoever has the case.
    """

    id: str
    room: str
    about: str
    kind: str
    raised: int
    at: int
    level: Level = Level.S2
    family: str = ""
    staffed: bool = False
    state: State = State.OPEN
    flagged: list[Flagged] = field(default_factory=list)
    holder: str = ""
    fence: int = 0
    claimed_at: int = 0
    since: int = 0
    dropped: bool = False
    notes: list[Note] = field(default_factory=list)
    noted_at: int = 0
    handover: HandoverOffered | None = None
    handed: bool = False
    second: str = ""
    asks: str = ""
    outcome: str = ""
    closed_by: str = ""
    closed_at: int = 0
    signed_by: str = ""
    not_meant: bool = False
    line: str = ""
    talk: Talk = Talk.NONE
    alarms: dict[str, int] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    restored: bool = False

    @property
    def waits_for_signature(self) -> bool:
        """Whether a second volunteer still has to agree with how a severe case was closed."""
        return self.state is State.RESOLVED and self.level.is_now and not self.signed_by

    @property
    def is_offered(self) -> bool:
        """Whether its holder has it until somebody else has read the hand-over."""
        return self.handover is not None and not self.handed

    @property
    def grew(self) -> bool:
        """Whether it became more urgent while somebody had it: they may be with another."""
        return (
            self.state is State.CLAIMED and self.level.is_now and self.since > self.claimed_at > 0
        )

    def lose_words(self) -> None:
        """Keep only that it was, how it was closed, and by whom."""
        self.flagged = [
            replace(flagged, text="", spans=(), alias="", by="") for flagged in self.flagged
        ]
        self.notes.clear()
        self.handover = None

    def held(self, message_id: str) -> Flagged | None:
        """Return the message with the client's id that is still held back."""
        return next((f for f in self.flagged if f.id == message_id and f.held == "held"), None)
