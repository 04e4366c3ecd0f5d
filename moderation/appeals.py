"""Asking again: somebody with a code, and nobody's name, has another volunteer look at a sanction.

Whatever a code comes to, it is answered alike until there is an answer: nobody learns by trying
which codes there are. That the answerer is never who decided is `agreeing.answer`'s.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from moderation.desk import Desk
from moderation.events import AppealMade, DeskEvent
from moderation.levels import Level
from moderation.ports import Now, Screens, Secrets
from moderation.raising import Concern, is_told, raised
from moderation.sanctions import Sanction
from moderation.second_look import look
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
        verdict = await look(self._screen, words)
        try:
            _check(words, verdict)
        except Refusal as refusal:
            await self._care_for(digest, verdict, refusal.code)
            raise
        while (found := self._found(digest)) is not None:
            desk, meant = found
            concern = Concern("appeal", meant.room, meant.member, _level(verdict), verdict.family)
            with suppress(Stale):
                await self._append(desk, concern, AppealMade(meant.n, words))
                return
        await self._care_for(digest, verdict, Code.ASKED_ALREADY)

    async def hear(self, digest: str, words: str) -> None:
        """Hear distress in words to a code that was answered; nothing else becomes of them."""
        await self._care_for(digest, await look(self._screen, words), Code.ASKED_ALREADY)

    async def _care_for(self, digest: str, verdict: Verdict, why: Code) -> None:
        """Raise a case, without the words, for somebody with this code who is in danger."""
        while verdict.level.is_now and (found := next(self._sanctions(digest), None)) is not None:
            desk, meant = found
            concern = Concern(
                "refused",
                meant.room,
                meant.member,
                verdict.level,
                verdict.family,
                verdict.rule,
                why.value,
            )
            if is_told(desk, concern):
                return
            with suppress(Stale):
                await self._append(desk, concern)
                return

    async def _append(self, desk: Desk, concern: Concern, *made: DeskEvent) -> None:
        case = raised(desk, concern, self._secrets, self._now)
        await self._streams.appeal(concern.room, desk.head, (*made, case))

    def _found(self, digest: str) -> tuple[Desk, Sanction] | None:
        """Return the sanction with this code that nobody asked about yet, the longest first."""
        found = max(self._sanctions(digest), key=lambda it: it[1].ends, default=None)
        return None if found is None or found[1].asked else found

    def _sanctions(self, digest: str) -> Iterator[tuple[Desk, Sanction]]:
        now = self._now.now()
        for desk in self._streams.desks():
            for sanction in desk.sanctions.sanctions.values():
                if sanction.appeal == digest and now < sanction.ends:
                    yield desk, sanction


def _check(words: str, verdict: Verdict) -> None:
    """Raise `Refusal` for words that are not kept."""
    text.check(words)
    if len(words) > LONGEST:
        raise Refusal(Code.TOO_LONG)
    if verdict.hold is Hold.PERSONAL_DETAIL:
        raise Refusal(Code.PERSONAL_DETAIL, spans=verdict.hold_spans)


def _level(verdict: Verdict) -> Level:
    """Somebody who was sent away may be in danger: then it is no matter of days."""
    return verdict.level if verdict.level.is_now else Level.S3
