"""A desk without words: nothing that anybody wrote is left, and nothing else is missing."""

from typing import Any, get_args

import msgspec
import pytest

from moderation import desk
from moderation.case import State
from moderation.desk import Desk
from moderation.events import CaseRaised, DeskEvent
from moderation.wordless import WORDS, wordless

SAID = "zebra crossing at midnight"
# Fields that hold words of somebody's; every event that has one is folded below.
WORDY = {"text", "note", "known", "said", "next"}
CODES: dict[str, Any] = {
    "case": "17-a",
    "room": "grief",
    "kind": "held",
    "about": "member",
    "level": "S1",
    "id": "message",
    "of": 2,
    "spans": ((0, 5),),
    "fence": 1,
    "by": "vera",
    "alias": "quiet lantern",
    "outcome": "calmer",
    "what": "ban",
    "until": 10**12,
    "reason": "attack",
    "member": "member",
    "line": "line",
    "lifted": False,
    "appeal": "digest",
    "why": "details",
    "urgency": "now",
    "step": "alert",
    "to": 0,
    "family": "suicide",
    "rule": "rule",
    "staffed": True,
}


def filled(kind: type[Any]) -> Any:  # noqa: ANN401 - one of the desk's events
    fields = {name: CODES[name] for name in kind.__struct_fields__ if name in CODES}
    words = {name: SAID for name in kind.__struct_fields__ if name in WORDY}
    return msgspec.convert(fields | words, kind)


def kinds() -> list[type[Any]]:
    return sorted(get_args(DeskEvent), key=lambda kind: kind.__name__ != "CaseRaised")


def told(*events: Any) -> Desk:  # noqa: ANN401 - the desk's events
    folded = Desk()
    for n, event in enumerate(events, 1):
        desk.evolve(folded, n, 1_000 + n, event)
    return folded


def raised() -> CaseRaised:
    return filled(CaseRaised)  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_no_word_of_any_event_is_left(kind: type[Any]) -> None:
    sanction = filled(next(k for k in kinds() if k.__name__ == "SanctionSet"))

    whole = told(raised(), sanction, filled(kind))

    assert SAID.encode() in msgspec.msgpack.encode(whole)
    assert SAID.encode() not in msgspec.msgpack.encode(wordless(whole))


def test_what_a_case_is_stays_and_it_says_that_it_came_back() -> None:
    whole = told(raised())

    (case,) = wordless(whole).cases.values()
    (flagged,) = case.flagged

    assert ("17-a", "member", State.OPEN, True) == (case.id, case.about, case.state, case.restored)
    assert (WORDS, "quiet lantern") == (flagged.text, flagged.alias)


def test_what_was_held_cannot_be_released_as_nothing() -> None:
    (case,) = wordless(told(raised())).cases.values()

    assert case.held("message") is None


def test_no_line_is_named_by_a_number_that_will_be_another_line_s() -> None:
    report = filled(CaseRaised)
    whole = told(msgspec.structs.replace(report, kind="report"))
    assert whole.details

    left = wordless(whole)

    assert ({}, 0) == (left.details, next(iter(left.cases.values())).flagged[0].of)


def test_an_appeal_still_waits_for_its_answer() -> None:
    by_name = {kind.__name__: filled(kind) for kind in kinds()}

    left = wordless(told(raised(), by_name["SanctionSet"], by_name["AppealMade"]))

    assert WORDS == left.sanctions.sanctions[2].asked


def test_the_desk_that_is_in_use_keeps_its_words() -> None:
    whole = told(raised())

    wordless(whole)

    assert SAID == whole.cases["17-a"].flagged[0].text
