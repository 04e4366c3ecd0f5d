"""A server that lets a test say who has been in a room for ten minutes, and who comes new."""

import sys
from pathlib import Path

from kith_process import KithProcess
from meeting import Meeting
from wire import Wire

RUNNER = Path(__file__).with_name("known_members.py")


class KnowingKith(KithProcess):
    """A server with limits, where time in a room is the test's to give."""

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        self._mark = data.with_name("known")
        super().__init__(data, *options, KITH_TEST_KNOWN=str(self._mark), **environment)

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]

    def whoever_comes_is_known(self) -> None:
        """Let whoever comes in from now on have been there for ten minutes."""
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        self._mark.touch()

    def whoever_comes_is_new(self) -> None:
        """Let whoever comes in from now on be a stranger."""
        self._mark.unlink(missing_ok=True)


class Circle(Meeting):
    """A circle whose people know each other, and strangers who come to it."""

    process: KnowingKith

    async def regular(self, key: str | None = None) -> Wire:
        """Come in as somebody who has been here for ten minutes."""
        self.process.whoever_comes_is_known()
        return await self.join(key)

    async def stranger(self) -> Wire:
        """Come in for the first time."""
        self.process.whoever_comes_is_new()
        return await self.join()

    async def opener(self) -> Wire:
        """Come in as the one who opens the circle."""
        opener = await self.regular()
        assert "ack" == (await opener.ask("serve", role="opener", what="take"))["t"]
        return opener

    async def enters(self, wire: Wire, room: str) -> Wire:
        """Go to a side room under the key one has."""
        there = await self.dial(wire.key)
        assert "hello" == (await there.enter(room))["t"]
        return there


async def way(wire: Wire) -> str:
    """Return the side room that a card names."""
    return str((await wire.expect("card", kind="side_room"))["next"])
