"""Screening: one look at a message before it goes out. Pure, built once, bounded in time."""

from collections.abc import Sequence
from typing import Protocol, Self

from moderation import lexicon
from moderation.detectors.crisis import Crisis
from moderation.message import Message, message
from moderation.verdicts import URGENCY, Finding, Hold, Level, Span, Verdict

__all__ = ["Finding", "Hold", "Level", "Screen", "Span", "Verdict"]

_YOUNG = "youth"


class Detector(Protocol):
    """Looks at a message and says what it sees, or nothing."""

    def look(self, message: Message) -> Finding | None:
        """Return what was seen, if anything."""


class Screen:
    """All detectors together. `Screen.load()` at composition, `look` for each message."""

    def __init__(self, detectors: Sequence[Detector]) -> None:
        self._detectors = tuple(detectors)

    @classmethod
    def load(cls) -> Self:
        """Read lexica and weights, once."""
        return cls((Crisis(lexicon.load()),))

    def look(
        self,
        text: str,
        *,
        room_kind: str = "general",
        language: str | None = None,
        before: Sequence[str] = (),
    ) -> Verdict:
        """Return the verdict on a message, read together with its author's lines just before."""
        seen = message(text, room_kind, language, before)
        found = [f for detector in self._detectors if (f := detector.look(seen)) is not None]
        return _verdict(found, room_kind) if found else Verdict()


def _verdict(found: Sequence[Finding], room_kind: str) -> Verdict:
    worst = max(found, key=lambda finding: URGENCY.index(finding.level))
    held = next((finding for finding in found if finding.hold), None)
    return Verdict(
        level=worst.level.raised() if room_kind == _YOUNG else worst.level,
        family=worst.family,
        spans=worst.spans,
        rule=worst.rule,
        why=worst.why,
        lowered_by=worst.lowered_by,
        hold=held.hold if held else None,
        hold_spans=held.spans if held else (),
    )
