"""Coming in and going for good: a place, two words, and what of the talk follows."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rooms.aliases import Names
from rooms.events import MemberForgotten, MemberKnown
from rooms.formats import Format
from rooms.house import House, RoomCard, next_circle
from rooms.identity import member_id
from rooms.members import Members
from rooms.membership import choose_alias, places_for
from rooms.ports import Stale
from rooms.refusal import Code, Refusal
from rooms.replay import After, Kept, Plan, plan
from rooms.state import Room
from server.kinds import HOUSE, MAIL, MEMBERS, ROOM
from server.log import Log
from server.places import Holders, Place, Places
from server.stream_names import HOUSE as HOUSE_STREAM
from server.stream_names import mail_stream, members_stream, room_stream
from server.streams import Draft, Streams
from server.wire.frames import Enter, Person, You

RETURN_S = 90  # so long after a start, places are held back for those who were talking
TALKING_MS = 15 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is in: who they are here, who else is, and what follows."""

    card: RoomCard
    you: You
    place: Place
    holders: Holders
    log: Log[Room]
    kept: Kept
    plan: Plan

    @property
    def people(self) -> list[Person]:
        """Everybody with a place, oneself first."""
        others = (Person(m, p.alias) for m, p in self.holders.items() if m != self.you.id)
        return [Person(self.you.id, self.you.alias), *others]


class Doors:
    """Lets people in, back in, and go for good."""

    def __init__(
        self,
        streams: Streams,
        places: Places,
        formats: Mapping[str, Format],
        names: Callable[[str], Names],
        fingerprint_key: bytes,
        now: Callable[[], int],
        epoch: str,
    ) -> None:
        self._streams = streams
        self._places = places
        self._formats = formats
        self._names = names
        self._fingerprint_key = fingerprint_key
        self._now = now
        self._epoch = epoch
        self._started = now()

    async def enter(self, frame: Enter) -> Visit:
        """Give a place and a name, or raise `Refusal`; again for one who is in already."""
        house = (await self._streams.log(HOUSE, HOUSE_STREAM)).state
        card = house.rooms.get(frame.room)
        if card is None:
            raise Refusal(Code.NO_SUCH_ROOM)
        key = urlsafe_b64decode(frame.key + "=")
        member = member_id(self._fingerprint_key, key)
        log = await self._streams.log(ROOM, room_stream(card.id))
        after = After(frame.after.epoch, frame.after.n) if frame.after else None
        if after is not None and after.epoch == self._epoch and after.n > log.head:
            await self._streams.refresh(log)
        async with self._streams.coming_in(card.id):
            you, place, holders = await self._settle(card, log, frame, key, member, house)
        history = self._formats[card.format].history
        kept = Kept(self._epoch, log.head, log.first, 0 if history else place.since)
        return Visit(card, you, place, holders, log, kept, plan(kept, after))

    async def forget(self, room_id: str, member: str) -> None:
        """Remove a member's record at once, and the thanks that waited for them."""
        members = await self._streams.log(MEMBERS, members_stream(room_id))
        record = members.state.records.get(member)
        if record is not None:
            await self._unwrite(members, record.n)
        mail = await self._streams.log(MAIL, mail_stream(room_id))
        for n in mail.state.of(member):
            await self._streams.erase(mail.stream, n)

    async def _settle(  # noqa: PLR0913 - everything a place depends on
        self,
        card: RoomCard,
        log: Log[Room],
        frame: Enter,
        key: bytes,
        member: str,
        house: House,
    ) -> tuple[You, Place, Holders]:
        members = await self._streams.log(MEMBERS, members_stream(card.id))
        record = members.state.records.get(member)
        wanted = record.alias if record else (frame.alias or 0)
        holders = await self._places.holders(card.id)
        if member in holders and record is not None:  # already in: the same words
            place, index = holders[member], record.alias
        else:
            taken = log.state.taken(member) | {p.alias for m, p in holders.items() if m != member}
            names = self._names(card.language)
            index, words = choose_alias(lambda i: names.words(key, i), wanted, taken)
            place = Place(words, log.head)
        returning = bool(frame.after) or member in holders
        capacity = self._capacity(card, log.state, holders, member, returning=returning)
        taken_place = await self._places.take(card.id, member, place, capacity)
        if taken_place is None:
            raise Refusal(Code.ROOM_FULL, after_s=5, next_room=await self._circle(house, card))
        await self._remember(members, member, index)
        return You(member, place.alias, index), place, taken_place

    def _capacity(
        self, card: RoomCard, room: Room, holders: Holders, member: str, *, returning: bool
    ) -> int:
        """Return the places there are for this one; fewer for newcomers just after a start."""
        if self._now() > self._started + RETURN_S * 1000:
            return card.capacity
        since = self._started - TALKING_MS
        talking = {a.member for a in room.authors.values() if since <= a.at <= self._started}
        absent = talking - set(holders) - {member}
        known = returning or member in talking
        return places_for(card.capacity, len(absent), returning=known)

    async def _circle(self, house: House, full: RoomCard) -> str:
        """Return the id of a circle with space, opening one if there is none."""
        while True:
            for card in house.circles(full.root):
                if card.id != full.id and await self._has_space(card):
                    return card.id
            opened = next_circle(house, full)
            log = await self._streams.log(HOUSE, HOUSE_STREAM)
            try:
                draft = Draft(HOUSE_STREAM, opened, expect_n=log.head)
                (position,) = await self._streams.append(draft)
            except Stale:
                continue
            await log.reached(position.n)
            return opened.id

    async def _has_space(self, card: RoomCard) -> bool:
        return len(await self._places.holders(card.id)) < card.capacity

    async def _remember(self, members: Log[Members], member: str, index: int) -> None:
        """Keep fingerprint, index and month; once a month, and when the words change."""
        month = month_of(self._now())
        record = members.state.records.get(member)
        if record is not None and (record.alias, record.month) == (index, month):
            return
        event = MemberKnown(member, index, month)
        (position,) = await self._streams.append(Draft(members.stream, event))
        await members.reached(position.n)
        if record is not None:
            await self._unwrite(members, record.n)

    async def _unwrite(self, members: Log[Members], n: int) -> None:
        """Make a member record unreadable everywhere: entry, fold and snapshot."""
        await self._streams.erase(members.stream, n)
        (position,) = await self._streams.append(Draft(members.stream, MemberForgotten(n)))
        await members.reached(position.n)
        await self._streams.rewrite(members)


def month_of(now: int) -> int:
    """Return the month of a time in ms, counted: year * 12 + month - 1."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    return moment.year * 12 + moment.month - 1
