"""What happens in meetings: decide, append under the rule counter, decide again if it moved."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

import msgspec

from rooms import decide
from rooms.answering import answered
from rooms.commands import GoOn, InMeeting, Lead, MakeWish, PassTurn, ShareAlone, TakeTurn
from rooms.formats import Format
from rooms.group.newcomers import refuse_newcomer
from rooms.meeting import asking, running
from rooms.meeting.events import MeetingBegan, MeetingEvent
from rooms.meeting.here import Here
from rooms.meeting.state import Meeting
from rooms.ports import AlreadyThere, Company, MeetingStreams, Once, Purse, Serving, Stale
from rooms.refusal import Code, Refusal, too_fast

ADULTS = 2  # so many trained ones are with young people, or they do not meet


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting that is to begin: by which format, and who serves in it. One id is one meeting:
    it begins once in its room, whoever asks, and however soon it was over.
    """

    id: str
    format: str
    chair: str = ""
    reserve: str = ""
    guests: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()


class HeldMeetings:
    """What happens in meetings. Every method returns once it is durable."""

    def __init__(
        self,
        streams: MeetingStreams,
        company: Company,
        purse: Purse,
        formats: Mapping[str, Format],
        serving: Serving,
    ) -> None:
        self._streams = streams
        self._company = company
        self._purse = purse
        self._formats = formats
        self._serving = serving

    async def begin(self, room_id: str, occasion: Occasion) -> None:
        """Begin a meeting in a room, unless just this one has begun already; refused while
        another runs, or with too few people.
        """
        card, form = await self._streams.card(room_id), self._formats.get(occasion.format)
        if card is None:
            raise Refusal(Code.NO_SUCH_ROOM)
        if form is None or not form.is_meeting:
            raise Refusal(Code.NO_MEETING)
        if card.is_young and form.adults < ADULTS:  # whatever else the format is good for
            raise Refusal(Code.ADULTS_MISSING)
        here = await self._company.here(room_id)
        evening, guests = await self._serving.tonight(room_id, set(here))
        guided = form.guided  # a meeting that nobody opens is not opened by whoever has the role
        began = MeetingBegan(
            occasion.id,
            form.protocol(card.language),
            0,
            occasion.chair or (evening.chair if guided else ""),
            occasion.reserve or (evening.reserve if guided else ""),
            occasion.guests or tuple(guests),
            occasion.adults or await self._serving.adults(room_id),
        )
        once = Once("", occasion.id, b"begun")
        if await self._streams.seen(room_id, once) is not None:
            return
        with suppress(AlreadyThere):
            await self._move(room_id, once, lambda m, here: running.begin(m, here, began))
        await self.look(room_id)

    async def do(self, room_id: str, command: InMeeting) -> int:
        """Do what a member asks of the meeting and return its number."""
        body = msgspec.json.encode([type(command).__name__, command])
        once = Once(command.by, command.id, body)
        n = await answered(
            lambda: self._do(room_id, command, once), lambda: self._streams.seen(room_id, once)
        )
        if isinstance(command, GoOn):  # who presses next means the next step, not a look later
            await self.look(room_id)
        return n

    async def look(self, room_id: str) -> Meeting | None:
        """Let everything happen that is due, and return the meeting that runs."""
        return await self._settle(room_id, running.tick)

    async def leave(self, room_id: str, member: str) -> None:
        """Let go of what somebody held who has left for good."""
        await self._settle(room_id, lambda meeting, here: asking.leave(meeting, member, here))

    async def _do(self, room_id: str, command: InMeeting, once: Once) -> int:
        if (await self._streams.room(room_id)).meeting is None:  # before it costs any pace
            raise Refusal(Code.NO_TURNS)
        decide.may_speak(await self._streams.standing(room_id, command.by))
        if isinstance(command, Lead) and command.up:
            refuse_newcomer(await self._serving.new_for(room_id, command.by))
        wait_s = await self._purse.spend(room_id, command.by)
        if wait_s > 0:
            raise too_fast(wait_s)
        return await self._move(room_id, once, lambda m, here: _decided(m, command, here))

    async def _move(
        self,
        room_id: str,
        once: Once | None,
        decided: Callable[[Meeting | None, Here], MeetingEvent],
    ) -> int:
        while True:
            room = await self._streams.room(room_id)
            meeting, rule = room.meeting, room.rule
            event = decided(meeting, await self._company.here(room_id))
            try:
                return await self._streams.move(room_id, event, once, rule)
            except Stale:
                continue

    async def _settle(
        self, room_id: str, due: Callable[[Meeting, Here], MeetingEvent | None]
    ) -> Meeting | None:
        """Append what is due, one after the other, until nothing is; return what runs then."""
        while True:
            room = await self._streams.room(room_id)
            if room.meeting is None:
                return None
            meeting, rule = room.meeting, room.rule
            event = due(meeting, await self._company.here(room_id))
            if event is None:
                return meeting
            with suppress(Stale):  # another node was first
                await self._streams.move(room_id, event, None, rule)


def _decided(meeting: Meeting | None, command: InMeeting, here: Here) -> MeetingEvent:
    if meeting is None or meeting.step < 0:
        raise Refusal(Code.NO_TURNS)
    match command:
        case TakeTurn() if command.up:
            return asking.ask(meeting, command.by, here, last=command.last)
        case TakeTurn():
            return asking.step_back(meeting, command.by, here)
        case PassTurn():
            return asking.pass_on(meeting, command.by, here, command.to)
        case MakeWish():
            return asking.wish(meeting, command.by, command.what, here)
        case GoOn():
            return asking.go_on(meeting, command.by, command.step)
        case Lead():
            return asking.lead(meeting, command.by, up=command.up)
        case ShareAlone():
            return asking.alone(meeting, command.by, up=command.up)
        case _:
            assert_never(command)
