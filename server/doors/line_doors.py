"""Coming onto a line of two: with a volunteer who offered it, or with another member."""

from base64 import urlsafe_b64decode

from msgspec import structs

from moderation.private_line import home_of
from rooms.house import RoomCard
from rooms.identity import member_id
from rooms.refusal import Code, Refusal
from rooms.replay import Kept, plan
from rooms.state import Room
from server.doors.visit import Arrival, Premises, Visit, last_seen
from server.presence.place import Holders, Place
from server.presence.places import Places
from server.streams.kinds import HOUSE, LINE
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import room_stream
from server.streams.records import MemberRecords
from server.streams.streams import Streams
from server.wire.frames import Enter, You

SEATS_ON_A_LINE = 2


class LineDoors:
    """Lets the two in whose line it is."""

    def __init__(
        self, streams: Streams, places: Places, premises: Premises, records: MemberRecords
    ) -> None:
        self._streams = streams
        self._places = places
        self._premises = premises
        self._records = records

    async def with_volunteer(self, frame: Enter) -> Visit:
        """Let somebody onto the private line they were offered; a line of others is no room.

        Who was removed from the room may still be written to: care comes before a sanction.
        """
        line, key = frame.room, urlsafe_b64decode(frame.key + "=")
        member = member_id(self._premises.fingerprint_key, key)
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        card = house.state.find(home_of(line))
        record = await self._records.find(home_of(line), member)
        log = await self._streams.log(LINE, room_stream(line)) if card and record else None
        case = await self._premises.lines.accept(line, member) if log is not None else None
        if card is None or record is None or log is None or case is None:
            raise Refusal(Code.NO_SUCH_ROOM)
        words = self._premises.names(card.language).words(key, record.alias)
        you = You(member, words, record.alias)
        return await self._let_in(card, you, log, frame, self._premises.beside(case))

    async def with_member(self, arrival: Arrival, frame: Enter) -> Visit:
        """Let one of two members onto their line; coming in is how whoever was asked says yes."""
        line, home = frame.room, home_of(frame.room)
        pair = await self._premises.arranged.pair(home, line, arrival.member)
        record = await self._records.find(home, arrival.member)
        words = pair.alias_of(arrival.member)
        log = await self._streams.log(LINE, room_stream(line))
        you = You(arrival.member, words, record.alias if record is not None else 0)
        return await self._let_in(arrival.card, you, log, frame, {})

    async def _let_in(
        self, home: RoomCard, you: You, log: Log[Room], frame: Enter, beside: Holders
    ) -> Visit:
        """Take one of the line's two places; `beside` is who is on it without one."""
        place = Place(you.alias, 0)
        taken = await self._places.take(frame.room, you.id, place, SEATS_ON_A_LINE) or {}
        kept = Kept(self._premises.epoch, log.head, log.first, 0)
        here = structs.replace(home, id=frame.room, capacity=SEATS_ON_A_LINE)
        holders = {**taken, **beside}
        return Visit(here, you, place, holders, log, kept, plan(kept, last_seen(frame)))
