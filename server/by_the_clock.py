"""What goes by the timetable's clock: meetings that are due, those who wait, and their greeters."""

import asyncio
from collections.abc import Callable, Sequence

from rooms.events import MessagePosted
from server.desk.feed import Feed
from server.rounds import Turn
from server.services import Services
from server.streams.names import ROOM
from server.timetable.due import DUE_S, Due
from server.timetable.greeters import TURN_S, Bells, Greeters
from server.timetable.meetings import Meetings
from server.timetable.waiting import RENEW_S


def turns(
    meetings: Meetings, services: Services, feed: Feed, bells: Bells, handle: Callable[[str], str]
) -> Sequence[Turn]:
    """Return what is to be done how often, in seconds."""
    due = Due(meetings, services.meetings)
    waiting = services.waiting
    services.streams.listen(ROOM, waiting.changed, but=MessagePosted)
    greeters = Greeters(
        services.backplane,
        waiting,
        services.places,
        services.hub,
        services.duty,
        meetings.room,
        handle,
        due.short,
        bells,
        feed.show_alone,
    )

    async def renew() -> None:
        await waiting.renew(asyncio.get_running_loop().time())

    return ((DUE_S, due.turn), (RENEW_S, renew), (TURN_S, greeters.turn))
