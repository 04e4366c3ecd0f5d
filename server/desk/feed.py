"""The queue, as every volunteer at this node sees it: a listener of all desks' streams."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from moderation.case import Case, State
from moderation.clock import Step
from moderation.desk import Desk
from moderation.events import AlarmDue, AlarmSent
from moderation.together import stands_together
from rooms.house import House
from rooms.meeting.events import PauseBegan, PauseEnded
from server.desk.items import item, on_queue, together, urgency
from server.desk.sessions import Session
from server.desk.shifts import Shifts
from server.desk.stored import StoredDesk
from server.desk.whereabouts import Whereabouts
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.wire import desk as wire
from server.wire.closes import Close

SESSION_OVER = "session_over"
RINGS = frozenset({Step.ALERT.value, Step.AGAIN.value, Step.BACKUP.value})


class Seat(Protocol):
    """A volunteer's connection."""

    volunteer: wire.Volunteer
    session: Session
    on_shift: bool

    def send(self, frame: wire.ToDesk) -> None:
        """Queue a frame for this volunteer alone."""

    def look_again(self, case_id: str) -> None:
        """Show an open detail anew, since its case changed."""

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close."""


class Feed:
    """Who sits at this node's desk, and what they are told."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a queue shows comes from all of these
        self,
        desks: StoredDesk,
        shifts: Shifts,
        house: Callable[[], House],
        name_of: Callable[[str], str],
        whereabouts: Whereabouts,
        now: Callable[[], int],
    ) -> None:
        self._desks = desks
        self._shifts = shifts
        self._house = house
        self._whereabouts = whereabouts
        self._now = now
        self.name_of = name_of
        self.seats: set[Seat] = set()
        self.alone: list[wire.AloneItem] = []

    def arrive(self, seat: Seat) -> None:
        """Count a volunteer in and show the whole queue."""
        self.seats.add(seat)
        seat.on_shift = any(who.id == seat.volunteer.id for who in self._shifts.on)

    def depart(self, seat: Seat) -> None:
        """Count a volunteer out."""
        self.seats.discard(seat)

    async def pulse(self) -> None:
        """Let every page know that its line lives: script cannot see a protocol's pings.

        Who signed in twelve hours ago has to do so again: a cookie opens no door for longer.
        """
        for seat in list(self.seats):
            if seat.session.until <= self._now():
                seat.part(SESSION_OVER, Close.NOT_SIGNED_IN, 0)
            else:
                seat.send(wire.Pulse())

    async def look_around(self) -> None:
        """Tell of whose person came into their room or left it, on whichever node."""
        if self.seats:
            for case in await self._whereabouts.look(list(self.cases())):
                self.tell(case)

    def queue(self) -> list[wire.CaseItem]:
        """Return every case that waits for somebody, the most urgent first."""
        return [self.item(case) for case in sorted(self.waiting(), key=urgency)]

    def waiting(self) -> list[Case]:
        """Return every case that waits for somebody."""
        return [case for case in self.cases() if on_queue(case)]

    def together(self, room: str) -> list[wire.HeldItem]:
        """Return what is held in a room and may be decided in one press, the oldest first."""
        cases = (case for case in self.waiting() if case.room == room and stands_together(case))
        oldest = sorted(cases, key=lambda case: case.at)[: wire.MOST_TOGETHER]
        return together(oldest)

    def cases(self) -> Iterable[Case]:
        """Return every case that is kept."""
        return (case for desk in self._desks.desks() for case in desk.cases.values())

    def item(self, case: Case) -> wire.CaseItem:
        """Return a case as the queue shows it."""
        card = self._house().find(case.room)
        here = self._whereabouts.is_here(case.room, case.about)
        second = case.second if case.second and case.second in self.on_shift() else ""
        return item(case, card, self.name_of, here=here, second=second)

    def changed(self, log: Log[Any], entry: Entry) -> None:
        """Tell every volunteer what a desk's new entry made of its case."""
        if not self.seats or entry.event is None:
            return
        case = log.state.cases.get(_case_of(log.state, entry.event))
        if case is None:
            return
        # The clock alone changes nothing that is shown, and moves for hundreds of cases at once.
        if isinstance(entry.event, AlarmDue):
            self._ring(case, entry.event.step)
        elif not isinstance(entry.event, AlarmSent):
            self.tell(case)

    def tell(self, case: Case) -> None:
        """Show a case as it is now, or let it leave the queue."""
        waits, shown = on_queue(case), self.item(case)
        self._whereabouts.told(case.id, here=shown.here)
        frame = wire.Case(case=shown) if waits else wire.Gone(case=case.id)
        for seat in list(self.seats):
            seat.send(frame)
            seat.look_again(case.id)

    def paused(self, log: Log[Any], entry: Entry) -> None:
        """Show to whoever looks at a case of a room that it is paused, or goes on."""
        if self.seats and isinstance(entry.event, PauseBegan | PauseEnded):
            room = room_of(log.stream)
            for case in [case for case in self.cases() if case.room == room]:
                for seat in list(self.seats):
                    seat.look_again(case.id)

    def tell_duty(self) -> None:
        """Tell everybody who is on shift now; who left stands beside nobody any more."""
        for case in self.cases():
            if case.second and case.second not in self.on_shift():
                self.tell(case)
        for seat in list(self.seats):
            seat.send(wire.Crew(duty=self.duty(), on_shift=seat.on_shift))

    def show_alone(self, rooms: list[wire.AloneItem]) -> None:
        """Tell everybody in which rooms somebody waits for others."""
        self.alone = rooms
        for seat in list(self.seats):
            seat.send(wire.Alone(rooms=rooms))

    def on_shift(self) -> set[str]:
        """Return the ids of those on shift, as last counted."""
        return {who.id for who in self._shifts.on}

    def duty(self) -> list[wire.OnDuty]:
        """Return who is on shift, with how many cases they hold."""
        holds: dict[str, int] = {}
        for case in self.cases():
            if case.state is State.CLAIMED:
                holds[case.holder] = holds.get(case.holder, 0) + 1
        return [
            wire.OnDuty(who.id, who.name, who.role, holds.get(who.id, 0), who.lead)
            for who in self._shifts.on
        ]

    def _ring(self, case: Case, step: str) -> None:
        is_free = case.state not in {State.CLAIMED, State.RESOLVED}
        if step not in RINGS or not (is_free or case.grew):
            return
        title = self.item(case).title
        alarm = wire.Alarm(step=step, case=case.id, level=case.level.value, title=title)
        for seat in list(self.seats):
            if seat.on_shift:
                seat.send(alarm)


def _case_of(desk: Desk, event: object) -> str:
    """Return the id of the case an event is about; a signature or an appeal names a sanction."""
    sanction = desk.sanctions.sanctions.get(getattr(event, "of", 0))
    named: str = getattr(event, "case", "")
    return named or (sanction.case if sanction is not None else "")
