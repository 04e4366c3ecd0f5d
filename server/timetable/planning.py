"""The timetable's use cases: decided, appended once, decided anew when somebody was first."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime

from rooms.house import House
from rooms.ports import Stale
from rooms.timetable import decide
from rooms.timetable.decide import Unplanned, Why
from rooms.timetable.events import TimetableEvent
from rooms.timetable.meeting import Meeting
from rooms.timetable.table import Timetable
from server.operator_error import OperatorError
from server.streams.envelope import Draft
from server.streams.kinds import TIMETABLE
from server.streams.log import Log
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.streams.streams import Streams
from server.timetable.zones import zone

Decision = Callable[[Timetable, int], TimetableEvent]

_WHY: Mapping[Why, str] = {
    Why.NO_SUCH_ZONE: "There is no zone of this name. Zones are called like Europe/Warsaw or UTC.",
    Why.NO_SUCH_ROOM: "There is no open room of this name.",
    Why.NO_SUCH_FORMAT: "There is no such meeting format; kith format list names them.",
    Why.NO_SUCH_MEETING: "There is no meeting of this name.",
    Why.NO_SUCH_DAY: "There is nothing on this day that could be changed.",
    Why.NEVER: "Between the first and the last day there is no day on which it would be held.",
    Why.PAST: "That lies in the past.",
    Why.TAKEN: "There is a meeting of this name already.",
    Why.CLASH: "At that time the room has another meeting:",
    Why.TOO_MANY: "The timetable is full.",
}


class Planning:
    """What may be done to the timetable. Each returns once this node shows it."""

    def __init__(self, streams: Streams, formats: Container[str]) -> None:
        self._streams = streams
        self._formats = formats

    async def add(self, meeting: Meeting, house: House) -> None:
        """Put a meeting into the timetable."""
        rooms = house.rooms
        await self._change(
            lambda table, now: decide.plan(table, meeting, rooms, self._formats, zone, now)
        )

    def now(self) -> int:
        """Return the store's time (ms)."""
        return self._streams.now()

    async def drop(self, meeting_id: str) -> None:
        """Take a meeting out of the timetable."""
        await self._change(lambda table, _now: decide.drop(table, meeting_id))

    async def cancel(self, meeting_id: str, day: date) -> None:
        """Let the meeting of one day not be held."""
        await self._change(lambda table, now: decide.cancel(table, meeting_id, day, zone, now))

    async def move(self, meeting_id: str, day: date, to: datetime) -> None:
        """Hold the meeting of one day at another time."""
        await self._change(lambda table, now: decide.move(table, meeting_id, day, to, zone, now))

    async def restore(self, meeting_id: str, day: date) -> None:
        """Hold the meeting of one day as planned after all."""
        await self._change(lambda table, now: decide.restore(table, meeting_id, day, zone, now))

    async def meetings(self) -> Sequence[Meeting]:
        """Return every meeting in the timetable."""
        return list((await self._log()).state.meetings.values())

    async def _change(self, decision: Decision) -> None:
        log = await self._log()
        while True:
            head = log.head
            try:
                event = decision(log.state, self._streams.now())
            except Unplanned as unplanned:
                raise OperatorError(sentence(unplanned)) from None
            try:
                (position,) = await self._streams.append(
                    Draft(TIMETABLE_STREAM, event, expect_n=head)
                )
            except Stale:
                continue  # another node's plan is folded now: decide again on it
            await log.reached(position.n)
            return

    async def _log(self) -> Log[Timetable]:
        return await self._streams.log(TIMETABLE, TIMETABLE_STREAM)


def sentence(unplanned: Unplanned) -> str:
    """Return why something cannot stand in the timetable."""
    why = _WHY[unplanned.why]
    return f"{why} {unplanned.other}." if unplanned.other else why
