"""What the awkward cases have in common: a circle that shares, and what somebody has been sent."""

from meeting import Meeting, lead_to_its_round
from wire import Frame, Wire


async def sharing(meeting: Meeting) -> Wire:
    """Begin a sharing circle and lead it to its round; return whoever leads it."""
    chair = await meeting.join()
    await lead_to_its_round(meeting.process.data, meeting.room, chair)
    await chair.expect("step", id="sharing")
    return chair


async def kinds(wire: Wire) -> set[str]:
    """Return which kinds of frames came by now."""
    return {frame["t"] for frame in await so_far(wire)}


async def so_far(wire: Wire) -> list[Frame]:
    """Return all that came by now, in a meeting, too: up to the answer to what is always asked."""
    await wire.ask("report", n=1 << 40, why="other")
    frames, wire.skipped = wire.skipped, []
    return frames
