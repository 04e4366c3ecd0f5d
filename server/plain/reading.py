"""What a reader without script has been shown: a fold over frames that gives HTML."""

from collections.abc import Callable
from enum import Enum

from msgspec import UnsetType

from server.plain.endings import goodbye
from server.plain.fragments import Fragments, Told
from server.plain.guests_seen import GuestsSeen
from server.plain.happened import Happened
from server.plain.late import CANNOT
from server.plain.order import Order
from server.plain.sitting import Sitting
from server.wire.frames import (
    After,
    AnyServerFrame,
    Bye,
    Card,
    Gap,
    Group,
    Hello,
    Here,
    Nack,
    Outage,
    Reset,
    Resync,
    StreamFrame,
)

LINES_BEFORE = 30


class Part(Enum):
    """Which part of the page is open, and what closes it."""

    NONE = ""
    BEFORE = "</ol>\n"
    LIVE = "</ol></div>\n"


END = "</div></body></html>\n"


class Reading:
    """One reader's page."""

    def __init__(self, fragments: Fragments, now: Callable[[], int]) -> None:
        self._fragments = fragments
        self._part = Part.NONE
        self._order = Order()
        self._first = 0
        self._resumed = False
        self._alone = True
        self._sitting = Sitting()
        self._guests = GuestsSeen(fragments, now)
        self._happened = Happened(fragments, self._sitting, self._guests)
        self.over = False

    @property
    def position(self) -> After | UnsetType:
        """Where to go on from; nothing before the first `hello`."""
        return self._order.position

    @property
    def lost(self) -> bool:
        """Whether something is missing: enter again, at `position`."""
        return self._order.is_lost

    @property
    def live(self) -> bool:
        """Whether everything that was there before is on the page."""
        return self._part is Part.LIVE

    def take(self, frame: AnyServerFrame) -> str:  # noqa: C901 - one arm for each kind of frame
        """Return what the frame adds to the page."""
        if isinstance(frame, StreamFrame):
            return self._numbered(frame)
        match frame:
            case Hello():
                return self._entered(frame)
            case Gap():
                return self._gap(frame)
            case Here():
                return self._came(frame)
            case Group():
                return self._group(frame)
            case Nack():
                return self._note(CANNOT.get(frame.code, "room.not_done"))
            case Card():
                return self._private(frame)
            case Outage():
                return self._note("plain.outage" if frame.on else "plain.outage_over")
            case Resync() | Reset():
                self._order.lose()
                return ""
            case Bye():
                return self.end(goodbye(frame))
            case _:
                return ""

    def end(self, told: Told) -> str:
        """Return the rest of the page, once."""
        if self.over:
            return ""
        self.over = True
        return self._close() + self._fragments.over(told) + END

    def whole(self) -> str:
        """Return the rest of a page that was never meant to go on."""
        self.over = True
        return self._close() + END

    def beat(self) -> str:
        """Return a sign of life."""
        return self._fragments.beat() if self.live else "<!-- -->\n"

    def _entered(self, hello: Hello) -> str:
        is_back = self._order.has_begun
        self._order.enter(hello)
        self._sitting.enter(hello)
        self._resumed, self._happened.you = hello.resumed, hello.you.id
        if is_back:
            missed = "" if hello.resumed else self._note("room.missed")
            return missed + (self._meeting() if self._part is not Part.NONE else "")
        self._first = max(hello.from_, hello.n - LINES_BEFORE + 1)
        self._alone = len(hello.members) + hello.others < 2  # noqa: PLR2004 - oneself and one more
        self._part = Part.BEFORE
        arrived = self._fragments.arrived(hello, self._first)
        return arrived + self._fragments.before() + self._go_live()

    def _came(self, here: Here) -> str:
        """Say that one is alone no more: no page without script can ring."""
        self._sitting.meet(here)
        others = [person for person in here.joined or () if person.id != self._happened.you]
        if not self._alone or not others:
            return ""
        self._alone = False
        return self._note("room.ring_now")

    def _group(self, group: Group) -> str:
        came = self._guests.know(group)
        self._sitting.guests = self._guests.badges
        if self._part is Part.NONE:
            return ""
        return self._guests.told(came, group, self._happened.you)

    def _gap(self, gap: Gap) -> str:
        if not self._order.goes_over(gap):
            return ""
        told = gap.to >= self._first
        missed = "room.missed" if self._resumed else "room.gap"
        return (self._note(missed) if told else "") + self._go_live()

    def _numbered(self, event: StreamFrame) -> str:
        if not self._order.is_next(event.n):
            return ""
        shown = self._happened.draw(event) if event.n >= self._first else ""
        return shown + self._go_live()

    def _private(self, card: Card) -> str:
        return self._fragments.private(card) if self._part is not Part.NONE else ""

    def _note(self, key: str) -> str:
        return self._fragments.note(key) if self._part is not Part.NONE else ""

    def _meeting(self) -> str:
        return self._happened.meeting(self._sitting.now())

    def _go_live(self) -> str:
        """Open the part that is read aloud as it grows, once what was before is there.

        The meeting stands last of that: where the page is open, at its end.
        """
        if self._part is not Part.BEFORE or not self._order.has_caught_up:
            return ""
        # Who comes into a meeting is not told to begin: its protocol says whose turn it is.
        greets = self._happened.is_empty and not self._sitting.is_on
        greeting = self._fragments.first(alone=self._alone) if greets else ""
        closing = self._meeting() + self._close()
        self._part = Part.LIVE
        return closing + greeting + self._fragments.live() + self._fragments.beat()

    def _close(self) -> str:
        part, self._part = self._part, Part.NONE
        return part.value
