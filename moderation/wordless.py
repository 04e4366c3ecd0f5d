"""The desk without anybody's words: what a backup may hold of it.

Where words stood stands a mark, so that an appeal still waits and a note still shows that
there was one. What only meant something beside the room's lines goes too.
"""

from dataclasses import replace

from msgspec import structs

from moderation.case import Case, Flagged
from moderation.desk import Desk

WORDS = "[…]"


def wordless(desk: Desk) -> Desk:
    """Return the desk with nobody's words in it; the one given stays as it is."""
    sanctions = {
        n: replace(sanction, asked=WORDS if sanction.asked else "")
        for n, sanction in desk.sanctions.sanctions.items()
    }
    return replace(
        desk,
        cases={case.id: _case(case) for case in desk.cases.values()},
        details={},
        sanctions=replace(desk.sanctions, sanctions=sanctions),
    )


def _case(case: Case) -> Case:
    handover = case.handover
    if handover is not None:
        handover = structs.replace(handover, known=WORDS, said=WORDS, next=WORDS)
    return replace(
        case,
        flagged=[_flagged(flagged) for flagged in case.flagged],
        notes=[structs.replace(note, text=WORDS) for note in case.notes],
        handover=handover,
        restored=True,
    )


def _flagged(flagged: Flagged) -> Flagged:
    """Return what is left without text and line; what was held cannot be released any more."""
    return structs.replace(
        flagged,
        of=0,
        id="",
        to=0,
        text=WORDS if flagged.text else "",
        spans=(),
        by="",
        held="" if flagged.held == "held" else flagged.held,
    )
