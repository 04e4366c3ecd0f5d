"""A side room: where a circle goes on when strangers overrun its room.

Its id is drawn, and known to nobody who was not carried over. One comes in under the key of the
room that was left, so that everybody keeps their two words, and what they serve as.
"""

from rooms.events import SideRoomOpened
from rooms.group.events import RoleTaken
from rooms.group.newcomers import KNOWN_S
from rooms.group.state import Group
from rooms.house import RoomCard, opening
from rooms.meeting.events import CircleMoved
from rooms.refusal import Code, Refusal
from rooms.standing import Standing
from rooms.state import Room

SIGN = "aside-"
# A raid is over after 20 calm minutes; then the circle may come back to its room.
PAUSE_MS = 30 * 60 * 1000


def side_room_id(token: str) -> str:
    """Return the id of a new side room."""
    return SIGN + token


def is_side_room(room_id: str) -> bool:
    """Return whether an id may be a side room's: looked for with more care, and told to nobody."""
    return room_id.startswith(SIGN)


def check_may_move(left: RoomCard) -> None:
    """Refuse a side room of a side room, and one of the young: no meeting could begin in it."""
    if left.moved_from:
        raise Refusal(Code.NO_SUCH_ROOM)
    if left.is_young:
        raise Refusal(Code.NO_SIDE_ROOM)


def opened(left: RoomCard, side_room: str) -> SideRoomOpened:
    """Return the opening of the side room of a room that is left."""
    return opening(SideRoomOpened, left, side_room, f"{left.title} (+)", moved_from=left.id)


def moves(room: Room, side_room: str, now: int) -> CircleMoved | None:
    """Return what sends the circle to its side room; None where it was sent there already."""
    is_there = room.moved is not None and room.moved.to == side_room
    if is_there and room.paused_until > now:
        return None
    return CircleMoved(now, now + PAUSE_MS, side_room)


def serve_on(group: Group, now: int) -> list[RoleTaken]:
    """Return what lets those who serve a group serve it in the side room, too."""
    held = group.held.items()
    return [RoleTaken(r, h.member, h.alias, h.until) for r, h in held if now < h.until]


def is_carried_over(standing: Standing, was_here_s: float, *, serves: bool) -> bool:
    """Return whether somebody is told the way who had been here for so long when it was opened:
    a member who was known here then, or serves, and whom no volunteer keeps from writing.
    """
    if standing.removed or standing.muted_s or standing.is_guest:
        return False
    return serves or was_here_s >= KNOWN_S
