"""Asking again: somebody with a code, and nobody's name, has another volunteer look at a sanction.

Whatever a code comes to, it is answered alike until there is an answer: nobody learns by trying
which codes there are. That the answerer is never who decided is `agreeing.answer`'s.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from moderation.desk import Desk
from moderation.events import AppealMade, DeskEvent
from moderation.levels import Level
from moderation.ports import Now, Screens, Secrets
from moderation.raising import Concern, raised
from moderation.sanctions import Sanction
from moderation.verdicts import Hold, Verdict
from rooms import text
from rooms.ports import Stale
from rooms.refusal import Code, Refusal

LONGEST = 1_000


class Standing(StrEnum):
    """What may be said of an appeal: nothing yet, or what another volunteer decided."""

    NONE = "none"
    KEPT = "kept"
    LIFTED = "lifted"


class AppealStreams(Protocol):
    """All desks, found by what stands on them."""

    def desks(self) -> Sequence[Desk]:
        """Return every desk there is."""

    async def appeal(self, room_id: str, head: int, events: Sequence[DeskEvent]) -> None:
        """Append to the desk of a room's shard; `Stale` if it is not at `head` any more."""


class Appeals:
    """What somebody does who has nothing but a code; `digest` is all of it that is ever kept."""

    def __init__(self, streams: AppealStreams, screen: Screens, secrets: Secrets, now: Now) -> None:
        self._streams = streams
        self._screen = screen
        self._secrets = secrets
        self._now = now

    def standing(self, digest: str) -> Standing:
        """Return what may be said of an appeal."""
        answers = (desk.sanctions.answers.get(digest) for desk in self._streams.desks())
        answer = next((answer for answer in answers if answer is not None), None)
        if answer is None:
            return Standing.NONE
        return Standing.LIFTED if answer.lifted else Standing.KEPT

    async def ask(self, digest: str, words: str) -> None:
        """Put the words on the desk with a case, once; raise `Refusal` for words we cannot keep."""
        text.check(words)
        if len(words) > LONGEST:
            raise Refusal(Code.TOO_LONG)
        verdict = await self._look(words)
        if verdict.hold is Hold.PERSONAL_DETAIL:
            raise Refusal(Code.PERSONAL_DETAIL, spans=verdict.hold_spans)
        while (found := self._found(digest)) is not None:
            desk, meant = found
            concern = Concern("appeal", meant.room, meant.member, _level(verdict), verdict.family)
            case = raised(desk, concern, self._secrets, self._now)
            try:
                head, made = desk.head, AppealMade(meant.n, words)
                await self._streams.appeal(meant.room, head, (made, case))
            except Stale:
                continue
            return

    async def _look(self, words: str) -> Verdict:
        await self._screen.awake()
        try:
            return self._screen.look(words)
        except Exception:  # noqa: BLE001 - a detector's bug must not cost anybody their appeal
            return Verdict()

    def _found(self, digest: str) -> tuple[Desk, Sanction] | None:
        """Return the sanction with this code that nobody asked about yet, the longest first."""
        found = max(self._asked_about(digest), key=lambda it: it[1].ends, default=None)
        return None if found is None or found[1].asked else found

    def _asked_about(self, digest: str) -> Iterator[tuple[Desk, Sanction]]:
        now = self._now.now()
        for desk in self._streams.desks():
            for sanction in desk.sanctions.sanctions.values():
                if sanction.appeal == digest and now < sanction.ends:
                    yield desk, sanction


def _level(verdict: Verdict) -> Level:
    """Somebody who was sent away may be in danger: then it is no matter of days."""
    return verdict.level if verdict.level.is_now else Level.S3
