"""What happens in a room as pieces of a page: words, how they look from now on, the meeting."""

from server.plain.fragments import Fragments
from server.plain.guests_seen import GuestsSeen
from server.plain.sitting import Sight, Sitting
from server.wire.frames import (
    Closing,
    Door,
    Erased,
    Hidden,
    Meeting,
    MeetingFrame,
    Over,
    Pause,
    Resume,
    Roles,
    Said,
    Shown,
    Step,
    StreamFrame,
    Turn,
)


class Happened:
    """Draws events of the stream, as one reader sees them."""

    def __init__(self, fragments: Fragments, sitting: Sitting, guests: GuestsSeen) -> None:
        self.you = ""
        self.is_empty = True
        self._fragments = fragments
        self._sitting = sitting
        self._guests = guests
        self._gone_at = -1
        self._sent: set[int] = set()

    def draw(self, event: StreamFrame) -> str:
        """Return what an event adds to the page."""
        match event:
            case Said():
                return self._said(event)
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
                return back or self._fragments.note("plain.shown_again")
            case Door():
                key = "room.slower" if event.until else "room.as_before"
                return self._fragments.note(key)
            case _:
                return ""

    def meeting(self, sight: Sight | None) -> str:
        """Show a change of the meeting, if it is one."""
        return self._fragments.sitting(sight) if sight is not None else ""

    def _said(self, said: Said) -> str:
        self.is_empty = False
        self._sent.add(said.n)
        badge = self._guests.badges.get(said.by, "")
        drawn = self._fragments.said(said, mine=said.by == self.you, badge=badge)
        return drawn + self.meeting(self._sitting.said(said))

    def _sat(self, event: MeetingFrame) -> str:
        return self.meeting(self._sitting.take(event))

    def _look(self, n: int, how: str) -> str:
        return self._fragments.look(n, how) if n in self._sent else ""

    def _gone(self, n: int) -> str:
        """Several erased lines in a row are told once."""
        told, self._gone_at = self._gone_at == n - 1, n
        return "" if told else self._fragments.note("room.gone")
