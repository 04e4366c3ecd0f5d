"""Long bans come before the team again on their day, while somebody is there to look at them."""

from collections.abc import Callable

from moderation.care import Care
from server.desk.stored import StoredDesk
from server.duty.duty import Duty

LOOK_S = 2.0  # a few numbers are compared: next to nothing


class Reviews:
    """Looks for bans whose day has come."""

    def __init__(self, desks: StoredDesk, care: Care, duty: Duty, now: Callable[[], int]) -> None:
        self._desks = desks
        self._care = care
        self._duty = duty
        self._now = now

    async def look(self) -> None:
        """Raise a case for each. Nobody is called at night for it: it waits for the next shift."""
        if not self._duty.on:
            return
        now = self._now()
        for desk in self._desks.desks():
            for ban in desk.sanctions.to_review(now):
                await self._care.review(ban.room, ban.member)
