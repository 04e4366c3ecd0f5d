"""Where in the room's stream a member is: each line once, in order, or plainly missed."""

from collections import OrderedDict
from enum import Enum, auto

from client.events import Missed
from server.wire.frames import After, Gap, Hello, Said

LINES_REMEMBERED = 4_096  # as many as the server remembers ids of


class Step(Enum):
    """How a number stands to the last one."""

    NEXT = auto()
    KNOWN = auto()
    JUMP = auto()


class Place:
    """The epoch and the last number, and which lines were shown."""

    def __init__(self, after: After | None = None) -> None:
        self._epoch = after.epoch if after else None
        self.n = after.n if after else 0
        self._shown: OrderedDict[tuple[str, str], None] = OrderedDict()

    @property
    def after(self) -> After | None:
        """What to ask for at the door: what follows here. Nothing, if we were never in."""
        return None if self._epoch is None else After(self._epoch, self.n)

    def enter(self, hello: Hello) -> Missed | None:
        """Take up the place the server gives, and say what lies between."""
        epoch, last, start = self._epoch, self.n, hello.from_ - 1
        self._epoch = hello.epoch
        # An answer to an older question may begin lower; what was shown stays shown. A store that
        # has less than it had is another matter.
        goes_on = hello.resumed or (epoch == hello.epoch and last <= hello.n)
        self.n = max(last, start) if goes_on else start
        if goes_on and start <= last:
            return None
        if epoch == hello.epoch and last < start:
            return Missed(last + 1, start)
        return Missed() if epoch else None

    def step(self, n: int) -> Step:
        """Compare a number with the last, and take it if it is the next."""
        if n <= self.n:
            return Step.KNOWN
        if n > self.n + 1:
            return Step.JUMP
        self.n = n
        return Step.NEXT

    def step_over(self, gap: Gap) -> tuple[Step, Missed | None]:
        """Compare a gap with the last number, and take all of it if it joins on."""
        if gap.to <= self.n:
            return Step.KNOWN, None
        if gap.from_ > self.n + 1:
            return Step.JUMP, None
        missed = Missed(self.n + 1, gap.to)
        self.n = gap.to
        return Step.NEXT, missed

    def first_time(self, said: Said) -> bool:
        """Whether this line was not shown yet. An author's id names a line, whatever its number."""
        line = (said.by, said.id)
        if line in self._shown:
            return False
        self._shown[line] = None
        if len(self._shown) > LINES_REMEMBERED:
            self._shown.popitem(last=False)
        return True
