"""A volunteer's pause of a room, and its end."""

from moderation.actor import Claim
from moderation.acts import Decision, held_by
from moderation.desk import Desk
from moderation.events import RoomPaused
from rooms import door
from rooms.meeting import pausing
from rooms.meeting.events import PauseBegan
from rooms.state import Room


def pause_room(desk: Desk, claim: Claim, room: Room, pause: PauseBegan) -> Decision:
    """Let nobody post in the room, and its clocks stand, until a time (ms) at most; its door is
    slower from then on, as when whoever opens presses the pause.
    """
    slower = door.slowed(room.door, pause.at)
    does = (pause, slower) if slower else (pause,)
    return Decision((_paused(desk, claim, pause.until),), does)


def let_room_go_on(desk: Desk, claim: Claim, room: Room, now: int) -> Decision:
    """End a pause, whoever began it; where there is none, only the press is noted."""
    is_over = pausing.is_over(room.paused_until, room.meeting, now)
    goes_on = () if is_over else (pausing.ended(room.meeting, now),)
    return Decision((_paused(desk, claim, 0),), goes_on, rule=room.rule)


def _paused(desk: Desk, claim: Claim, until: int) -> RoomPaused:
    case = held_by(desk, claim)
    return RoomPaused(case.id, claim.fence, claim.actor.id, case.room, until)
