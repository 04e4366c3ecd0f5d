"""Whose stay here is over by what the desk, or the house, decided: their sockets are closed."""

from moderation.events import SanctionSet, TalkEnded
from moderation.sanctions import What
from rooms.events import RoomClosed
from server.presence.places import Places
from server.streams.kinds import HOUSE
from server.streams.names import DESK
from server.streams.streams import Streams


def follow(streams: Streams, places: Places) -> None:
    """Follow both, and say goodbye to those whom it is about."""

    def desk_changed(event: object) -> None:
        if isinstance(event, SanctionSet) and event.what in {What.REMOVE, What.BAN}:
            places.remove(event.room, event.member)
        elif isinstance(event, TalkEnded):
            places.end(event.line)

    def house_changed(event: object) -> None:
        if isinstance(event, RoomClosed):
            places.close(event.id)

    streams.listen(DESK, lambda _log, entry: desk_changed(entry.event))
    streams.listen(HOUSE.prefix, lambda _log, entry: house_changed(entry.event))
