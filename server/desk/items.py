"""From a case to what volunteers are shown of it: the queue has no text, the detail has."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from moderation.acts import delivered
from moderation.case import Case, State
from moderation.levels import Level
from moderation.sanctions import Sanction
from moderation.together import stands_together, waiting
from rooms.house import RoomCard
from server.wire.desk import (
    CaseItem,
    HandoverItem,
    HeldItem,
    Message,
    NoteItem,
    SanctionItem,
)

YOUNG = "young"  # what a case is joined by when somebody says that they are a child
NameOf = Callable[[str], str]


def item(
    case: Case, card: RoomCard | None, name_of: NameOf, *, here: bool, second: str = ""
) -> CaseItem:
    """Return the case as the queue shows it; `second` is who stands beside its holder now."""
    return CaseItem(
        id=case.id,
        room=case.room,
        title=card.title if card else case.room,
        topic=card.topic if card else "",
        kind=case.kind,
        level=case.level.value,
        family=case.family,
        state=case.state.value,
        at=case.at,
        since=case.since,
        messages=len(case.flagged),
        here=here,
        by=name_of(case.holder) if case.holder else "",
        second=name_of(second) if second else "",
        noted=case.noted_at if case.holder else 0,
        fence=case.fence if case.holder else 0,
        dropped=case.dropped,
        held=sum(1 for flagged in case.flagged if flagged.held == "held"),
        handover=case.is_offered,
        asks=bool(case.asks),
        talk=case.talk.value,
        sign=case.waits_for_signature,
        closed_by=name_of(case.closed_by) if case.closed_by else "",
        alone=not delivered(case),
        not_meant=case.not_meant,
        restored=case.restored,
        young=(card is not None and card.is_young) or any(f.kind == YOUNG for f in case.flagged),
        together=stands_together(case),
    )


def together(cases: Iterable[Case]) -> list[HeldItem]:
    """Return what is held in cases that stand together, the oldest first."""
    held = [
        HeldItem(case.id, it.id, it.at, it.alias, it.text, it.rule, it.spans)
        for case in cases
        for it in waiting(case)
    ]
    return sorted(held, key=lambda item: item.at)


def messages(case: Case, places: Mapping[str, int], hidden: Sequence[int]) -> list[Message]:
    """Return what was flagged, needed or reported, the oldest first.

    `places` are the numbers of lines by the client's id; what is not among them is not kept.
    """
    return [
        Message(
            kind=flagged.kind,
            at=flagged.at,
            n=places.get(flagged.id, 0),
            id=flagged.id,
            alias=flagged.alias,
            text=flagged.text,
            spans=flagged.spans,
            level=Level(flagged.level).value,
            why=flagged.why,
            rule=flagged.rule,
            held=flagged.held,
            hidden=places.get(flagged.id) in hidden,
        )
        for flagged in case.flagged
    ]


def notes(case: Case, name_of: NameOf) -> list[NoteItem]:
    """Return the team's notes, the oldest first."""
    return [NoteItem(name_of(note.by), note.at, note.text, note.opinion) for note in case.notes]


def handover(case: Case, name_of: NameOf) -> HandoverItem | None:
    """Return the four fields of the last hand-over, also once somebody took it."""
    offered = case.handover
    if offered is None:
        return None
    by = name_of(offered.by)
    return HandoverItem(by, offered.known, offered.said, offered.next, offered.urgency)


def sanctions(kept: Sequence[Sanction], name_of: NameOf) -> list[SanctionItem]:
    """Return what the person may not do, and whether they asked to look at it again."""
    return [
        SanctionItem(
            of=sanction.n,
            what=sanction.what.value,
            until=sanction.ends,
            by=name_of(sanction.by),
            reason=sanction.reason,
            sign=sanction.waits_for_signature,
            appeal="" if sanction.answered_by else sanction.asked,
            review=sanction.review,
        )
        for sanction in kept
    ]


def on_queue(case: Case) -> bool:
    """Whether the case still waits for somebody at the desk."""
    return case.state is not State.RESOLVED or case.waits_for_signature


def urgency(case: Case) -> tuple[int, int, int, int]:
    """Return the order of the queue: severe first, then those whose volunteer was lost."""
    free = case.state in {State.OPEN, State.ESCALATED}
    return (-case.level.rank, not free, not case.dropped, case.since)
