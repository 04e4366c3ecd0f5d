"""The rooms' use cases: decide, append once, decide again when somebody was first."""

from rooms import decide, text
from rooms.answering import answered
from rooms.commands import Post, Thank
from rooms.ports import Disk, Once, Purse, RoomStreams, Stale
from rooms.refusal import Code, Refusal, too_fast

DISK_AGAIN_S = 30


class Rooms:
    """What members do in a room. Every method returns once the act is durable."""

    def __init__(self, streams: RoomStreams, purse: Purse, disk: Disk) -> None:
        self._streams = streams
        self._purse = purse
        self._disk = disk

    async def post(self, room_id: str, command: Post) -> int:
        """Post a message and return its number; a resend returns the first one's."""
        once = Once.said(command.by, command.id, command.text, command.to)
        return await answered(
            lambda: self._post(room_id, command, once), lambda: self._streams.seen(room_id, once)
        )

    async def thank(self, room_id: str, command: Thank) -> None:
        """Leave thanks for the author of a line."""
        once = Once(command.by, command.id, f"thank|{command.of}".encode())
        await answered(
            lambda: self._thank(room_id, command, once), lambda: self._streams.seen(room_id, once)
        )

    async def _post(self, room_id: str, command: Post, once: Once) -> int:
        text.check(command.text)  # refused words cost nobody their pace
        is_paid = False
        while True:
            room = await self._streams.room(room_id)
            rule = room.rule  # whatever is changed from here on is met by the append
            standing = await self._streams.standing(room_id, command.by)
            if not is_paid:
                await self._may_go(room_id, command.by, slow=standing.slow)
                is_paid = True
            if not await self._streams.is_open(room_id):
                raise Refusal(Code.NO_SUCH_ROOM)
            event = decide.post(room, command, standing)
            try:
                return await self._streams.post(room_id, event, once, rule)
            except Stale:
                continue

    async def _thank(self, room_id: str, command: Thank, once: Once) -> int:
        standing = await self._streams.standing(room_id, command.by)
        await self._may_go(room_id, command.by, slow=standing.slow)
        line = await self._streams.line(room_id, command.of)
        return await self._streams.mail(room_id, decide.thank(line, command), once)

    async def _may_go(self, room_id: str, member: str, *, slow: bool) -> None:
        if self._disk.low():
            raise Refusal(Code.DISK, after_s=DISK_AGAIN_S)
        wait_s = await self._purse.spend(room_id, member, slow=slow)
        if wait_s > 0:
            raise too_fast(wait_s)
