"""What every volunteer's socket of this node shares; made once by `app.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from moderation.work import Work
from rooms.ports import Stale
from server.counters import Counters
from server.desk.acting import Acting
from server.desk.feed import Feed
from server.desk.looking import Looking
from server.desk.round import Outside
from server.desk.shifts import Shifts
from server.desk.stored import StoredDesk, shard_of_case
from server.desk.talks import Talks
from server.fanout.hub import Hub
from server.tasks import Tasks
from server.wire import desk as wire


@dataclass(frozen=True, slots=True)
class DeskServices:
    """The desk's parts."""

    hub: Hub
    counters: Counters
    tasks: Tasks
    desks: StoredDesk
    work: Work
    feed: Feed
    shifts: Shifts
    acting: Acting
    looking: Looking
    talks: Talks
    outside: Outside
    now: Callable[[], int]

    async def looked_further(self, volunteer: str, case_id: str, reason: str) -> None:
        """Put into the audit that somebody read more than five lines around, and why."""
        while True:
            try:
                shard = shard_of_case(case_id)
                await self.desks.note_act(shard, volunteer, "LookedFurther", case_id, reason)
            except Stale:
                continue
            return

    async def test_alarm(self, who: wire.Volunteer) -> None:
        """Send a test alarm by every way a volunteer has beside the socket."""
        await self.outside.test(who.id)
