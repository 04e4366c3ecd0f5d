"""A guest steps out while somebody shares who asked for that, and may come back afterwards.

Each node lets go of its own sockets as soon as it knows of the turn, before the first word of it
is told to anybody; the door lets no guest in while it lasts, nor shows them what was said.
"""

from rooms.meeting.events import GuestAskedOut, TurnChanged
from rooms.meeting.turn import Phase, Turn, Why
from rooms.refusal import Code
from rooms.state import Room
from server.group.cards import Cards
from server.presence.places import Places
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.tasks import Tasks

STEPPED_OUT_S = 10  # so often whoever stepped out asks whether it is over


class Alone:
    """A listener of the rooms' streams."""

    def __init__(self, places: Places, cards: Cards, tasks: Tasks) -> None:
        self._places = places
        self._cards = cards
        self._tasks = tasks

    def changed(self, log: Log[Room], entry: Entry) -> None:
        """Have guests step out of a turn that is to be without them."""
        meeting = log.state.meeting
        if meeting is None or not meeting.without_guests:
            return
        room_id = room_of(log.stream)
        for guest in meeting.guests:
            self._send_out(room_id, guest)
        if meeting.guests and meeting.turn is not None and _begins(meeting.turn, entry):
            self._cards.tell(room_id, meeting.turn.holder, "no_guest")

    def _send_out(self, room_id: str, guest: str) -> None:
        self._cards.tell(room_id, guest, "step_out")
        if self._places.send_out(room_id, guest, Code.STEPPED_OUT, STEPPED_OUT_S):
            self._tasks.start(self._free(room_id, guest))

    async def _free(self, room_id: str, guest: str) -> None:
        """Have everybody see that the guest is not there."""
        await self._places.give_up(room_id, guest)


def _begins(turn: Turn, entry: Entry) -> bool:
    """Return whether a turn is without guests from this entry on."""
    match entry.event:
        case TurnChanged(at=at, why=why):
            is_new = turn.since == at and turn.phase is Phase.OPEN
            return is_new and why is not Why.LINE_BACK
        case GuestAskedOut(member=member):
            return turn.holder == member
        case _:
            return False
