"""Who is told of what a group agreed on, and of their own lines between two."""

from collections.abc import Callable

from msgspec import UNSET

from moderation.private_line import is_line
from rooms.group.adults import named
from rooms.group.events import GuestEnd
from rooms.group.state import Group, Guest
from rooms.sponsor.events import LineAgreed, LineAsked, LineEnded
from rooms.sponsor.pairs import Pair, Pairs
from server.fanout.hub import Hub
from server.group.agreements import Agreements
from server.group.cards import Cards
from server.group.receivers import Receiver
from server.presence.places import Places
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.upkeep.keeping import TALK_S
from server.wire import codec, frames
from server.wire.frames import GuestFacts, Person, RoleFacts
from server.wire.framing import text_frame


class GroupTold:
    """A listener of the groups' streams, and of the pairs'."""

    def __init__(
        self, agreements: Agreements, hub: Hub, cards: Cards, places: Places, now: Callable[[], int]
    ) -> None:
        self._agreements = agreements
        self._hub = hub
        self._cards = cards
        self._places = places
        self._now = now

    async def arrive(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Tell somebody who comes in what the group agreed on, and of their lines."""
        if is_line(room_id):
            return
        now = self._now()
        facts = facts_of(await self._agreements.group(room_id), now)
        if facts.roles or facts.guests or facts.sponsors or facts.adults:
            receiver.send(facts)
        if await self._agreements.is_young(room_id, member):
            receiver.send(frames.Card(kind="young", duty=self._cards.on_duty()))
        pairs = await self._agreements.pairs(room_id)
        for pair in pairs.of(member, now):
            receiver.send(self._card(_kind(pair, member), pair.line, pair.other(member)[1]))

    def group_changed(self, log: Log[Group], entry: Entry) -> None:
        """Tell everybody in the room."""
        channel = self._hub.open_channel(room_of(log.stream))
        if channel is not None and channel.readers:
            channel.tell(text_frame(codec.encode(facts_of(log.state, entry.at))))

    def pairs_changed(self, log: Log[Pairs], entry: Entry) -> None:
        """Tell the two, and nobody else."""
        room_id, event = room_of(log.stream), entry.event
        match event:
            case LineAsked():
                self._hand(room_id, event.to, "sponsor_asked", event.line, event.alias)
                self._hand(room_id, event.by, "sponsor_waits", event.line, event.to_alias)
            case LineAgreed() if event.line in log.state.pairs:
                pair = log.state.pairs[event.line]
                for member in pair.both:
                    self._hand(room_id, member, "sponsor", pair.line, pair.other(member)[1])
            case LineEnded():
                for member in (event.asker, event.sponsor):
                    self._hand(room_id, member, "sponsor_ended", event.line)
                self._places.end(event.line)
            case _:
                pass

    def _hand(self, room_id: str, member: str, kind: str, line: str, alias: str = "") -> None:
        self._cards.hand(room_id, member, self._card(kind, line, alias))

    def _card(self, kind: str, line: str, alias: str = "") -> frames.Card:
        duty = self._cards.on_duty()
        return frames.Card(kind=kind, duty=duty, line=line, alias=alias or UNSET)


def facts_of(group: Group, now: int) -> frames.Group:
    """Return what everybody in the room may know of its group."""
    roles = [
        RoleFacts(role, held.member, held.alias, held.until, held.offered or UNSET)
        for role, held in group.held.items()
        if now < held.until
    ]
    told_of = [(name, guest) for name, guest in group.guests.items() if _is_told(guest, now)]
    sponsors = [Person(member, alias) for member, alias in group.sponsors.items()]
    adults = [Person(adult.member, adult.alias) for adult in named(group, now)]
    return frames.Group(
        roles=roles,
        guests=[_guest(name, guest, now) for name, guest in told_of],
        sponsors=sponsors,
        adults=adults or UNSET,
    )


def _is_told(guest: Guest, now: int) -> bool:
    """Return whether a guest is expected, refused, here, or was here so lately that their words
    may be.
    """
    if guest.member:
        return now < guest.ends + TALK_S * 1000
    is_open = guest.ended in {None, GuestEnd.DECLINED} and now < guest.ends
    return is_open or guest.no_stands(now)


def _guest(name: str, guest: Guest, now: int) -> GuestFacts:
    is_declined = guest.ended is GuestEnd.DECLINED
    return GuestFacts(
        name,
        guest.profession,
        guest.starts,
        guest.ends,
        guest.agreed_at,
        guest.checked_at or UNSET,
        (guest.needs_coordinator and guest.ended is None) or UNSET,
        guest.member or UNSET,
        (bool(guest.member) and not guest.is_here(now)) or UNSET,
        is_declined or UNSET,
        guest.no_stands(now) or UNSET,
    )


def _kind(pair: Pair, member: str) -> str:
    if pair.is_open:
        return "sponsor"
    return "sponsor_asked" if member == pair.sponsor else "sponsor_waits"
