"""One store of each kind, in a folder of its own."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from stores import STORES, RedisStore, Store

from server.backplane import Backplane


@pytest.fixture(
    params=[
        pytest.param(kind, marks=[pytest.mark.slow] if kind is RedisStore else [])
        for kind in STORES
    ],
    ids=lambda kind: kind.__name__,
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kind: Callable[[Path], Store] = request.param
    made = kind(tmp_path / "data")
    yield made
    made.end()


@pytest.fixture
async def backplane(store: Store) -> AsyncIterator[Backplane]:
    opened = store.make()
    await opened.open()
    yield opened
    await opened.close()
