"""What a private card says: keys of sentences and what goes into them, in order."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from server.wire.frames import Card

Sentence = tuple[str, Mapping[str, str | int]]

APPEAL_KEYS = ("card.danger", "card.lines")
AROUND = ("card.danger", "card.lines", "card.cannot_send", "card.stay")
REASONS = frozenset({"safety", "attack", "details", "method", "selling", "flooding"})
WENT = {"dropped": "card.dropped", "handed_on": "card.handed_on"}
MAY_NOT = {"slow": "card.slow", "pause": "card.pause"}
SIMPLE: Mapping[str, tuple[str, ...]] = {
    "helper": ("card.helper", "card.helper_ask", "card.helper_not", "card.helper_you"),
    "talk": ("card.talk", "card.talk_who", "card.talk_how"),
    "talk_ended": ("card.talk_ended",),
    "greeters": ("card.greeters",),
    "welcome": ("card.welcome",),
    "side_room": ("card.side_room", "card.side_room_how"),
    "rest": ("card.rest",),
    "step_out": ("card.step_out",),
    "no_guest": ("card.no_guest",),
    "young": ("card.young", "card.young_lines", "card.young_hello"),
}


def sentences(card: Card, appeal_at: str) -> Iterator[Sentence]:
    """Say a card; of one this version does not know, nothing."""
    match card.kind:
        case "thanks" if card.of:
            yield "thanks.got", {"n": card.of}
        case "help":
            yield "card.thanks", {}
            yield from _duty(card)
            yield from ((key, {}) for key in (*AROUND, "card.not_meant"))
        case "update":
            yield "card.update", {}
            yield from _duty(card)
            yield from ((key, {}) for key in AROUND)
        case "dropped" | "handed_on" as kind:
            yield WENT[kind], {}
            is_called = card.duty.on or card.called
            yield ("card.someone_else" if is_called else "card.nobody_else"), {}
        case "slip":
            yield "card.slip", {}
            yield "card.slip_code", {"code": card.code or ""}
            yield "card.slip_check", {}
        case "sanction":
            yield MAY_NOT.get(card.what or "", "card.out"), {}
            yield from ending(card.until or 0, card.reason or "", card.code or "", appeal_at)
        case kind:
            yield from ((key, {}) for key in SIMPLE.get(kind, ()))


def ending(until: int, reason: str, code: str, appeal_at: str) -> Iterator[Sentence]:
    """Say until when somebody may not do something, why, and how to ask again."""
    when = datetime.fromtimestamp(until / 1000).astimezone()
    yield "card.until", {"when": f"{when:%Y-%m-%d %H:%M}"}
    yield "card.by", {"reason": f"reason.{reason if reason in REASONS else 'other'}"}
    yield "card.code", {"code": code, "address": appeal_at}
    yield from ((key, {}) for key in APPEAL_KEYS)


def _duty(card: Card) -> Iterator[Sentence]:
    on = card.duty.on
    yield ("card.on_duty" if on else "card.nobody_on_duty"), {"n": on}
    if not on and card.called:
        yield "card.called", {}
