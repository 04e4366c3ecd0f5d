"""A reader whose frames are looked at as they are put, and a channel that is never flushed."""

import json

from rooms.state import Room
from server.fanout.audience import Audience
from server.fanout.channel import Channel
from server.streams.kinds import ROOM
from server.streams.log import Log
from server.streams.names import room_stream


class Ear:
    """Somebody who is put every frame, for there is no socket they could be written to."""

    live = True

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def put(self, frame: bytes) -> None:
        self.frames.append(frame)

    def fall_in(self, audience: Audience) -> None:
        """Stand apart."""

    def step_aside(self) -> None:
        """Stand apart as before."""

    def heard(self) -> list[dict[str, object]]:
        frames, self.frames = self.frames, []
        return [json.loads(frame[frame.index(b"{") :]) for frame in frames]


def channel_of(room_id: str) -> Channel:
    """Return the channel of a room in which nothing was said."""
    return unwritten(Log(room_stream(room_id), ROOM))


def unwritten(log: Log[Room]) -> Channel:
    """Return a channel whose readers are put every frame: nobody flushes it."""
    return Channel(log, lambda _audience: None)
