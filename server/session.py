"""One connection, without IO: which frame is legal now, and what it asks for."""

from dataclasses import dataclass, field

from server.wire.codec import WireFault
from server.wire.frames import Enter, MemberFrame


@dataclass(slots=True)
class Session:
    """The order of things on a member's socket: `enter` first, then anything but another
    room or key; `enter` again with the same two asks for what follows `after`.
    """

    room: str = ""
    key: str = field(default="", repr=False)

    @property
    def entered(self) -> bool:
        """Whether the first `enter` was received."""
        return bool(self.key)

    def receive(self, frame: MemberFrame) -> MemberFrame:
        """Return the frame if it is legal here, else raise `WireFault`."""
        if isinstance(frame, Enter):
            self._enter(frame)
        elif not self.entered:
            raise WireFault
        return frame

    def _enter(self, frame: Enter) -> None:
        if self.entered and (frame.room, frame.key) != (self.room, self.key):
            raise WireFault
        self.room = frame.room
        self.key = frame.key
