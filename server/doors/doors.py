"""Coming in: a place, two words, and what of the talk follows."""

from base64 import urlsafe_b64decode

from msgspec import UNSET, structs

from moderation.private_line import home_of, is_line, is_sponsor_line
from rooms.house import RoomCard
from rooms.identity import member_id
from rooms.members import Record
from rooms.membership import choose_alias, places_for
from rooms.refusal import Code, Ends, Refusal
from rooms.replay import Kept, floor, plan
from server.doors.line_doors import LineDoors
from server.doors.visit import Arrival, Premises, Visit, last_seen
from server.group.alone import STEPPED_OUT_S
from server.presence.circles import Circles
from server.presence.place import Holders, Place
from server.presence.places import Places
from server.streams.kinds import DESK, HOUSE, ROOM
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import desk_stream, room_stream
from server.streams.open_rooms import find_open
from server.streams.records import MemberRecords
from server.streams.streams import Streams
from server.wire.frames import Enter, You

RETURN_S = 90  # so long after a start, places are held back for those who were talking
TALKING_MS = 15 * 60 * 1000
FULL_AGAIN_S = 5
TURNS = 8  # a name seen twice is better than a closed door


class Doors:
    """Lets people in and back in."""

    def __init__(self, streams: Streams, places: Places, premises: Premises) -> None:
        self._streams = streams
        self._places = places
        self._premises = premises
        self._records = MemberRecords(streams, premises.now)
        self._lines = LineDoors(streams, places, premises, self._records)
        self._circles = Circles(streams, places)
        self._started = premises.now()

    async def enter(self, frame: Enter) -> Visit:
        """Give a place and a name, or raise `Refusal`; again for one who is in already."""
        if is_sponsor_line(frame.room):
            return await self._enter_pair(frame)
        if is_line(frame.room):
            return await self._lines.with_volunteer(frame)
        card = await self._card(frame.room)
        async with self._streams.coming_in(card.id):  # until it ends, nothing is unloaded
            arrival = await self._arrival(card, frame)
            await self._check_standing(arrival)
            arranged, code = self._premises.arranged, frame.guest or ""
            is_guest = await arranged.is_guest(card.id, arrival.member, code)
            return await self._let_in(structs.replace(arrival, is_guest=is_guest), frame)

    async def _enter_pair(self, frame: Enter) -> Visit:
        """Let one of two members onto their line, if nobody keeps them out of the room."""
        card = await self._card(home_of(frame.room))
        arrival = await self._arrival(card, frame)
        await self._check_standing(arrival)
        return await self._lines.with_member(arrival, frame)

    async def forget(self, room_id: str, member: str) -> None:
        """Remove a member's record at once; from a side room, also in the room that was left."""
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        card = house.state.find(room_id)
        for known_in in filter(None, (room_id, card.moved_from if card else "")):
            await self._premises.arranged.forget(known_in, member)
            await self._records.forget(known_in, member)

    async def _check_standing(self, arrival: Arrival) -> None:
        """Refuse somebody whom volunteers keep out of this room, or of the one it came from."""
        for room_id in filter(None, (arrival.card.id, arrival.card.moved_from)):
            desk = (await self._streams.log(DESK, desk_stream(room_id))).state
            out = desk.sanctions.kept_out(room_id, arrival.member, self._premises.now())
            if out is not None:
                code = self._premises.appeal(out.case, out.member)
                raise Refusal(Code.REMOVED, ends=Ends(out.ends, out.reason, code))

    async def _let_in(self, arrival: Arrival, frame: Enter) -> Visit:
        card, log, epoch = arrival.card, arrival.log, self._premises.epoch
        after = last_seen(frame)
        if after is not None and after.epoch == epoch and after.n > log.head:
            await self._streams.refresh(log)  # this node may be behind the store
        _check_asked_out(arrival)
        you, place, holders = await self._settle(arrival)
        _check_asked_out(arrival)  # a turn may have begun meanwhile
        forms = self._premises.formats
        is_open = forms[card.format].history and not arrival.is_guest
        since = floor(log.state, place.since, lambda form: not forms[form].history)
        if not is_open:
            since = max(place.since, log.state.alone_to if arrival.is_guest else 0)
        kept = Kept(epoch, log.head, log.first, since)
        return Visit(card, you, place, holders, log, kept, plan(kept, after))

    async def _card(self, room_id: str) -> RoomCard:
        """Return an open room, also where another node opened it and this one has yet to hear:
        who was sent on to a circle with space may come in by any node.
        """
        card = await find_open(self._streams, room_id)
        if card is None:
            raise Refusal(Code.NO_SUCH_ROOM)
        return card

    async def _arrival(self, card: RoomCard, frame: Enter) -> Arrival:
        key = urlsafe_b64decode(frame.key + "=")
        member = member_id(self._premises.fingerprint_key, key)
        wanted = frame.alias or 0
        if card.moved_from:  # under the words they had, and for nobody who was never there
            known = await self._records.find(card.moved_from, member)
            if known is None:
                raise Refusal(Code.NO_SUCH_ROOM)
            wanted = known.alias
        return Arrival(
            card=card,
            log=await self._streams.log(ROOM, room_stream(card.id)),
            key=key,
            member=member,
            wanted=wanted,
            returning=bool(frame.after),
        )

    async def _settle(self, arrival: Arrival) -> tuple[You, Place, Holders]:
        """Take a place under two words that nobody else has here.

        Somebody else may do the same on another node: the store says who was first, and the
        other one looks again.
        """
        room_id, member = arrival.card.id, arrival.member
        for turn in range(TURNS):
            record = await self._records.find(room_id, member)
            holders = await self._places.holders(room_id)
            if self._premises.settling() and not _was_here(arrival, holders):
                raise Refusal(Code.UNAVAILABLE, after_s=FULL_AGAIN_S)
            if turn:
                holders = {m: place for m, place in holders.items() if m != member}
            index, place = self._choose(arrival, record, holders)
            now_in = await self._take(arrival, place, holders)
            is_settled = member in holders or not _is_doubled(now_in, member, place)
            if is_settled and await self._records.remember(room_id, member, index, record):
                break
        return You(member, place.alias, index, arrival.is_guest or UNSET), place, now_in

    async def _take(self, arrival: Arrival, place: Place, holders: Holders) -> Holders:
        card = arrival.card
        capacity = self._capacity(arrival, holders)
        now_in = await self._places.come(card.id, arrival.member, place, capacity)
        if now_in is None:
            circle = None if card.moved_from else await self._circles.beside(card)
            raise Refusal(Code.ROOM_FULL, after_s=FULL_AGAIN_S, next_room=circle)
        return now_in

    def _choose(
        self, arrival: Arrival, record: Record | None, holders: Holders
    ) -> tuple[int, Place]:
        if record is not None and arrival.member in holders:  # in already: the same words
            return record.alias, holders[arrival.member]
        others = {place.alias for member, place in holders.items() if member != arrival.member}
        taken = others | arrival.log.state.taken(but=arrival.member)
        names = self._premises.names(arrival.card.language)
        wanted = arrival.wanted if record is None else record.alias
        index, words = choose_alias(lambda i: names.words(arrival.key, i), wanted, taken)
        return index, Place(words, arrival.log.head)

    def _capacity(self, arrival: Arrival, holders: Holders) -> int:
        """Return the places there are for this one; fewer for newcomers just after a start."""
        capacity = arrival.card.capacity
        if self._premises.now() > self._started + RETURN_S * 1000:
            return capacity
        since = self._started - TALKING_MS
        authors = arrival.log.state.authors.values()
        talking = {a.member for a in authors if since <= a.at <= self._started}
        absent = talking - set(holders) - {arrival.member}
        known = arrival.member in talking or _was_here(arrival, holders)
        return places_for(capacity, len(absent), returning=known)


def _check_asked_out(arrival: Arrival) -> None:
    """Let a guest wait while somebody shares who asked that none is there."""
    meeting = arrival.log.state.meeting
    if arrival.is_guest and meeting is not None and meeting.without_guests:
        raise Refusal(Code.STEPPED_OUT, after_s=STEPPED_OUT_S)


def _was_here(arrival: Arrival, holders: Holders) -> bool:
    """Return whether somebody comes back, or never went."""
    return arrival.returning or arrival.member in holders


def _is_doubled(holders: Holders, member: str, place: Place) -> bool:
    """Return whether somebody else took the same words at the same moment."""
    return any(m != member and other.alias == place.alias for m, other in holders.items())
