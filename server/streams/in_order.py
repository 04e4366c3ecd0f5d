"""One author's words stay in the order they were written, also when one is sent back."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Protocol

from rooms.commands import Post
from rooms.refusal import TRY_AGAIN, Code, Refusal
from server.faults import STORE_AGAIN_S, fault_of
from server.streams.in_turn import InTurn

_end_turn: ContextVar[Callable[[], None] | None] = ContextVar("_end_turn", default=None)


def let_next_go() -> None:
    """Let the author's next message follow: this one is queued where the order is kept.

    A context variable, because only the store knows when, and only the socket who waits: the
    rules between them need not know that anybody does.
    """
    if end := _end_turn.get():
        end()


class Posts(Protocol):
    """Posts a message and returns its number, or raises."""

    async def post(self, room_id: str, command: Post, replaces: str = "") -> int:
        """Post; `replaces` names a held message that this one stands for."""

    async def hear(self, room_id: str, command: Post, code: Code) -> None:
        """Have somebody told of distress in words that are refused."""


class InOrder:
    """What one socket posts: each begins when the one before is queued, stored or refused.

    A message that raises a case takes longer than the next one. And who is told "try again" will
    send that message again: what came right behind it must not be stored before it, so it is
    told the same.
    """

    __slots__ = ("_asked", "_posts", "_sent_back", "_turns", "_why")

    def __init__(self, posts: Posts, turns: InTurn) -> None:
        self._posts = posts
        self._turns = turns
        self._asked = 0
        self._sent_back = 0
        self._why: Refusal | None = None

    async def post(self, room_id: str, command: Post, replaces: str = "") -> int:
        """Post behind everything this author sent before; raises as `Posts.post`."""
        self._asked += 1
        mine = self._asked
        try:
            async with self._turns.of((room_id, command.by)) as end:
                await self._check_sent_back(mine, room_id, command)
                _end_turn.set(end)  # each frame is answered in a task, and so a context, of its own
                return await self._posts.post(room_id, command, replaces)
        except BaseException as error:  # also when its time ran out
            self._look_back(mine, error)
            raise

    async def _check_sent_back(self, number: int, room_id: str, command: Post) -> None:
        if number <= self._sent_back and self._why is not None:
            await self._posts.hear(room_id, command, self._why.code)
            raise Refusal(self._why.code, after_s=self._why.after_s)

    def _look_back(self, number: int, error: BaseException) -> None:
        """Have all that wait here by now sent back too, if this one is to come again."""
        if number <= self._sent_back:
            return
        if isinstance(error, Exception):
            why = fault_of(error).refusal
        else:
            why = Refusal(Code.UNAVAILABLE, after_s=STORE_AGAIN_S)
        if why is not None and why.code in TRY_AGAIN:
            self._sent_back, self._why = self._asked, why
