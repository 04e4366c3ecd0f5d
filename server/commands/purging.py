"""What was said in a room is erased at once, because an operator says so; it stands in the audit.

Without it the same goes by itself within a day. What volunteers have of it, the few lines of a case
and what is said on a private line, has its own time and is left alone: it is somebody's care.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from moderation.audit import following
from moderation.crew_audit import OPERATOR
from rooms.events import MessageErased, MessagePosted
from rooms.ports import Stale
from server.operator_error import OperatorError
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, HOUSE, ROOM
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import audit_stream, room_stream, shard_of
from server.streams.streams import Streams

AT_ONCE = 100  # lines that are erased together
PURGED = "TalkPurged"


async def purged(streams: Streams, room_id: str) -> Mapping[str, Any]:
    """Erase every line of a room, open or closed, and return how many there were."""
    stream = room_stream(room_id)
    house = (await streams.log(HOUSE, HOUSE_STREAM)).state
    if house.find(room_id) is None and stream not in await streams.heads(shard_of(room_id)):
        raise OperatorError(f"There is no room {room_id}, and nothing was said in one.")
    log = await streams.log(ROOM, stream)
    after, erased = 0, 0
    while page := await streams.page(log, after, AT_ONCE):
        after = page[-1].n
        lines = [entry.n for entry in page if isinstance(entry.event, MessagePosted)]
        if lines:
            await _erase(streams, stream, lines)
            erased += len(lines)
    await _audit(streams, room_id, erased)
    return {"erased": erased}


async def _erase(streams: Streams, stream: str, lines: Sequence[int]) -> None:
    """Overwrite them, and have every screen let go of them."""
    await streams.erase(stream, *lines)
    await streams.append(*(Draft(stream, MessageErased(of)) for of in lines))


async def _audit(streams: Streams, room_id: str, erased: int) -> None:
    audit = await streams.log(AUDIT, audit_stream(shard_of(room_id)))
    while True:
        how = f"room={room_id} lines={erased}"
        entry = following(audit.state.last, streams.now(), OPERATOR, PURGED, "", how)
        try:
            (position,) = await streams.append(Draft(audit.stream, entry, expect_n=audit.head))
        except Stale:
            continue
        await audit.reached(position.n)
        return
