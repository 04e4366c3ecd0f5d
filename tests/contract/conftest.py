"""One store of each kind, in a folder of its own."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from redis_nodes import Nodes
from redis_process import RedisProcess
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


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisProcess]:
    """Give one Redis to the tests of a file; each finds it empty and as safe as Kith wants it."""
    process = RedisProcess(tmp_path_factory.mktemp("redis")).start()
    yield process
    process.kill()


@pytest.fixture
async def nodes(redis: RedisProcess) -> AsyncIterator[Nodes]:
    """Give nodes on the shared Redis; all are closed with the test."""
    redis.empty()
    before = redis.settings()
    made = Nodes(redis)
    yield made
    redis.thaw()
    await made.close()
    redis.set_back(before)
