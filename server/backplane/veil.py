"""What a shared store is told of places and limits: names that end with the hour.

A store that writes to disk must never hold who was where. So the names of places and limits
are HMACs under the current hour's key, and their values are sealed under it: when the ratchet
has moved on, nothing leads back.
"""

from typing import Protocol


class Veil(Protocol):
    """Names and values as a shared store may see them."""

    def names(self, text: str) -> tuple[str, str]:
        """Return what `text` is called in this hour, and was in the last one."""

    def seal(self, text: str) -> bytes:
        """Return `text` as bytes that open only in this house, for as long as talk is kept."""

    def open(self, sealed: bytes) -> str | None:
        """Return what was sealed, or None if it can no longer be read."""


class NoVeil:
    """Everything as it is; for tests of a store alone."""

    def names(self, text: str) -> tuple[str, str]:
        """Return the text twice apart."""
        return f"now:{text}", f"then:{text}"

    def seal(self, text: str) -> bytes:
        """Return the text's bytes."""
        return text.encode()

    def open(self, sealed: bytes) -> str | None:
        """Return the bytes' text."""
        return sealed.decode()
