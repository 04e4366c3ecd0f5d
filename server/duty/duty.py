"""Who is on duty: how many volunteers are on shift on any node, as far as this node knows."""

from collections.abc import Callable


class Duty:
    """The number of volunteers on shift. Told to members truly, or not at all."""

    def __init__(self) -> None:
        self._on = 0
        self._reach: Callable[[], bool] = lambda: False

    @property
    def on(self) -> int:
        """How many are on duty; 0 is nobody."""
        return self._on

    @property
    def calls(self) -> bool:
        """Whether somebody who is not at the desk is called when nobody has time."""
        return self._reach()

    def reached_by(self, reach: Callable[[], bool]) -> None:
        """Learn how to find out whether anybody outside can be called at all."""
        self._reach = reach

    def counted(self, on: int) -> None:
        """Take the number as it was counted just now."""
        self._on = on
