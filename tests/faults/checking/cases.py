"""The life of each case, as the desk's read-out tells it: entry by entry, in their order."""

from checking.violation import Found, Kind
from history import OnDesk

S = 1000
# How long after a case was last free somebody must have been called, by any of these steps
# (CARE, "The clock"): with volunteers on shift the one way, without the other.
NOW = (
    (2 * S, frozenset({"alert", "on_call"})),
    (90 * S, frozenset({"backup", "on_call_2"})),
    (180 * S, frozenset({"on_call", "coordinator"})),
    (300 * S, frozenset({"update"})),
)
SLOWER = (
    (10 * S, frozenset({"alert", "on_call"})),
    (300 * S, frozenset({"again", "on_call_2"})),
    (900 * S, frozenset({"backup", "coordinator"})),
)
URGENT = {"S1", "S2"}
FREEING = {"case_given_back", "case_dropped", "case_escalated"}


class Case:
    """One case on its way."""

    __slots__ = (
        "_called",
        "_found",
        "_id",
        "_late_ms",
        "_level",
        "_room",
        "_since",
        "fence",
        "handed_on",
        "is_closed",
    )

    def __init__(self, entry: OnDesk, late_ms: int, found: Found) -> None:
        self._found = found
        self._late_ms = late_ms
        self._id = entry.case
        self._room = entry.room
        self._level = entry.level
        self._since = entry.time
        self._called: dict[str, int] = {}
        self.fence = 0
        self.handed_on = False
        self.is_closed = False

    def take(self, entry: OnDesk) -> None:
        """Take the next entry about this case."""
        if entry.kind == "case_joined":
            self._level = min(self._level, entry.level)  # S1 is before S2
        elif entry.kind == "alarm_due":
            self._called.setdefault(entry.step, entry.time)
        elif entry.kind == "case_claimed":
            self._claim(entry)
        elif entry.kind == "case_closed":
            self._close(entry)
        elif entry.fence:
            self._act(entry)

    def end(self, now: int) -> None:
        """Look whether it was called for in time, up to the moment of the read-out."""
        if not self.fence and not self.is_closed:
            self._judge_calls(now)

    def _claim(self, entry: OnDesk) -> None:
        if self.is_closed or (self.fence and not self.handed_on):
            self._broken(Kind.CLAIMED_TWICE)
        if not self.fence:
            self._judge_calls(entry.time)
        self.fence, self.handed_on = entry.n, False

    def _close(self, entry: OnDesk) -> None:
        if self.is_closed:
            self._broken(Kind.CLOSED_TWICE)
        elif entry.fence != self.fence:
            self._broken(Kind.STALE_FENCE)
        self.is_closed = True

    def _act(self, entry: OnDesk) -> None:
        if self.is_closed or entry.fence != self.fence:
            self._broken(Kind.STALE_FENCE)
        if entry.kind == "handover_offered":
            self.handed_on = True
        elif entry.kind in FREEING:
            self.fence, self._since = 0, entry.time
            self._called.clear()

    def _judge_calls(self, until: int) -> None:
        """Somebody must have been called at each step that came before `until`."""
        for after, steps in NOW if self._level in URGENT else SLOWER:
            latest = self._since + after + self._late_ms
            came = min(
                (self._called[step] for step in steps if step in self._called), default=until
            )
            if came > latest:
                self._broken(Kind.LATE)

    def _broken(self, kind: Kind) -> None:
        self._found.add(kind, self._room, self._id)
