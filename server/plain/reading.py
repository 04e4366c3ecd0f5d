"""What a reader without script has been shown: a fold over frames that gives HTML."""

from collections.abc import Callable
from enum import Enum

from msgspec import UNSET, UnsetType

from server.plain.endings import goodbye
from server.plain.fragments import Fragments, Told
from server.plain.late import CANNOT
from server.plain.sitting import Sitting
from server.wire.asking import asked_about
from server.wire.frames import (
    After,
    AnyServerFrame,
    Bye,
    Card,
    Closing,
    Door,
    Erased,
    Gap,
    Group,
    Hello,
    Here,
    Hidden,
    Meeting,
    MeetingFrame,
    Nack,
    Outage,
    Over,
    Pause,
    Reset,
    Resume,
    Resync,
    Roles,
    Said,
    Shown,
    Step,
    StreamFrame,
    Turn,
)

LINES_BEFORE = 30


class Part(Enum):
    """Which part of the page is open, and what closes it."""

    NONE = ""
    BEFORE = "</ol>\n"
    LIVE = "</ol></div>\n"


END = "</div></body></html>\n"


class Reading:
    """One reader's page. `lost` is set where something is missing: enter again, at `position`."""

    def __init__(self, fragments: Fragments, now: Callable[[], int]) -> None:
        self._fragments = fragments
        self._now = now
        self._part = Part.NONE
        self._epoch = ""
        self._next = 0
        self._head = 0
        self._first = 0
        self._you = ""
        self._resumed = False
        self._empty = True
        self._alone = True
        self._gone_at = -1
        self._sitting = Sitting()
        self._badges: dict[str, str] = {}
        self._sent: set[int] = set()
        self._asked: set[str] = set()
        self.lost = False
        self.over = False

    @property
    def position(self) -> After | UnsetType:
        """Where to go on from; nothing before the first `hello`."""
        return After(epoch=self._epoch, n=max(0, self._next - 1)) if self._epoch else UNSET

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
                return self._badge(frame)
            case Nack():
                return self._note(CANNOT.get(frame.code, "room.not_done"))
            case Card():
                return self._private(frame)
            case Outage():
                return self._note("plain.outage" if frame.on else "plain.outage_over")
            case Resync() | Reset():
                self.lost = True
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
        self.lost = False
        again = self._epoch != ""
        self._epoch, self._next, self._head = hello.epoch, hello.from_, hello.n
        self._resumed, self._you = hello.resumed, hello.you.id
        sight = self._sitting.enter(hello)
        sitting = self._fragments.sitting(sight) if sight is not None else ""
        if again:
            missed = "" if hello.resumed else self._note("room.missed")
            return missed + (sitting if self._part is not Part.NONE else "")
        self._first = max(hello.from_, hello.n - LINES_BEFORE + 1)
        self._alone = len(hello.members) + hello.others < 2  # noqa: PLR2004 - oneself and one more
        self._part = Part.BEFORE
        arrived = self._fragments.arrived(hello, self._first)
        return arrived + self._fragments.before() + sitting + self._go_live()

    def _came(self, here: Here) -> str:
        """Say that one is alone no more: no page without script can ring."""
        self._sitting.meet(here)
        others = [person for person in here.joined or () if person.id != self._you]
        if not self._alone or not others:
            return ""
        self._alone = False
        return self._note("room.ring_now")

    def _badge(self, group: Group) -> str:
        """Know who is a guest, and say once that one is here."""
        before, worn = self._badges, {g.member: g.profession for g in group.guests if g.member}
        self._badges = self._sitting.guests = worn
        if self._part is Part.NONE:
            return ""
        new = {member: what for member, what in worn.items() if member not in before}
        you = self._note("group.you_are_guest") if new.pop(self._you, "") else ""
        return you + "".join(map(self._fragments.guest, new.values())) + self._asks(group)

    def _asks(self, group: Group) -> str:
        """Tell once that the group is asked about a guest, while anybody can still say no."""
        asked = asked_about(group, self._now())
        new, self._asked = asked - self._asked, self._asked | asked
        return self._note("group.asked_note") if new else ""

    def _gap(self, gap: Gap) -> str:
        if self.lost or gap.to < self._next:
            return ""
        if gap.from_ > self._next:
            self.lost = True
            return ""
        self._next = gap.to + 1
        told = gap.to >= self._first
        missed = "room.missed" if self._resumed else "room.gap"
        return (self._note(missed) if told else "") + self._go_live()

    def _numbered(self, event: StreamFrame) -> str:
        if self.lost or event.n < self._next:
            return ""
        if event.n > self._next:
            self.lost = True
            return ""
        self._next = event.n + 1
        shown = self._happened(event) if event.n >= self._first else ""
        return shown + self._go_live()

    def _happened(self, event: StreamFrame) -> str:
        match event:
            case Said():
                self._empty = False
                self._sent.add(event.n)
                badge = self._badges.get(event.by, "")
                return self._fragments.said(event, mine=event.by == self._you, badge=badge)
            case Hidden():
                return self._look(event.of, "hidden")
            case Erased(of=int() as of):
                return self._look(of, "gone")
            case Erased():
                return self._gone(event.n)
            case Meeting() | Step() | Closing() | Turn() | Roles() | Pause() | Resume() | Over():
                return self._sat(event)
            case Shown():
                back = self._look(event.of, "back")
                return back or self._note("plain.shown_again")
            case Door():
                return self._note("room.slower" if event.until else "room.as_before")
            case _:
                return ""

    def _sat(self, event: MeetingFrame) -> str:
        """Show a change of the meeting."""
        sight = self._sitting.take(event)
        return self._fragments.sitting(sight) if sight is not None else ""

    def _look(self, n: int, how: str) -> str:
        return self._fragments.look(n, how) if n in self._sent else ""

    def _gone(self, n: int) -> str:
        """Several erased lines in a row are told once."""
        told, self._gone_at = self._gone_at == n - 1, n
        return "" if told else self._note("room.gone")

    def _private(self, card: Card) -> str:
        return self._fragments.private(card) if self._part is not Part.NONE else ""

    def _note(self, key: str) -> str:
        return self._fragments.note(key) if self._part is not Part.NONE else ""

    def _go_live(self) -> str:
        """Open the part that is read aloud as it grows, once what was before is there."""
        if self._part is not Part.BEFORE or self._next <= self._head:
            return ""
        # Who comes into a meeting is not told to begin: its protocol says whose turn it is.
        greets = self._empty and not self._sitting.is_on
        greeting = self._fragments.first(alone=self._alone) if greets else ""
        closing = self._close()
        self._part = Part.LIVE
        return closing + greeting + self._fragments.live() + self._fragments.beat()

    def _close(self) -> str:
        part, self._part = self._part, Part.NONE
        return part.value
