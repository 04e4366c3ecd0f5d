"""What a visitor speaks through, and what stands in its place once it has ended."""

from typing import Protocol

from server.wire.closes import Close


class Socket(Protocol):
    """The socket a visitor speaks through."""

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close."""

    def soon_close(self, close: Close) -> None:
        """Close after everything that waits was written."""


class Nobody:
    """What stands in a socket's place once it has ended."""

    def part(self, code: str, close: Close, after_s: int) -> None:
        """There is nobody to say goodbye to."""

    def soon_close(self, close: Close) -> None:
        """There is nothing to close."""


NOBODY = Nobody()
