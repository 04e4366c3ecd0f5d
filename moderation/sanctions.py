"""What members may not do for a while, and who agreed: a part of the desk's fold."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from moderation.events import (
    AppealAnswered,
    AppealMade,
    SanctionEvent,
    SanctionLifted,
    SanctionSet,
    SanctionSigned,
)
from rooms.standing import FREE, Standing

DAY_MS = 24 * 3600 * 1000
REVIEW = "review"  # a case in which a long ban is looked at again
MONTH_MS = 30 * DAY_MS


class What(StrEnum):
    """From the mildest on: one post a minute, none for a while, out of this room, kept out."""

    SLOW = "slow"
    PAUSE = "pause"
    REMOVE = "remove"
    BAN = "ban"


@dataclass(slots=True)
class Sanction:
    """One sanction. `appeal` is the digest of its code; `asked` the appeal's own words."""

    n: int
    at: int
    case: str
    room: str
    member: str
    what: What
    until: int
    by: str
    reason: str
    appeal: str = ""
    signed_by: str = ""
    asked: str = ""
    answered_by: str = ""
    reviewed_at: int = 0

    @property
    def review(self) -> int:
        """When a ban of over 30 days is to be looked at again (MISSION, A7); 0 if it ends before.

        That it came before somebody counts as looked at: it comes again 30 days later.
        """
        again = max(self.at, self.reviewed_at) + MONTH_MS
        return again if self.needs_coordinator and again < self.until else 0

    @property
    def ends(self) -> int:
        """When it ends: without a second signature none lasts longer than a day."""
        return self.until if self.signed_by else min(self.until, self.at + DAY_MS)

    @property
    def needs_coordinator(self) -> bool:
        """Whether it is for so long that only a coordinator may agree (MISSION, A7)."""
        return self.until > self.at + MONTH_MS

    @property
    def waits_for_signature(self) -> bool:
        """Whether it would end before its time for want of a second signature."""
        return self.until > self.at + DAY_MS and not self.signed_by


class Answered(Struct, frozen=True):
    """What became of an appeal; told until the sanction would have ended."""

    lifted: bool
    until: int


@dataclass(slots=True)
class Sanctions:
    """All sanctions that may still matter, by their number, and the answers to appeals, by the
    digest of their code.
    """

    sanctions: dict[int, Sanction] = field(default_factory=dict)
    answers: dict[str, Answered] = field(default_factory=dict)

    def of(self, room: str, member: str, now: int) -> list[Sanction]:
        """Return what a member of a room may not do now."""
        mine = (s for s in self.sanctions.values() if (s.room, s.member) == (room, member))
        return [sanction for sanction in mine if now < sanction.ends]

    def kept_out(self, room: str, member: str, now: int) -> Sanction | None:
        """Return what keeps a member out of the room the longest, if anything does."""
        out = [s for s in self.of(room, member, now) if s.what in {What.REMOVE, What.BAN}]
        return max(out, key=lambda sanction: sanction.ends, default=None)

    def standing(self, room: str, member: str, now: int) -> Standing:
        """Return the same as the room understands it."""
        if not self.sanctions:
            return FREE
        mine = self.of(room, member, now)
        kinds = {sanction.what for sanction in mine}
        muted = max((s.ends for s in mine if s.what is What.PAUSE), default=0)
        return Standing(
            removed=bool(kinds & {What.REMOVE, What.BAN}),
            muted_s=max(0, -(-(muted - now) // 1000)),
            slow=What.SLOW in kinds,
        )

    def to_review(self, now: int) -> list[Sanction]:
        """Return the bans whose day for another look has come."""
        return [s for s in self.sanctions.values() if 0 < s.review <= now < s.ends]

    def reviewed(self, room: str, member: str, at: int) -> None:
        """Note that what keeps a member out came before the volunteers again."""
        for sanction in self.to_review(at):
            if (sanction.room, sanction.member) == (room, member):
                sanction.reviewed_at = at

    def expire(self, now: int) -> None:
        """Let go of what ended."""
        self.sanctions = {n: s for n, s in self.sanctions.items() if now < s.until}
        self.answers = {code: a for code, a in self.answers.items() if now < a.until}


def evolve(sanctions: Sanctions, n: int, at: int, event: SanctionEvent) -> None:
    """Fold entry `n` of time `at` (ms)."""
    if isinstance(event, SanctionSet):
        sanctions.sanctions[n] = Sanction(
            n,
            at,
            event.case,
            event.room,
            event.member,
            What(event.what),
            event.until,
            event.by,
            event.reason,
            event.appeal,
        )
        return
    meant = sanctions.sanctions.get(event.of)
    if meant is None:
        return
    match event:
        case SanctionSigned():
            meant.signed_by = event.by
        case SanctionLifted():
            if meant.asked and not meant.answered_by:
                sanctions.answers[meant.appeal] = Answered(lifted=True, until=meant.until)
            del sanctions.sanctions[event.of]
        case AppealMade():
            meant.asked = event.text
        case AppealAnswered():
            meant.answered_by = event.by
            sanctions.answers[meant.appeal] = Answered(event.lifted, meant.until)
            if event.lifted:
                del sanctions.sanctions[event.of]
        case _:
            assert_never(event)
