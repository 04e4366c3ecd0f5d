"""A raw member's wire for tests: frames as dictionaries, every wait bounded.

It knows nothing of the protocol's rules, so that a test can break any of them.
"""

import asyncio
import base64
import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from patience import SOON_S
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]

SERVER_FRAME_BYTES = 64 * 1024
# These may stand anywhere after hello.
ANYWHERE = {"here", "tick", "card", "ack", "nack"}


def fresh_id() -> str:
    return _base64url(os.urandom(16))


def fresh_key() -> str:
    return _base64url(os.urandom(32))


class Wire:
    """One socket. What was passed over while looking for another frame is `skipped`."""

    def __init__(self, connection: ClientConnection, key: str) -> None:
        self.connection = connection
        self.key = key
        self.hello: Frame = {}
        self.skipped: list[Frame] = []

    @classmethod
    async def dial(cls, url: str, key: str | None = None, **options: Any) -> "Wire":  # noqa: ANN401 - the dialler's own
        """Connect; a server frame over its limit ends the socket, and so the test."""
        given = {
            "subprotocols": ["kith.v1"],
            "compression": None,
            "max_size": SERVER_FRAME_BYTES,
            "max_queue": None,
            "ping_interval": None,
            "close_timeout": 2,
            "proxy": None,
            **options,
        }
        return cls(await connect(url, **given), key or fresh_key())

    @property
    def member(self) -> str:
        member: str = self.hello["you"]["id"]
        return member

    @property
    def alias(self) -> str:
        alias: str = self.hello["you"]["alias"]
        return alias

    async def send(self, t: str, **fields: object) -> None:
        """Send a frame; `n`, `id` and the like are its fields."""
        await self.send_raw(json.dumps({"t": t, **fields}, ensure_ascii=False))

    async def send_raw(self, message: str | bytes) -> None:
        await self.connection.send(message)

    async def enter(self, room: str, **fields: object) -> Frame:
        """Enter and return what is answered, usually hello."""
        await self.send("enter", **({"room": room, "key": self.key} | fields))
        while (answer := await self.next())["t"] not in {"hello", "nack", "bye"}:
            self.skipped.append(answer)
        if answer["t"] == "hello":
            self.hello = answer
            self.skipped.clear()  # what came before belongs to the old stream
        return answer

    async def knock(self, room: str) -> str | int | None:
        """Enter and return the type of the answer, or the code of the close."""
        try:
            return str((await self.enter(room))["t"])
        except ConnectionClosed:
            return self.connection.close_code

    async def say(self, text: str, **fields: object) -> Frame:
        """Say something and return its ack or nack."""
        return await self.ask("say", text=text, **fields)

    async def ask(self, t: str, **fields: object) -> Frame:
        """Send a frame that has an id and return its ack or nack."""
        fields.setdefault("id", fresh_id())
        await self.send(t, **fields)
        return await self.answer(fields["id"])

    async def answer(self, frame_id: object) -> Frame:
        """Return the ack or nack to what was sent under an id."""
        return await self.find(lambda f: f["t"] in {"ack", "nack"} and f.get("id") == frame_id)

    async def say_at_once(self, count: int, words: str = "") -> list[Frame]:
        """Say so many lines without waiting, and return the answers in that order."""
        ids = [fresh_id() for _ in range(count)]
        for number, frame_id in enumerate(ids):
            await self.send("say", id=frame_id, text=f"{words} {number}")
        return [await self.answer(frame_id) for frame_id in ids]

    async def next(self) -> Frame:
        """Return the next frame that arrives, whatever it is."""
        async with asyncio.timeout(SOON_S):
            message = await self.connection.recv()
        assert isinstance(message, str), "server frames are text"
        frame: Frame = json.loads(message)
        return frame

    async def find(self, wanted: Callable[[Frame], bool]) -> Frame:
        """Return the first such frame, of those passed over or still to come."""
        for position, frame in enumerate(self.skipped):
            if wanted(frame):
                return self.skipped.pop(position)
        async with asyncio.timeout(SOON_S):
            while not wanted(frame := await self.next()):
                self.skipped.append(frame)
        return frame

    async def expect(self, t: str, **fields: object) -> Frame:
        """Return the first frame of this type with these fields."""
        return await self.find(lambda f: f["t"] == t and fields.items() <= f.items())

    async def until_said(self, text: str) -> Frame:
        """Return the line with this text."""
        return await self.expect("said", text=text)

    async def in_order(self, count: int) -> list[Frame]:
        """Return the first frames that stand in the stream's order."""
        return [await self.find(lambda frame: frame["t"] not in ANYWHERE) for _ in range(count)]

    async def till_end(self) -> list[Frame]:
        """Return everything until the server closes."""
        frames = []
        try:
            while True:
                frames.append(await self.next())
        except ConnectionClosed:
            return frames

    async def ended(self) -> int | None:
        """Wait for the server's close and return its code."""
        self.skipped += await self.till_end()
        return self.connection.close_code

    async def so_far(self) -> list[Frame]:
        """Return all that has arrived by now: asks something and reads up to its answer."""
        answer = await self.ask("pass")
        assert answer["code"] == "no_turns"
        frames, self.skipped = self.skipped, []
        return frames

    async def close(self) -> None:
        await self.connection.close()


def texts(frames: Sequence[Frame]) -> list[str]:
    """Return what was said in these frames."""
    return [frame["text"] for frame in frames if frame["t"] == "said"]


def numbers(frames: Sequence[Frame]) -> list[int]:
    """Return the numbers of those frames that stand in the stream."""
    return [frame["n"] for frame in frames if "n" in frame and "at" in frame]


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
