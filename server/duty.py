"""Who is on duty: how many volunteers are on shift on any node, as far as this node knows."""


class Duty:
    """The number of volunteers on shift. Told to members truly, or not at all."""

    def __init__(self) -> None:
        self._on = 0

    @property
    def on(self) -> int:
        """How many are on duty; 0 is nobody."""
        return self._on

    def counted(self, on: int) -> None:
        """Take the number as it was counted just now."""
        self._on = on
