"""What volunteers may see. A desk event in a room does not type-check."""

from rooms.events import Event


class CaseRaised(Event, frozen=True):
    """A human being should look. `kind` is `need` or `report`; `about` is the member it
    concerns, `of` a line's number or 0; `by` tells reporters apart without naming them.
    """

    case: str
    room: str
    kind: str
    about: str
    why: str = ""
    of: int = 0
    by: str = ""


DeskEvent = CaseRaised
