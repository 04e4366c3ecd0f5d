"""What moderation needs of the outside, named for the need."""

from collections.abc import Sequence
from typing import Protocol

from moderation.desk import Desk
from moderation.events import DeskEvent
from rooms.events import RoomEvent
from rooms.ports import AlreadyThere, Line, Once


class CareStreams(Protocol):
    """The desk of a room's shard, and the room beside it, in one append."""

    async def desk(self, room_id: str) -> Desk:
        """Return the desk that watches over the room."""

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line, or None if there is none at that number."""

    async def raise_case(
        self, room_id: str, case: DeskEvent, once: Once, also: Sequence[RoomEvent], *, alone: bool
    ) -> None:
        """Append the case, and events to the room, all or nothing.

        With `alone` nobody else may have appended to the desk since it was read: else
        `Stale`. Raises `AlreadyThere`.
        """

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""


class Secrets(Protocol):
    """Names that cannot be guessed, and marks that name nobody."""

    def case_id(self) -> str:
        """Return a new case's id."""

    def reporter(self, room_id: str, member: str, n: int) -> str:
        """Return a mark that tells reporters of one line apart, and nothing else."""
