"""One client's numbers: dense from `first` on, each once, or told plainly what is missing."""

from checking.violation import Found, Kind
from history import Gap, Join, Receive, Reset


class Reader:
    """Where one client stands in its room's stream."""

    __slots__ = ("_found", "epoch", "is_in", "member", "name", "next", "room")

    def __init__(self, name: str, room: str, found: Found) -> None:
        self._found = found
        self.name = name
        self.room = room
        self.member = f"?{name}"
        self.epoch = ""
        self.next = 1
        self.is_in = False

    def join(self, hello: Join) -> None:
        """Begin, or go on, where `hello` says."""
        if hello.resumed:
            self._resumed(hello)
        self.member = hello.member
        self.epoch, self.next, self.is_in = hello.epoch, hello.first, True

    def _resumed(self, hello: Join) -> None:
        if hello.after_epoch != hello.epoch:
            self._broken(Kind.SILENT_EPOCH)
        elif hello.after_n is None or hello.first != hello.after_n + 1:
            self._broken(Kind.SILENT_GAP)
        elif hello.head < hello.after_n:
            self._broken(Kind.SILENT_GAP)  # there is nothing that it could go on from
        elif self.epoch == hello.epoch and hello.after_n >= self.next:
            self._broken(Kind.SILENT_GAP)  # it asks as if it had seen what never came

    def receive(self, frame: Receive) -> None:
        """Take the next numbered frame."""
        if not self.is_in or frame.n > self.next:
            self._broken(Kind.SILENT_GAP)
        elif frame.n < self.next:
            self._broken(Kind.DUPLICATE)
        self.next = max(self.next, frame.n + 1)

    def gap(self, gap: Gap) -> None:
        """Be told that numbers are gone."""
        if gap.first > self.next:
            self._broken(Kind.SILENT_GAP)
        self.next = max(self.next, gap.last + 1)

    def reset(self, reset: Reset) -> None:
        """Be told that continuity was lost: nothing numbered comes before another hello."""
        self.epoch, self.next, self.is_in = reset.epoch, 1, False

    def stop(self) -> None:
        """Nothing numbered comes before another hello."""
        self.is_in = False

    def _broken(self, kind: Kind) -> None:
        self._found.add(kind, self.room, self.name)
