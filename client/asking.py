"""Every question has one answer: what goes out, what comes back, what is asked again."""

from client import incoming
from client.effects import Answer, Effect, Page, Send, WakeAfter
from client.events import Accepted, Refused
from client.incoming import Lines
from client.pending import Asked, Pending
from server.wire.frames import Ack, Forget, More, Nack

TRY_AGAIN = frozenset({"slow_down", "unavailable", "moving", "disk"})


class Asking:
    """The questions of one stay. `forgotten` is true once the server let go of the key."""

    def __init__(self) -> None:
        self.forgotten = False
        self._pending = Pending()
        self._more: More | None = None
        self._more_asked = False
        self._more_waits = False

    def __len__(self) -> int:
        return len(self._pending)

    def ask(self, frame: Asked) -> None:
        """Ask something under an id, until it is answered."""
        self._pending.add(frame)

    def more(self, frame: More) -> None:
        """Ask for earlier lines; one such question at a time."""
        self._more, self._more_asked, self._more_waits = frame, False, False

    def line_lost(self) -> None:
        """Ask everything again: no answer to what was sent can be counted on."""
        self._pending.line_lost()
        self._more_asked = False

    def wake(self) -> None:
        """Go on: the wait the server asked for is over."""
        self._pending.wake()
        self._more_waits = False

    def saw(self, ident: str, n: int) -> None:
        """Note that our own line came by as number `n`."""
        self._pending.saw(ident, n)

    def tick(self) -> bool:
        """Count a tick; true if an answer is overdue."""
        return self._pending.tick()

    def flush(self, head: int) -> list[Effect]:
        """Send what waits. `head` is the last number the backlog reached."""
        effects: list[Effect] = [
            Answer(ident, Accepted(n, saved=False))
            for ident, n in self._pending.settle_forgotten(head)
        ]
        effects += [Send(frame) for frame in self._pending.due()]
        if self._more and not self._more_asked and not self._more_waits:
            self._more_asked = True
            effects.append(Send(self._more))
        return effects

    def answered(self, frame: Ack | Nack | Lines) -> list[Effect]:
        """Take an answer to its question; what nobody asked is nobody's."""
        match frame:
            case Ack():
                return self._settle(frame.id, Accepted(frame.n or None, frame.saved))
            case Nack():
                return self._refused(frame)
            case Lines():
                return self._page(frame)

    def more_refused(self, nack: Nack) -> list[Effect] | None:
        """Take a refusal without a name, if a question without a name is open."""
        if self._more is None:
            return None
        self._more_asked, self._more_waits = False, True
        return [WakeAfter(float(nack.after_s or 1))]

    def _refused(self, nack: Nack) -> list[Effect]:
        ident = nack.id or ""
        if nack.code in TRY_AGAIN and not nack.held:
            return [WakeAfter(float(nack.after_s or 1))] if self._pending.later(ident) else []
        spans = tuple(nack.spans or ())
        return self._settle(
            ident, Refused(ident, nack.code, spans, held=nack.held is True, why=nack.why or "")
        )

    def _settle(self, ident: str, outcome: Accepted | Refused) -> list[Effect]:
        asked = self._pending.settle(ident)
        if asked is None:
            return []
        if isinstance(asked, Forget) and isinstance(outcome, Accepted):
            self.forgotten = True
        return [Answer(ident, outcome)]

    def _page(self, lines: Lines) -> list[Effect]:
        events = tuple(incoming.known_events(lines))
        # After a resync two answers may come; the late one must not pass for the next page.
        if self._more is None or any(event.n >= self._more.before for event in events):
            return []
        self._more = None
        return [Page(events, lines.from_, lines.first_kept)]
