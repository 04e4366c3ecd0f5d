"""What a volunteer sees of one case: what was flagged, the lines around it, the team's notes."""

from collections.abc import Mapping

from moderation.case import Case
from rooms.events import MessagePosted
from server.backplane import Backplane
from server.desk import items
from server.desk.feed import Feed
from server.desk.stored import StoredDesk
from server.desk.talks import Talks
from server.streams.kinds import ROOM, Entry
from server.streams.names import room_stream
from server.streams.streams import Streams
from server.wire import desk as wire

AROUND = 5
MOST = 60
OVERTAKEN = 64  # so many lines may have come between the look and the store: far more than do


class Looking:
    """Puts a case's detail together; reads the room's kept lines."""

    def __init__(
        self,
        streams: Streams,
        desks: StoredDesk,
        feed: Feed,
        talks: Talks,
        backplane: Backplane,
    ) -> None:
        self._streams = streams
        self._desks = desks
        self._feed = feed
        self._talks = talks
        self._now = backplane.now

    async def detail(self, case: Case, more: int = 0) -> wire.Detail:
        """Return everything there is to see; `more` lines beside the five around."""
        log = await self._streams.log(ROOM, room_stream(case.room))
        hidden = set(log.state.hidden)
        desk = await self._desks.desk_of(case.id)
        card = await self._desks.card(case.room)
        kept = desk.sanctions.of(case.room, case.about, self._now())
        name_of = self._feed.name_of
        places = await self._places(case)
        return wire.Detail(
            case=self._feed.item(case),
            messages=items.messages(case, places, sorted(hidden)),
            context=await self._context(case, places, hidden, AROUND + more),
            alias=next((f.alias for f in case.flagged if f.alias), ""),
            language=card.language if card else "",
            outcome=case.outcome,
            notes=items.notes(case, name_of),
            handover=items.handover(case, name_of),
            sanctions=items.sanctions(kept, name_of),
            line=await self._talks.lines(case),
            paused=until if (until := log.state.paused_until) > self._now() else 0,
        )

    async def _places(self, case: Case) -> dict[str, int]:
        """Return the numbers of the case's lines by their ids: each stands where its case says,
        or a little after, where others were faster.
        """
        log = await self._streams.log(ROOM, room_stream(case.room))
        places: dict[str, int] = {}
        for flagged in case.flagged:
            if not flagged.of or flagged.id in places:
                continue
            for entry in await self._streams.page(log, flagged.of - 1, OVERTAKEN):
                said = entry.event
                if isinstance(said, MessagePosted) and (said.by, said.id) == (
                    case.about,
                    flagged.id,
                ):
                    places[flagged.id] = entry.n
                    break
        return places

    async def _context(
        self, case: Case, places: Mapping[str, int], hidden: set[int], around: int
    ) -> list[wire.ContextLine]:
        """Return the kept lines around the last message that has a line of its own."""
        of = max(places.values(), default=0)
        if not case.about:  # somebody outside: the newest lines as they told it
            of = max(flagged.of for flagged in case.flagged)
        if not of:
            return []
        log = await self._streams.log(ROOM, room_stream(case.room))
        entries = await self._streams.page(log, max(0, of - 1 - around), min(2 * around + 1, MOST))
        return [line for entry in entries if (line := _line(entry, case, hidden))]


def _line(entry: Entry, case: Case, hidden: set[int]) -> wire.ContextLine | None:
    said = entry.event
    if not isinstance(said, MessagePosted):
        return None
    person, gone = said.by == case.about, entry.n in hidden
    return wire.ContextLine(entry.n, entry.at, said.alias, said.text, person, gone)
