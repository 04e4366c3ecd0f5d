"""A mark for each room in which something is to be erased, in the append that makes it so.

Somebody has to come back to such a room, after a restart, too: without marks a start would have
to read every room there is.
"""

from collections.abc import Sequence

from rooms.erasing import ErasingDue
from rooms.events import MessageHidden, MessagePosted
from rooms.meeting.events import MeetingEnded
from server.streams.envelope import Draft
from server.streams.names import ROOM, erasing_stream, kind_of, room_of, shard_of


def marks(drafts: Sequence[Draft]) -> list[Draft]:
    """Return what is to be appended together with these; nearly always nothing."""
    return [_mark(draft.stream) for draft in drafts if _is_to_erase(draft)]


def _is_to_erase(draft: Draft) -> bool:
    match draft.event:
        case MessagePosted():  # nearly always
            return False
        case MeetingEnded(gone=gone):
            return bool(gone)
        case MessageHidden():
            return kind_of(draft.stream) == ROOM
        case _:
            return False


def _mark(stream: str) -> Draft:
    room = room_of(stream)
    return Draft(erasing_stream(shard_of(room)), ErasingDue(room))
