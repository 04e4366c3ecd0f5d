"""What the volunteers' desk knows: a fold over the desk's stream."""

from dataclasses import dataclass, field

from moderation.events import CaseRaised, DeskEvent


@dataclass(slots=True)
class Desk:
    """Cases by id, and who said of which line that it shows somebody's details."""

    cases: dict[str, CaseRaised] = field(default_factory=dict)
    details: dict[str, list[str]] = field(default_factory=dict)
    head: int = 0


def is_called(desk: Desk, room: str, member: str) -> bool:
    """Return whether a case already says that this member of the room needs someone."""
    return any(
        case.kind == "need" and (case.room, case.about) == (room, member)
        for case in desk.cases.values()
    )


def line_key(room: str, n: int) -> str:
    """Return how a line is named in the desk's fold."""
    return f"{room}/{n}"


def evolve(desk: Desk, event: DeskEvent | None) -> None:
    """Fold one event; None is an entry that is gone."""
    desk.head += 1
    if event is None:
        return
    match event:
        case CaseRaised():
            desk.cases[event.case] = event
            if event.why == "details":
                desk.details.setdefault(line_key(event.room, event.of), []).append(event.by)
