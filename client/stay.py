"""One member's stay in one room, without IO: what comes in, and what is to be done about it.

The shell tells it what happened (`opened`, `received`, `closed`, `ask`, ...); each answer is a
list of effects for the shell to carry out in order. It keeps the place in the stream, what is
still unanswered, and whether to come back; it knows no socket and no clock.
"""

from enum import Enum, auto

import msgspec
from msgspec import UNSET

from client import incoming
from client.asking import Asking
from client.effects import Drop, Effect, Return, Send, Show
from client.events import Away, Ended, Missed, TurnedAway
from client.incoming import Lines, Other
from client.pending import Asked
from client.place import Place, Step
from client.roster import Roster
from server.wire.closes import Close, may_return
from server.wire.frames import (
    Ack,
    After,
    Bye,
    Card,
    Enter,
    Gap,
    Group,
    Hello,
    Here,
    Leave,
    More,
    Nack,
    Reset,
    Resync,
    Said,
    StreamFrame,
    Tick,
)


class Phase(Enum):
    """How far in a member is."""

    AWAY = auto()
    ENTERING = auto()  # `enter` is sent; numbers that come now belong to the old stream
    IN = auto()
    ENDED = auto()


class Stay:
    """The pure core of a link. `after` is where to begin, if not with the last lines."""

    def __init__(self, after: After | None = None) -> None:
        self.phase = Phase.AWAY
        self.hello: Hello | None = None
        self.roster = Roster()
        self.asking = Asking()
        self._enter: Enter | None = None
        self._place = Place(after)
        self._stuck_at: int | None = None
        self._waits_at: int | None = None
        self.leaving = False
        self._away_told = False
        self._told: Nack | Bye | None = None

    @property
    def caught_up(self) -> bool:
        """Whether everything that was there at the door has come."""
        return self.phase is Phase.IN and self.hello is not None and self._place.n >= self.hello.n

    def opened(self, enter: Enter) -> list[Effect]:
        """Ask to come in: a socket is open. The place is added to `enter`."""
        self._enter = enter
        self._told = self._stuck_at = self._waits_at = None
        return self._knock(line_lost=True)

    def closed(self, code: int) -> list[Effect]:
        """Decide whether to come back: the socket ended, or could not be opened."""
        self.phase = Phase.AWAY
        told, self._told = self._told, None
        # Who was forgotten does not come back: the server would know the key anew.
        if self.leaving or self.asking.forgotten or not may_return(code):
            self.phase = Phase.ENDED
            appeal = told.appeal or "" if isinstance(told, Nack) else ""
            return [Show(Ended(code, told.code if told else None, appeal))]
        effects: list[Effect] = []
        if isinstance(told, Nack):
            effects.append(Show(TurnedAway(told.code, told.next or None)))
        elif not self._away_told:
            effects.append(Show(Away()))
        self._away_told = True
        return [*effects, Return(float(told.after_s or 0) if told else 0.0)]

    def ask(self, frame: Asked) -> list[Effect]:
        """Ask something that has an answer; it is asked again until the answer is there."""
        self.asking.ask(frame)
        return self._flush()

    def more(self, frame: More) -> list[Effect]:
        """Ask for earlier lines; one such question at a time."""
        self.asking.more(frame)
        return self._flush()

    def leave(self) -> list[Effect]:
        """Go for good."""
        self.leaving = True
        if self.phase is not Phase.AWAY:
            return [Send(Leave())]
        return self.closed(Close.DONE)

    def wake(self) -> list[Effect]:
        """Go on: the wait the server asked for is over."""
        self.asking.wake()
        return self._flush()

    def received(self, frame: str | bytes) -> list[Effect]:
        """Take one frame of the server."""
        try:
            read = incoming.read(frame)
            match read:
                case None:
                    return []
                case Ack() | Nack() | Lines():
                    return self._answered(read)
                case Here() | Card() | Group():
                    return self._private(read)
                case Hello() | Reset() | Resync() | Tick() | Bye():
                    return self._housekeeping(read)
        except incoming.Garbled:
            return [Drop()]
        return self._numbered(read) if self.phase is Phase.IN else []

    def _answered(self, frame: Ack | Nack | Lines) -> list[Effect]:
        if isinstance(frame, Nack) and not frame.id:
            return self._refused_nameless(frame)
        return [*self.asking.answered(frame), *self._flush()]

    def _refused_nameless(self, nack: Nack) -> list[Effect]:
        """Keep what the door said; once inside, only `more` has no name."""
        refused = self.asking.more_refused(nack) if self.phase is Phase.IN else None
        if refused is not None:
            return refused
        self._told = nack
        return []

    def _private(self, frame: Here | Card | Group) -> list[Effect]:
        if isinstance(frame, Here):
            self.roster.change(frame)
        return [Show(frame)]

    def _housekeeping(self, frame: Hello | Reset | Resync | Tick | Bye) -> list[Effect]:
        match frame:
            case Hello():
                return self._came_in(frame)
            case Reset():
                return self._knock(line_lost=False)
            case Resync():
                # The queue the server dropped may have held answers.
                return self._knock(line_lost=True)
            case Tick():
                overdue = self.asking.tick()
                return [Drop()] if overdue or self._stands_still() else []
            case Bye():
                self._told = frame
                return []

    def _stands_still(self) -> bool:
        """Whether nothing of what the door promised has come since the last tick."""
        before, self._waits_at = self._waits_at, None if self.caught_up else self._place.n
        return before is not None and before == self._waits_at

    def _came_in(self, hello: Hello) -> list[Effect]:
        self.phase, self.hello, self._told = Phase.IN, hello, None
        self._away_told = False
        self.roster.enter(hello)
        missed = self._place.enter(hello)
        told = [Show(hello)] if missed is None else [Show(hello), Show(missed)]
        return [*told, *self._flush()]

    def _numbered(self, frame: StreamFrame | Other | Gap) -> list[Effect]:
        missed: Missed | None = None
        if isinstance(frame, Gap):
            step, missed = self._place.step_over(frame)
        else:
            step = self._place.step(frame.n)
        match step:
            case Step.KNOWN:
                return []
            case Step.JUMP:
                return self._stumble()
            case Step.NEXT:
                shown = [Show(missed)] if missed else self._shown(frame)
                return [*shown, *self._flush()]

    def _shown(self, frame: StreamFrame | Other | Gap) -> list[Effect]:
        if isinstance(frame, Other | Gap):
            return []
        if isinstance(frame, Said):
            if self.hello and frame.by == self.hello.you.id:
                self.asking.saw(frame.id, frame.n)
            if not self._place.first_time(frame):
                return []
        return [Show(frame)]

    def _stumble(self) -> list[Effect]:
        """Ask for what follows the last number: one is missing.

        If asking did not help, only a new socket may.
        """
        if self._stuck_at == self._place.n:
            return [Drop()]
        self._stuck_at = self._place.n
        return self._knock(line_lost=False)

    def _knock(self, *, line_lost: bool) -> list[Effect]:
        self.phase = Phase.ENTERING
        if line_lost:
            self.asking.line_lost()
        if self._enter is None:
            raise LookupError("a socket is opened before anything comes from it")
        after = self._place.after
        return [Send(msgspec.structs.replace(self._enter, after=UNSET if after is None else after))]

    def _flush(self) -> list[Effect]:
        """Send what waits; not before the backlog is in, since it may hold our own lines."""
        if not self.caught_up or self.hello is None:
            return []
        return self.asking.flush(self.hello.n)
