"""Somebody in a room who talks without end, comes back by themselves, and writes all of it down.

What they do is what PROTOCOL asks of a client and no more: one id until it is answered, `after`
at every return. What they saw are records of `history.py`, for a judge who was not there.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from time import monotonic
from typing import Any, NamedTuple

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
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidHandshake, InvalidMessage, WebSocketException
from wire import fresh_id, fresh_key

Dial = Callable[[int], Awaitable[ClientConnection]]
Frame = dict[str, Any]

GONE = (OSError, WebSocketException, InvalidHandshake, InvalidMessage, TimeoutError, EOFError)
ANSWER_S = 12.0  # PROTOCOL says 10
AGAIN = {"slow_down", "unavailable", "moving", "disk"}
AT_ONCE = 3
LONGEST_WAIT_S = 0.5
SHORTEST_AWAY_S = 0.3
QUICK_PACE_S, CALM_PACE_S, MANY_LINES = 0.02, 0.25, 60
CRY = "I want to kill myself tonight"


class Words(NamedTuple):
    """What is asked for under one id; `raises`: a case has to come of it."""

    t: str
    text: str = ""
    raises: bool = False


class Witness:
    """One member of one room through all their sockets."""

    def __init__(
        self,
        name: str,
        room: str,
        dial: Dial,
        home: int,
        chance: Random,
        silence_s: float = 4.0,
        longest_away_s: float = 0.3,
    ) -> None:
        self.name = name
        self.room = room
        self.records: list[Seen] = []
        self.told: list[float] = []  # when this one heard that something was wrong
        self.acks: list[float] = []
        self.open: dict[str, Words] = {}
        self.epoch, self.last = "", 0
        self.here = False
        self.trouble = ""  # why the last line was lost, or what was said at the door
        self.talking = True
        self.pace_s = QUICK_PACE_S
        self.talkative = MANY_LINES
        self.words = "line"
        self.reads = asyncio.Event()
        self.reads.set()
        self._dial = dial
        self._home = home
        self._silence_s = silence_s
        self._longest_away_s = longest_away_s
        self._chance = chance
        self._key = fresh_key()
        self._count = 0
        self._wanted: list[Words] = []
        self._news = asyncio.Event()
        self._entered_once = self._came_in = False

    async def live(self) -> None:
        """Be in the room until cancelled."""
        away_s = SHORTEST_AWAY_S
        while True:
            self._came_in = False
            try:
                await self._sit(await self._dial(self._home))
            except GONE as error:
                self.trouble = f"{type(error).__name__} {error}".strip()
            self._home += 1
            # As a page does: longer and longer while nobody lets them in.
            away_s = SHORTEST_AWAY_S if self._came_in else min(2 * away_s, self._longest_away_s)
            await asyncio.sleep(self._chance.uniform(SHORTEST_AWAY_S / 6, away_s))

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so; the caller has a bound."""
        while not so():
            self._news.clear()
            await self._news.wait()

    def stay_to_the_end(self) -> None:
        """Say that this one had all the time it could need."""
        self._note(Present)

    def hush(self) -> None:
        """Say nothing new."""
        self.talking = False

    def need_someone(self) -> None:
        """Ask for a volunteer, as soon as that can be sent."""
        self._wanted.append(Words("need", raises=True))
        self._news.set()

    def cry(self) -> None:
        """Say what nobody may overlook."""
        self._wanted.append(Words("say", CRY, raises=True))
        self._news.set()

    def stands(self) -> str:
        """Tell in one line how this one stands, for whoever waited in vain."""
        where = "in" if self.here else f"out ({self.trouble})"
        answers = f"{len(self.acks)} accepted, {len(self.open)} not answered"
        return f"{self.name} is {where} at {self.last}, {answers}"

    def settled(self) -> bool:
        """Return whether every word was answered."""
        return not self.open and not self._wanted

    async def _sit(self, connection: ClientConnection) -> None:
        """Be in on one socket until it ends."""
        try:
            await self._enter(connection)
            while not self.here:
                await self._take(connection, await self._next(connection))
            self._home -= 1  # where it went well
            async with asyncio.TaskGroup() as group:
                speaking = group.create_task(self._speak(connection))
                try:
                    while True:
                        await self._take(connection, await self._next(connection))
                except GONE:
                    speaking.cancel()
        finally:
            self.here = False
            self._note(Lost)
            self._hear_trouble()
            connection.transport.abort()

    async def _next(self, connection: ClientConnection) -> Frame:
        await self.reads.wait()
        async with asyncio.timeout(self._silence_s):
            frame: Frame = json.loads(await connection.recv())
            return frame

    async def _enter(self, connection: ClientConnection) -> None:
        self.here = False
        fields: Frame = {"room": self.room, "key": self._key}
        if self._entered_once:
            fields["after"] = {"epoch": self.epoch, "n": self.last}
        await connection.send(json.dumps({"t": "enter", **fields}))

    async def _speak(self, connection: ClientConnection) -> None:
        """Say again what is not answered, then new lines, a few at once."""
        with suppress(*GONE):
            for frame_id in list(self.open):
                await self._say(connection, frame_id)
            while True:
                await self.until(self._may_speak)
                frame_id = fresh_id()
                self.open[frame_id] = self._next_words()
                await self._say(connection, frame_id)
                await asyncio.sleep(self._pause_s())

    def _pause_s(self) -> float:
        """Return how long this one is silent after a line: after many, others need the machine."""
        return self.pace_s if self._count < self.talkative else max(self.pace_s, CALM_PACE_S)

    def _may_speak(self) -> bool:
        return self.here and bool(self._wanted or self.talking) and len(self.open) < AT_ONCE

    def _next_words(self) -> Words:
        if self._wanted:
            return self._wanted.pop(0)
        self._count += 1
        return Words("say", f"{self.name} {self.words} {self._count}")

    async def _say(self, connection: ClientConnection, frame_id: str) -> None:
        words = self.open[frame_id]
        body = digest(words.text) if words.text else ""
        self._note(Send, id=frame_id, kind=words.t, body=body, raises=words.raises)
        text = {"text": words.text} if words.text else {}
        await connection.send(json.dumps({"t": words.t, "id": frame_id, **text}))

    async def _take(self, connection: ClientConnection, frame: Frame) -> None:
        """Write down what a frame says, and do what it asks."""
        match frame["t"]:
            case "hello":
                self._come_in(frame)
            case "ack":
                self._note(Ack, id=frame["id"], n=frame.get("n", 0), saved=frame["saved"])
                self.acks.append(monotonic())
                self.open.pop(frame["id"], None)
            case "nack" if "id" in frame:
                await self._refused(connection, frame)
            case "nack":
                raise ConnectionError(frame["code"])
            case "outage" if frame["on"]:
                self._hear_trouble()
            case "gap":
                self._note(Gap, first=frame["from"], last=frame["to"])
                self.last = frame["to"]
            case "reset":
                self._note(Reset, epoch=frame["epoch"])
                await self._enter(connection)
            case "resync":
                self._note(Resync)
                await self._enter(connection)
            case _ if "n" in frame and "at" in frame:
                self._receive(frame)
        self._news.set()

    def _come_in(self, hello: Frame) -> None:
        asked = {"after_epoch": self.epoch, "after_n": self.last} if self._entered_once else {}
        self._note(Join, **told_by(hello), **asked)
        self.epoch, self.last = hello["epoch"], hello["from"] - 1
        self._entered_once = self._came_in = self.here = True

    def _receive(self, frame: Frame) -> None:
        fields = {name: frame[name] for name in ("by", "id", "of") if name in frame}
        if "text" in frame:
            fields["body"] = digest(frame["text"])
        self._note(Receive, n=frame["n"], kind=frame["t"], **fields)
        self.last = frame["n"]

    async def _refused(self, connection: ClientConnection, frame: Frame) -> None:
        code, held = frame["code"], frame.get("held", False)
        self._note(Nack, id=frame["id"], code=code, held=held)
        if code == "unavailable":
            self._hear_trouble()
        if code not in AGAIN:
            self.open.pop(frame["id"], None)
            return
        # A page waits as long as it is told; here time is dear.
        await asyncio.sleep(min(frame.get("after_s", 0), LONGEST_WAIT_S))
        if frame["id"] in self.open:
            await self._say(connection, frame["id"])

    def _hear_trouble(self) -> None:
        self.told.append(monotonic())

    def _note(self, what: Callable[..., Seen], **fields: object) -> None:
        self.records.append(what(client=self.name, at=monotonic(), room=self.room, **fields))
