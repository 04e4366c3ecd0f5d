"""One connection, without IO: which frame is legal now, and what it asks for."""

from hmac import compare_digest

from server.wire.codec import WireFault
from server.wire.frames import Enter, MemberFrame


class Session:
    """The order of things on a member's socket: `enter` first, then anything but another
    room or key; `enter` again with the same two asks for what follows `after`.
    """

    __slots__ = ("_who",)

    def __init__(self) -> None:
        self._who = b""  # room and key in one piece: it is kept as long as the socket

    @property
    def entered(self) -> bool:
        """Whether the first `enter` was received."""
        return bool(self._who)

    def receive(self, frame: MemberFrame) -> MemberFrame:
        """Return the frame if it is legal here, else raise `WireFault`."""
        if isinstance(frame, Enter):
            self._enter(frame)
        elif not self._who:
            raise WireFault
        return frame

    def _enter(self, frame: Enter) -> None:
        who = f"{frame.key} {frame.room}".encode()
        if self._who and not compare_digest(who, self._who):
            raise WireFault
        self._who = who
