"""A member for the time of one request, where no stream of theirs is open."""

from collections.abc import Sequence

from server.member.visitor import Visitor
from server.plain.transport import FrameTransport
from server.services import Services
from server.wire.closes import Close
from server.wire.frames import AnyServerFrame


class Collected(FrameTransport):
    """Keeps what comes until it is asked for: nobody slow is behind it."""

    def get_write_buffer_size(self) -> int:
        """Return nothing: one page takes it all at once."""
        return 0


class Errand:
    """A member for the time of one request: in, one act, and gone. The place stays its time."""

    def __init__(self, services: Services) -> None:
        self._transport = Collected()
        self.visitor = Visitor(self, self._transport, services)

    def part(self, _code: str, _close: Close, _after_s: int) -> None:
        """Go on: one request is soon over anyway."""

    def soon_close(self, _close: Close) -> None:
        """Go on: one request is soon over anyway."""

    def told(self) -> Sequence[AnyServerFrame]:
        """Return what came meanwhile."""
        self.visitor.flush()
        return list(self._transport.take())
