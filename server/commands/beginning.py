"""What an operator is told who begins a meeting by hand."""

from secrets import token_urlsafe

from rooms.held_meetings import HeldMeetings, Occasion
from rooms.refusal import Code, Refusal
from server.operator_error import OperatorError

_SENTENCES = {
    Code.NO_SUCH_ROOM: "There is no open room of this name.",
    Code.NO_MEETING: "There is no such meeting format; kith format list names them.",
    Code.MEETING_ON: "A meeting runs in this room already.",
    Code.TOO_FEW: "Fewer people are in the room than this meeting needs.",
    Code.ADULTS_MISSING: (
        "Young people meet only with two trained adults in the room; kith adult names them."
    ),
}


async def begin(meetings: HeldMeetings | None, room_id: str, form: str) -> None:
    """Begin a meeting, or say in a sentence why not."""
    if meetings is None:
        raise OperatorError("No server is running. A meeting needs one, with people in the room.")
    try:
        await meetings.begin(room_id, Occasion(token_urlsafe(9), form))
    except Refusal as refusal:
        raise OperatorError(_SENTENCES.get(refusal.code, refusal.code)) from None
