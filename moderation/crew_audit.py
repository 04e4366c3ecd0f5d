"""What of the crew's life stands in the audit: who let whom in, with which role, who went, and who
changed the roster. Which hours somebody promised is the roster's alone, and goes with them.
"""

from typing import NamedTuple

from moderation.audit import Acted, Cut, following
from moderation.crew_events import (
    CrewEvent,
    InvitationVoided,
    PasskeyAdded,
    RoleChanged,
    ShiftDropped,
    ShiftPlanned,
    VolunteerInvited,
    VolunteerJoined,
    VolunteerRemoved,
)

OPERATOR = "operator"


class Told(NamedTuple):
    """Who did it, to whom or to which invitation, and the role it was about."""

    by: str
    whom: str
    how: str = ""


def entry(before: Acted | Cut, at: int, event: CrewEvent) -> Acted | None:
    """Return the audit's next entry; None for what is nobody's act over somebody."""
    told = _told(event)
    if told is None:
        return None
    return following(before, at, told.by or OPERATOR, type(event).__name__, told.whom, told.how)


def _told(event: CrewEvent) -> Told | None:
    match event:
        case VolunteerInvited():
            return Told(event.by, event.invitation, f"role={event.role}")
        case InvitationVoided():
            return Told(event.by, event.invitation)
        case VolunteerJoined():
            return Told(event.volunteer, event.invitation, f"role={event.role}")
        case PasskeyAdded():
            return Told(event.volunteer, event.volunteer)
        case VolunteerRemoved():
            return Told(event.by, event.volunteer)
        case RoleChanged():
            return Told(event.by, event.volunteer, f"role={event.role}")
        case ShiftPlanned():
            return Told(event.by, event.volunteer, f"kind={event.kind} shift={event.shift}")
        case ShiftDropped():
            return Told(event.by, event.shift)
        case _:
            return None
