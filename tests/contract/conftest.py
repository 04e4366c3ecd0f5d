"""One store of each kind, in a folder of its own."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from stores import STORES, Store

from server.backplane import Backplane


@pytest.fixture(params=STORES, ids=lambda kind: kind.__name__)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    kind: Callable[[Path], Store] = request.param
    return kind(tmp_path / "data")


@pytest.fixture
async def backplane(store: Store) -> AsyncIterator[Backplane]:
    opened = store.make()
    await opened.open()
    yield opened
    await opened.close()
