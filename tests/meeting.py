"""A room on a running server, and the sockets of those who are in it."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from typing import Any

from kith_process import KithProcess
from wire import Wire

from server.commands.control import ask

StartKith = Callable[..., KithProcess]

_numbers = count(1)


class Meeting:
    """A room on a running server; sockets made here end with the test."""

    def __init__(self, process: KithProcess, room: str, stack: AsyncExitStack) -> None:
        self.process = process
        self.room = room
        self._stack = stack

    async def dial(self, key: str | None = None, **options: Any) -> Wire:  # noqa: ANN401 - the dialler's own
        """Connect without entering."""
        wire = await Wire.dial(self.process.ws, key, **options)
        self._stack.push_async_callback(wire.close)
        return wire

    async def join(self, key: str | None = None, **fields: object) -> Wire:
        """Connect and enter."""
        wire = await self.dial(key)
        assert (await wire.enter(self.room, **fields))["t"] == "hello"
        return wire


def open_room(data: Path, **wanted: object) -> str:
    """Open a room as `kith room open` does, without starting another program."""
    room = f"room-{next(_numbers)}"
    fields = {"topic": "gambling", "side": "self", "language": "en", "title": "A room"}
    ask(data, {"do": "open", "rooms": [fields | {"id": room} | wanted]})
    return room


async def lead_to_its_round(data: Path, room: str, chair: Wire) -> None:
    """Begin a sharing circle, and have the chair lead it to where the piece goes round."""
    ask(data, {"do": "begin", "room": room, "format": "sharing_circle"})
    await chair.expect("step", id="welcome")
    assert "ack" == (await chair.ask("lead", up=True))["t"]
    for step in ("welcome", "check_in"):
        assert "ack" == (await chair.ask("next", step=step))["t"]


async def talk(wire: Wire, count: int, words: str = "line") -> list[int]:
    """Say so many lines and return their numbers."""
    return [(await wire.say(f"{words} {i}"))["n"] for i in range(1, count + 1)]
