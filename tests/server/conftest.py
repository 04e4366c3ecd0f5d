"""A store on its own, and the streams over it, for every test of the server's parts."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.backplane.sqlite import SqliteBackplane
from server.crypto.ratchet import FACTS, TALK, Ratchet
from server.crypto.sealing import Sealer
from server.kinds import class_of
from server.streams import Streams


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
