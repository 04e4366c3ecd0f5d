"""A press on a page that things have moved on from: what it must not do, and what is said."""

from collections.abc import Mapping

from rooms.meeting.state import Meeting
from rooms.refusal import Code, Refusal
from server.plain.choices import WISHES

# A button of an earlier part meant that part: it decides nothing about the next one.
OF_A_PART = frozenset({"ask", "unask", "not_me", "last", "pass", "give", "enough", *WISHES})
# What is said where somebody cannot do what they pressed; of all else that it did not work.
CANNOT: Mapping[str, str] = {
    Code.NO_TIME_LEFT: "room.cannot_no_time_left",
    Code.HAD_A_TURN: "room.cannot_had_a_turn",
    Code.WENT_ON: "room.cannot_went_on",
    Code.ROLE_TAKEN: "room.cannot_role_taken",
    Code.NEW_HERE: "room.cannot_new_here",
    Code.NOT_HERE: "room.cannot_not_here",
    Code.NO_FEEDBACK: "room.cannot_no_feedback",
    Code.NOT_YOUR_TURN: "plain.cannot_not_your_turn",
    Code.YOUR_TURN: "plain.cannot_your_turn",
    Code.IN_LINE: "plain.cannot_in_line",
    Code.NO_TURNS: "plain.cannot_no_turns",
    Code.NO_CHAIR: "plain.cannot_no_chair",
    Code.NOT_THE_CHAIR: "group.no_not_the_chair",
    Code.PAUSED: "plain.meet_paused",
    Code.MUTED: "plain.cannot_muted",
    Code.UNAVAILABLE: "plain.cannot_unavailable",
}


def refuse_late(do: str, step: str, meeting: Meeting | None, me: str) -> None:
    """Refuse a button that meant another part, or another turn, than the one that runs."""
    if meeting is None or meeting.step < 0:
        return  # the room says that there are no turns
    if do in OF_A_PART and step != meeting.now_step.id:
        raise Refusal(Code.WENT_ON)
    of = meeting.feedback.of if meeting.feedback is not None else ""
    holder = meeting.turn.holder if meeting.turn is not None else ""
    if (do == "enough" and of != me) or (do == "pass" and holder != me):
        raise Refusal(Code.NOT_YOUR_TURN)
