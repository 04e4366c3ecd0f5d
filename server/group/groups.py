"""What a node does for groups: who serves, who is invited, who has a line with whom."""

from dataclasses import dataclass
from typing import Any

from moderation.care import Care
from rooms.events import MessagePosted, YoungSaid
from rooms.group.events import AdultEnded, AdultNamed
from rooms.group.state import Group
from rooms.ports import Purse
from server.fanout.hub import Hub
from server.foundation import Foundation
from server.group.agreements import Agreements
from server.group.alone import Alone
from server.group.asked import GroupAsked
from server.group.by_arrangement import ByArrangement
from server.group.cards import Cards
from server.group.long_talks import LongTalks
from server.group.newcomers import Newcomers
from server.group.passes import Passes
from server.group.side_rooms import SideRooms
from server.group.told import GroupTold
from server.group.words_wait import WordsWait
from server.presence.places import Places
from server.settings import Settings
from server.streams.care import StoredCare
from server.streams.keyed_secrets import KeyedSecrets
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import DESK, GROUP, LINE, MAIL, PAIRS, ROOM, room_of
from server.streams.streams import Streams
from server.tasks import Tasks


@dataclass(frozen=True, slots=True)
class OfGroups:
    """What is asked of groups, what is told of them, and the doors they open."""

    agreements: Agreements
    asked: GroupAsked
    told: GroupTold
    arranged: ByArrangement
    passes: Passes
    alone: Alone
    long_talks: LongTalks
    words_wait: WordsWait
    side_rooms: SideRooms

    def listen(self, streams: Streams, tasks: Tasks) -> None:
        """Follow what happens to groups and pairs, and in meetings that guests are in."""

        def room_changed(log: Log[Any], entry: Entry) -> None:
            if self.arranged.left(log, entry):
                tasks.start(self.arranged.send_guests_home(room_of(log.stream)))

        def mail_came(log: Log[Any], entry: Entry) -> None:
            if isinstance(entry.event, YoungSaid):
                tasks.start(self.arranged.close_lines(room_of(log.stream), entry.event.to))

        def group_changed(log: Log[Group], entry: Entry) -> None:
            if isinstance(entry.event, AdultNamed | AdultEnded):
                tasks.start(self.agreements.adults_changed(room_of(log.stream)))

        streams.listen(MAIL, mail_came)
        streams.listen(GROUP, group_changed)
        streams.listen(GROUP, self.told.group_changed)
        streams.listen(GROUP, self.arranged.show_out)
        streams.listen(PAIRS, self.told.pairs_changed)
        streams.listen(ROOM, room_changed, but=MessagePosted)
        streams.listen(ROOM, self.alone.changed)
        streams.listen(ROOM, self.side_rooms.changed, but=MessagePosted)
        streams.listen(DESK, self.side_rooms.sanctioned)
        streams.listen(LINE, self.long_talks.said)
        streams.listen(LINE, self.words_wait.said)


def of_groups(  # noqa: PLR0913, PLR0917 - what groups touch, each once
    ground: Foundation,
    settings: Settings,
    stored: StoredCare,
    care: Care,
    purse: Purse,
    secrets: KeyedSecrets,
    places: Places,
    hub: Hub,
    cards: Cards,
    tasks: Tasks,
) -> OfGroups:
    """Join the parts."""
    newcomers = Newcomers(places.attending, limited=settings.limits)
    agreements, now = Agreements(ground.streams, stored, newcomers), ground.backplane.now
    side_rooms = SideRooms(ground.streams, stored, agreements, care, cards, places, tasks)
    asked = GroupAsked(
        agreements, care, places, secrets, stored, purse, now, cards.on_duty, side_rooms
    )
    return OfGroups(
        agreements,
        asked,
        GroupTold(agreements, hub, cards, places, now),
        ByArrangement(agreements, places, now),
        Passes(agreements, secrets, now),
        Alone(places, cards, tasks),
        LongTalks(agreements.pairs, cards, tasks),
        WordsWait(agreements.pairs, cards, tasks),
        side_rooms,
    )
