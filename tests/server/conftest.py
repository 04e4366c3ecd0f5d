"""What tests of the server's parts share: a store with its streams, a room, and a desk."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from desk_door import Caller, caller, invitation
from kith_process import KithProcess
from reading import Room, a_room

from server.backplane.sqlite import SqliteBackplane
from server.crypto.ratchet import FACTS, TALK, Ratchet
from server.crypto.sealing import Sealer
from server.streams.kinds import class_of
from server.streams.streams import Streams

_numbers = count()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteBackplane]:
    opened = SqliteBackplane(tmp_path)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def streams(store: SqliteBackplane, tmp_path: Path) -> AsyncIterator[Streams]:
    """Give streams that follow their store, as a node's do."""
    ratchets = {c: Ratchet.open(tmp_path / "keys", c, store.now()) for c in (TALK, FACTS)}
    opened = Streams(store, Sealer(ratchets, class_of, store.now))
    following = asyncio.create_task(opened.run())
    yield opened
    following.cancel()
    await asyncio.wait([following])


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Give a room over a real store."""
    async with a_room(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a house whose desk is the matter; everybody joins from one place."""
    process = KithProcess(tmp_path_factory.mktemp("desk") / "data", KITH_LIMITS="off").start()
    yield process
    assert 0 == process.stop()
    assert [] == [line for line in process.stderr if "our_bug" in line or "Traceback" in line]


@pytest.fixture
async def ash(house: KithProcess) -> AsyncIterator[Caller]:
    """Give a coordinator who has just joined."""
    async with caller(house) as somebody:
        name = f"Ash {next(_numbers)}"
        assert 200 == (await somebody.join(invitation(house, "coordinator"), name)).status
        yield somebody


@pytest.fixture
async def stranger(house: KithProcess) -> AsyncIterator[Caller]:
    """Give somebody at the desk's door who is not signed in."""
    async with caller(house) as somebody:
        yield somebody
