"""A line of two that is over, with a volunteer or with a member: none of its words stays."""

from server.streams.kinds import LINE
from server.streams.names import room_stream
from server.streams.streams import Streams


async def erase_words(streams: Streams, line: str) -> None:
    """Overwrite everything that was said on it."""
    log = await streams.log(LINE, room_stream(line))
    entries = await streams.page(log, 0, log.head or 1)
    kept = [entry.n for entry in entries if entry.event is not None]
    if kept:
        await streams.erase(log.stream, *kept)
