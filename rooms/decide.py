"""Decide what a command comes to. Pure: it refuses, or says what happened."""

from rooms import text
from rooms.commands import Post, Thank
from rooms.events import MessagePosted, ThanksLeft
from rooms.meeting.not_now import not_now
from rooms.ports import Line
from rooms.refusal import Code, NotNow, Refusal
from rooms.standing import Standing
from rooms.state import Room


def post(room: Room, command: Post, standing: Standing) -> MessagePosted:
    """Let a member speak, or raise `Refusal`. In a meeting its protocol says whose turn it is."""
    text.check(command.text)
    may_speak(standing)
    if standing.is_guest and (room.meeting is None or not room.meeting.now_step.guest):
        raise Refusal(Code.NOT_YOUR_TURN, why=NotNow.GUESTS)
    if standing.met_only and room.meeting is None:
        raise Refusal(Code.NO_MEETING)
    if room.meeting is not None and not room.meeting.may_speak(command.by):
        raise Refusal(Code.NOT_YOUR_TURN, why=not_now(room.meeting, command.by))
    if command.to > room.head:
        raise Refusal(Code.NO_SUCH_LINE)
    return MessagePosted(command.by, command.alias, command.text, command.id, command.to)


def may_speak(standing: Standing) -> None:
    """Raise `Refusal` for somebody who was removed, or may not post for a while."""
    if standing.removed:
        raise Refusal(Code.REMOVED)
    if standing.muted_s:
        raise Refusal(Code.MUTED, after_s=standing.muted_s)
    if standing.paused_s:
        raise Refusal(Code.PAUSED, after_s=standing.paused_s)


def thank(line: Line | None, command: Thank) -> ThanksLeft:
    """Let thanks reach the author of a line; who thanked is not part of it."""
    said = kept(line)
    if said.by == command.by:
        raise Refusal(Code.OWN_LINE)
    return ThanksLeft(to=said.by, of=command.of)


def kept(line: Line | None) -> MessagePosted:
    """Return what was said there, if everybody may still see it."""
    if line is None or line.hidden:
        raise Refusal(Code.NO_SUCH_LINE)
    return line.said
