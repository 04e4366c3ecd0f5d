"""Whether volunteers watch over the rooms: who is on duty now, or when the roster has somebody."""

from dataclasses import dataclass

from moderation import roster
from moderation.roster import HOUR_MS
from server.duty.duty import Duty
from server.streams.crew import StoredCrew

SOON_MS = 24 * HOUR_MS  # what is further away is no comfort tonight


@dataclass(frozen=True, slots=True)
class Cover:
    """The truth about cover, as it is told before somebody comes in."""

    duty: Duty
    crew: StoredCrew

    @property
    def on(self) -> bool:
        """Whether somebody is really here, whatever was planned."""
        return self.duty.on > 0

    @property
    def in_hours(self) -> int | None:
        """In about how many hours somebody has promised to come, if it is within a day."""
        now = self.crew.now()
        begins = roster.next_duty(self.crew.crew, now)
        if self.on or begins is None or begins - now > SOON_MS:
            return None
        return max(1, round((begins - now) / HOUR_MS))
