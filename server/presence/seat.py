"""What is kept of a visit to a room, or to a line of two, as long as it lasts."""

from msgspec import Struct

from rooms.house import RoomCard
from rooms.state import Room
from server.streams.log import Log
from server.wire.frames import You


class Seat(Struct, frozen=True):
    """What is kept of a visit as long as it lasts; `since` as in `rooms.replay.Kept`."""

    card: RoomCard
    you: You
    log: Log[Room]
    since: int
