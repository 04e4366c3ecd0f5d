"""Where a reader is in the room's stream: each number once, and nothing missed without a word."""

from msgspec import UNSET, UnsetType

from server.wire.frames import After, Gap, Hello


class Order:
    """`is_lost` is set where something is missing: enter again, at `position`."""

    def __init__(self) -> None:
        self.is_lost = False
        self._epoch = ""
        self._next = 0
        self._head = 0

    @property
    def position(self) -> After | UnsetType:
        """Where to go on from; nothing before the first `hello`."""
        return After(epoch=self._epoch, n=max(0, self._next - 1)) if self._epoch else UNSET

    @property
    def has_begun(self) -> bool:
        """Whether there was a `hello`."""
        return self._epoch != ""

    @property
    def has_caught_up(self) -> bool:
        """Whether all that was there before has been read."""
        return self._next > self._head

    def enter(self, hello: Hello) -> None:
        """Go on where the door says."""
        self.is_lost = False
        self._epoch, self._next, self._head = hello.epoch, hello.from_, hello.n

    def lose(self) -> None:
        """Read nothing more before the next `hello`."""
        self.is_lost = True

    def is_next(self, n: int) -> bool:
        """Return whether this number follows; one that was read before does not."""
        return self._follows(n, n)

    def goes_over(self, gap: Gap) -> bool:
        """Return whether these numbers, which are no longer kept, follow."""
        return self._follows(gap.from_, gap.to)

    def _follows(self, first: int, last: int) -> bool:
        if self.is_lost or last < self._next:
            return False
        if first > self._next:
            self.is_lost = True
            return False
        self._next = last + 1
        return True
