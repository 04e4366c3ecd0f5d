"""Screening: one look at a message before it goes out. Pure, built once, bounded in time."""

from collections.abc import Sequence
from typing import Protocol, Self

from moderation import helplines, lexicon
from moderation.detectors.attack import Attack
from moderation.detectors.crisis import Crisis
from moderation.detectors.flooding import Flooding
from moderation.detectors.method_detail import MethodDetail
from moderation.detectors.personal_detail import PersonalDetail
from moderation.detectors.selling import Selling
from moderation.message import Message, message
from moderation.reading.age import says_young
from moderation.room_kind import YOUTH
from moderation.scoring.phrases import Wordings
from moderation.scoring.score import Score
from moderation.verdicts import URGENCY, Finding, Hold, Level, Span, Verdict

__all__ = ["Finding", "Hold", "Level", "Screen", "Span", "Verdict"]

EMERGENCY = ("112", "911", "999", "110", "116111", "116123", "988", "024", "85258")


class Detector(Protocol):
    """Looks at a message and says what it sees, or nothing."""

    def look(self, message: Message) -> Finding | None:
        """Return what was seen, if anything."""


class Screen:
    """All detectors together. `Screen.load()` at composition, `look` for each message."""

    def __init__(self, detectors: Sequence[Detector], wordings: Wordings) -> None:
        self._wordings = wordings
        self._detectors = tuple(detectors)

    @classmethod
    def load(cls) -> Self:
        """Read lexica, weights and help lines, once."""
        numbers, hosts = _help(helplines.load())
        wordings = Wordings()
        detectors = (
            Crisis(lexicon.load(), wordings, Score.load()),
            PersonalDetail(numbers, hosts),
            MethodDetail(wordings),
            Attack(wordings),
            Selling(wordings),
            Flooding(),
        )
        wordings.ready()
        return cls(detectors, wordings)

    async def awake(self) -> None:
        """Return at once: what is loaded can look."""

    def look(
        self,
        text: str,
        *,
        room_kind: str = "general",
        language: str | None = None,
        before: Sequence[str] = (),
    ) -> Verdict:
        """Return the verdict on a message, read together with its author's lines just before."""
        seen = message(text, self._wordings, room_kind, language, before)
        found = [f for detector in self._detectors if (f := detector.look(seen)) is not None]
        young = says_young(seen.reading)
        return _verdict(found, seen, young=young) if found else Verdict(young=young)


def _verdict(found: Sequence[Finding], seen: Message, *, young: bool) -> Verdict:
    worst = max(found, key=lambda finding: URGENCY.index(finding.level))
    held = min((f for f in found if f.hold), key=_hold_order, default=None)
    sooner = young or seen.room_kind == YOUTH
    return Verdict(
        level=worst.level.raised() if sooner and worst.level.raises_case else worst.level,
        family=worst.family,
        spans=worst.spans,
        rule=worst.rule,
        why=worst.why,
        lowered_by=worst.lowered_by,
        hold=held.hold if held else None,
        hold_spans=held.spans if held else (),
        young=young,
    )


def _hold_order(finding: Finding) -> int:
    """Refusing comes first: what is refused is kept nowhere, so nothing else can be held."""
    return list(Hold).index(finding.hold) if finding.hold else len(Hold)


def _help(known: helplines.Helplines) -> tuple[list[str], list[str]]:
    """Return the numbers and the web hosts of all help lines: they are nobody's detail."""
    lines = [line for country in known.countries for line in country.lines]
    numbers = [str(n) for line in lines for n in (line.phone, line.text) if n]
    links = [str(c) for line in lines for c in (line.chat, line.source) if c] + [known.finder]
    hosts = {link.split("//")[-1].split("/")[0].removeprefix("www.") for link in links}
    return [*numbers, *EMERGENCY], sorted(host for host in hosts if "." in host)
