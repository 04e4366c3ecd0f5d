"""From a concern to the desk: a new case, or one more thing in the open case about the person."""

from dataclasses import dataclass

from moderation.case import Case, Flagged
from moderation.desk import Desk
from moderation.events import CaseJoined, CaseRaised
from moderation.levels import Level
from moderation.ports import Now, Secrets
from moderation.verdicts import Hold

# What somebody asks or does themselves is answered with a card; what others say of them is not.
OWN_WORDS = frozenset({"need", "flag", "refused"})
AT_OTHERS = frozenset({"encouragement"})


@dataclass(frozen=True, slots=True)
class Concern:
    """Why a human being should look, before it is known whether there is a case already.

    `spans` count code points of `text`; `by` is a reporter's mark; `id` the client's id.
    """

    kind: str
    room: str
    about: str
    level: Level
    family: str = ""
    rule: str = ""
    why: str = ""
    of: int = 0
    by: str = ""
    alias: str = ""
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    id: str = ""
    to: int = 0


def raised(desk: Desk, concern: Concern, secrets: Secrets, now: Now) -> CaseRaised | CaseJoined:
    """Return what to append: there is one open case for each person and room."""
    case = desk.open_case(concern.room, concern.about)
    joined = CaseJoined(
        case.id if case else secrets.case_id(concern.room),
        concern.kind,
        concern.why,
        concern.of,
        concern.by,
        concern.level.value,
        concern.family,
        concern.rule,
        concern.alias,
        concern.text,
        concern.spans,
        concern.id,
        concern.to,
    )
    if case is not None:
        return joined
    said = {name: getattr(joined, name) for name in joined.__struct_fields__}
    staffed = now.on_duty() > 0
    return CaseRaised(room=concern.room, about=concern.about, staffed=staffed, **said)


def is_told(desk: Desk, concern: Concern) -> bool:
    """Whether the open case has something of this kind already that is as urgent."""
    case = desk.open_case(concern.room, concern.about)
    return case is not None and any(
        flagged.kind == concern.kind and Level(flagged.level).rank >= concern.level.rank
        for flagged in case.flagged
    )


def asked_for(case: Case) -> bool:
    """Whether the person's own words opened the case: then they have a card of their own.

    Never because of a report alone (CARE): elsewhere that tool is used as an insult.
    """
    return any(_is_answered(flagged, case.family) for flagged in case.flagged)


def card_follows(event: CaseRaised | CaseJoined) -> bool:
    """Whether this very event is one that the person is answered for."""
    return _is_answered(event, event.family)


def _is_answered(said: Flagged | CaseRaised | CaseJoined, family: str) -> bool:
    # Who tells how they would harm themselves is in danger also where the room does not read it.
    with_method = said.rule == Hold.METHOD_DETAIL and Level(said.level).is_now
    own = said.kind in OWN_WORDS or (said.kind == "held" and with_method)
    return own and family not in AT_OTHERS
