"""Somebody in a room who does as they are told, and writes down all that they see."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from history import (
    Ack,
    Gap,
    Join,
    Lost,
    Nack,
    Present,
    Receive,
    Reset,
    Resync,
    Seen,
    Send,
    digest,
    told_by,
)
from websockets.exceptions import ConnectionClosed
from wire import Frame, Wire, fresh_id, fresh_key

PATIENCE_S = 30.0


class Onlooker:
    """One member of one room, through all their sockets."""

    def __init__(self, name: str, room: str) -> None:
        self.name = name
        self.room = room
        self.records: list[Seen] = []
        self.epoch, self.last = "", 0
        self._key = fresh_key()
        self._wire: Wire | None = None
        self._reading: asyncio.Task[None] | None = None
        self._answers: dict[str, int] = {}
        self._news = asyncio.Event()

    async def come(self, url: str, after: tuple[str, int] | None = None) -> None:
        """Come in, or back after the last position; another one may be claimed."""
        epoch, n = after or (self.epoch, self.last)
        known = bool(self.epoch or after)
        asked: dict[str, Any] = {"after": {"epoch": epoch, "n": n}} if known else {}
        self._wire = wire = await Wire.dial(url, self._key)
        hello = await wire.enter(self.room, **asked)
        assert "hello" == hello["t"], hello
        self._note(
            Join,
            **told_by(hello),
            after_epoch=epoch if known else None,
            after_n=n if known else None,
            final=after == ("", 0),
        )
        self.epoch, self.last = hello["epoch"], hello["from"] - 1
        self._reading = asyncio.create_task(self._read(wire))

    async def send(self, text: str, frame_id: str = "", *, raises: bool = False) -> str:
        """Say something without waiting; return its id."""
        frame_id = frame_id or fresh_id()
        self._note(Send, id=frame_id, body=digest(text), raises=raises)
        await self._send("say", id=frame_id, text=text)
        return frame_id

    async def say(self, text: str, frame_id: str = "", *, raises: bool = False) -> str:
        """Say something, wait for the answer and return its id."""
        before = self._answers.get(frame_id, 0)
        frame_id = await self.send(text, frame_id, raises=raises)
        await self.until(lambda: self._answers.get(frame_id, 0) > before)
        return frame_id

    async def need(self) -> None:
        """Need somebody, and wait for the answer."""
        frame_id = fresh_id()
        self._note(Send, id=frame_id, kind="need", raises=True)
        await self._send("need", id=frame_id)
        await self.until(lambda: self.answered(frame_id))

    def answered(self, frame_id: str) -> bool:
        """Return whether there was any answer."""
        return self._answers.get(frame_id, 0) > 0

    async def until(self, so: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
        """Wait until something is so, or fail."""
        async with asyncio.timeout(within_s):
            while not so():
                self._news.clear()
                await self._news.wait()

    async def heard_to(self, n: int, within_s: float = PATIENCE_S) -> None:
        """Wait for number `n`; then, or when it does not come, be there to the end."""
        with suppress(TimeoutError):
            await self.until(lambda: self.last >= n, within_s)
        self._note(Present)

    async def gone(self) -> None:
        """Wait until the socket has ended."""
        if self._reading is not None:
            await asyncio.wait([self._reading], timeout=PATIENCE_S)
            self._reading = None

    async def go(self) -> None:
        """End the socket without leaving the room."""
        if self._wire is not None:
            self._wire.connection.transport.abort()
        await self.gone()

    async def _send(self, t: str, **fields: object) -> None:
        assert self._wire is not None
        await self._wire.send(t, **fields)

    async def _read(self, wire: Wire) -> None:
        with suppress(ConnectionClosed, OSError):
            async for message in wire.connection:
                self._take(json.loads(message))
                self._news.set()
        self._note(Lost)
        self._news.set()

    def _take(self, frame: Frame) -> None:
        match frame["t"]:
            case "ack":
                self._answer(frame["id"])
                self._note(Ack, id=frame["id"], n=frame.get("n", 0), saved=frame["saved"])
            case "nack" if "id" in frame:
                self._answer(frame["id"])
                held = frame.get("held", False)
                self._note(Nack, id=frame["id"], code=frame["code"], held=held)
            case "gap":
                self._note(Gap, first=frame["from"], last=frame["to"])
                self.last = frame["to"]
            case "reset":
                self._note(Reset, epoch=frame["epoch"])
            case "resync":
                self._note(Resync)
            case kind if "n" in frame and "at" in frame:
                fields = {name: frame[name] for name in ("by", "id", "of") if name in frame}
                body = digest(frame["text"]) if "text" in frame else ""
                self._note(Receive, n=frame["n"], kind=kind, body=body, **fields)
                self.last = frame["n"]

    def _answer(self, frame_id: str) -> None:
        self._answers[frame_id] = self._answers.get(frame_id, 0) + 1

    def _note(self, what: Callable[..., Seen], **fields: object) -> None:
        self.records.append(what(client=self.name, at=monotonic(), room=self.room, **fields))


async def read_out(url: str, room: str) -> list[Seen]:
    """Return the records of a newcomer who reads all that is kept."""
    reader = Onlooker(f"read-out of {room}", room)
    await reader.come(url, ("", 0))
    (hello,) = reader.records
    assert isinstance(hello, Join)
    with suppress(TimeoutError):  # what does not come is for the judge to say
        await reader.until(lambda: reader.last >= hello.head, 5.0)
    await reader.go()
    return reader.records
