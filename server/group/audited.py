"""A coordinator's word in a group's stream, and in the audit: both in one append, or neither."""

from moderation.audit import following
from rooms.group.events import GroupEvent
from rooms.group.state import Group
from rooms.ports import Stale
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT
from server.streams.log import Log
from server.streams.names import audit_stream, room_of, shard_of
from server.streams.streams import Streams


async def append_audited(  # noqa: PLR0913, PLR0917 - what is said of a group, and what of whom
    streams: Streams, log: Log[Group], event: GroupEvent, by: str, about: str, how: str
) -> bool:
    """Append it where the group is; False if somebody was first, here or in the audit.

    `about` is the random id of a guest or an adult, never a member's; `how` are codes.
    """
    audit = await streams.log(AUDIT, audit_stream(shard_of(room_of(log.stream))))
    act = type(event).__name__
    acted = following(audit.state.last, streams.now(), by, act, about, how)
    try:
        told, noted = await streams.append(
            Draft(log.stream, event, expect_n=log.head),
            Draft(audit.stream, acted, expect_n=audit.head),
        )
    except Stale:
        return False
    await log.reached(told.n)
    await audit.reached(noted.n)
    return True
