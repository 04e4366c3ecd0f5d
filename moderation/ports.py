"""What moderation needs of the outside, named for the need."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from moderation.desk import Desk
from moderation.events import DeskEvent
from moderation.verdicts import Verdict
from rooms.events import MessagePosted, RoomEvent
from rooms.house import RoomCard
from rooms.ports import AlreadyThere, Line, Once, RoomStreams


class CareStreams(Protocol):
    """The desk of a room's shard, and the room beside it, in one append."""

    async def desk(self, room_id: str) -> Desk:
        """Return the desk that watches over the room."""

    def raising(self, room_id: str) -> AbstractAsyncContextManager[object]:
        """Raise cases at the room's desk one at a time, so that many do not hold each other up.

        It saves work on one node and promises nothing: another node may still be first.
        """

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line, or None if there is none at that number."""

    async def raise_case(
        self,
        room_id: str,
        case: DeskEvent,
        once: Once | None,
        also: Sequence[RoomEvent],
        *,
        head: int | None,
    ) -> None:
        """Append the case, and events to the room, all or nothing.

        With a `head` nobody else may have appended to the desk after it: else `Stale`.
        Raises `AlreadyThere`.
        """

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""


class WatchedStreams(CareStreams, RoomStreams, Protocol):
    """A room's streams, and its desk in the same append."""

    async def card(self, room_id: str) -> RoomCard | None:
        """Return what is known of an open room."""

    async def is_young(self, room_id: str, member: str) -> bool:
        """Return whether a member said of late that they are a child."""

    async def post_with_case(  # noqa: PLR0913 - two events, and under what each may be appended
        self,
        room_id: str,
        event: RoomEvent,
        once: Once,
        case: DeskEvent,
        *,
        rule: int,
        head: int,
    ) -> int:
        """Append a message and its case, both or neither; return the message's number.

        Nobody else may have appended to the desk after its `head`: else `Stale`. Raises
        `AlreadyThere`.
        """


class Screens(Protocol):
    """Looks at a message before it goes out, once it is awake."""

    async def awake(self) -> None:
        """Return once it can look; raises `TimeoutError` if that takes too long."""

    def look(
        self,
        text: str,
        *,
        room_kind: str = ...,
        language: str | None = ...,
        before: Sequence[str] = ...,
    ) -> Verdict:
        """Return what was seen."""


class Secrets(Protocol):
    """Names that cannot be guessed, and marks that name nobody."""

    def case_id(self, room_id: str) -> str:
        """Return a new case's id; it tells the room's shard."""

    def reporter(self, room_id: str, member: str, n: int) -> str:
        """Return a mark that tells reporters of one line apart, and nothing else."""


class Doorkeeper(Protocol):
    """Who sees to it that a raid does not speak before anybody looked."""

    async def holds(self, room_id: str, event: MessagePosted) -> bool:
        """Return whether words wait for a volunteer's glance; the door may be slower after it."""


class Now(Protocol):
    """The store's clock, and whether anybody is on duty."""

    def now(self) -> int:
        """Return the store's time in ms."""

    def on_duty(self) -> int:
        """Return how many volunteers are on duty."""

    def spent_s(self) -> float:
        """Return a clock that only grows, to see how long a look took."""
