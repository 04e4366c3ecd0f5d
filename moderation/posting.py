"""Posting with care around it: words in distress that a room refuses still reach a human being."""

from moderation.care import Care
from moderation.private_line import home_of
from moderation.watch import Watch
from rooms.commands import Post
from rooms.refusal import Code, Refusal
from rooms.service import Rooms

# Every refusal that keeps nothing is cared for (PROTOCOL, "One exception"), but where there are no
# words, the store takes no case either, or the person is in no room any more.
NOBODY_TO_TELL = frozenset(
    {
        Code.EMPTY,
        Code.UNAVAILABLE,
        Code.MOVING,
        Code.NO_SUCH_ROOM,
        Code.REMOVED,
    }
)


class Posting:
    """A member's message: posted, held, or refused with somebody told."""

    def __init__(self, rooms: Rooms, watch: Watch, care: Care) -> None:
        self._rooms = rooms
        self._watch = watch
        self._care = care

    async def post(self, room_id: str, command: Post, replaces: str = "") -> int:
        """Post and return the line's number; `replaces` withdraws a held message, also where its
        place is taken by words that are held themselves.
        """
        try:
            n = await self._rooms.post(room_id, command)
        except Refusal as refusal:
            if not refusal.held:
                await self.hear(room_id, command, refusal.code)
            else:
                await self._withdraw(room_id, command, replaces)
            raise
        await self._withdraw(room_id, command, replaces)
        return n

    async def _withdraw(self, room_id: str, command: Post, replaces: str) -> None:
        if replaces and replaces != command.id:
            await self._care.withdraw(home_of(room_id), command.by, replaces)

    async def hear(self, room_id: str, command: Post, code: Code) -> None:
        """Have somebody told of distress in words that are refused."""
        if code in NOBODY_TO_TELL:
            return
        verdict = await self._watch.look(room_id, command.by, command.text)
        if verdict.level.is_now:
            await self._care.refused(home_of(room_id), command.by, code, verdict)
