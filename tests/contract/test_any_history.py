"""Whatever is asked of a store, in whatever order: it does what the model does."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model import ModelStore
from patience import SOON_S
from stores import RedisStore, SqliteStore, Store

from server.backplane import Backplane, Conflict, Duplicate, Gone, Item, Write

STREAMS = ["{1}room:a", "{1}room:b", "{1}desk", "{2}room:c"]


@dataclass(frozen=True)
class Append:
    writes: list[Write]


@dataclass(frozen=True)
class Erase:
    stream: str
    numbers: list[int]


@dataclass(frozen=True)
class Expire:
    prefix: str
    age: int


@dataclass(frozen=True)
class Snapshot:
    stream: str
    at: int


@dataclass(frozen=True)
class Pass:
    ms: int


@dataclass(frozen=True)
class Restart:
    """Close the store and open it again."""


Step = Append | Erase | Expire | Snapshot | Pass | Restart

streams = st.sampled_from(STREAMS)
small = st.integers(0, 6)


def writes_to(*names: str) -> st.SearchStrategy[Write]:
    return st.builds(
        Write,
        stream=st.sampled_from(names),
        entry=st.binary(min_size=1, max_size=4),
        dedupe=st.none() | st.integers(0, 5).map(lambda n: bytes([n]) * 16),
        mac=st.binary(max_size=2),
        expect_n=st.none() | small,
        expect_rule=st.none() | st.integers(0, 2),
        raises_rule=st.booleans(),
    )


def no_key_twice(asked: list[Write]) -> bool:
    keys = [(w.stream.partition("}")[0], w.dedupe) for w in asked if w.dedupe is not None]
    return len(set(keys)) == len(keys)


# What is appended at once lies in one shard.
appends = st.builds(
    Append,
    st.one_of(
        st.lists(writes_to(*STREAMS[:3]), max_size=3).filter(no_key_twice),
        st.lists(writes_to(STREAMS[3]), max_size=3).filter(no_key_twice),
    ),
)
steps = st.one_of(
    appends,
    appends,
    appends,
    st.builds(Erase, streams, st.lists(small, max_size=3)),
    st.builds(Expire, st.sampled_from(["room:", "desk", "room:b"]), st.integers(0, 4)),
    st.builds(Snapshot, streams, small),
    st.builds(Pass, st.integers(1, 2)) | st.just(Pass(13 * 3_600_000)),
    st.builds(Restart),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=3, max_size=30))
def test_the_embedded_store_does_what_the_model_does(history: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(Run(SqliteStore(Path(folder))).all(history))


@pytest.fixture(scope="module")
def redis_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisStore]:
    store = RedisStore(tmp_path_factory.mktemp("redis"))
    yield store
    store.end()


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=st.lists(steps, min_size=3, max_size=30))
def test_the_shared_store_does_what_the_model_does(
    redis_store: RedisStore, history: list[Step]
) -> None:
    redis_store.empty()
    asyncio.run(Run(redis_store).all(history))


class Run:
    """One store and its model, taken through the same steps."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def all(self, history: list[Step]) -> None:
        await self.open()
        self.model = ModelStore(self.epoch, self.backplane.now())
        self.heard: list[Item] = []
        for step in history:
            await self.step(step)
            await self.compare()
        await self.backplane.close()
        await self.hear()
        assert self.model.told == self.heard

    async def open(self) -> None:
        self.backplane: Backplane = self.store.make()
        self.epoch = await self.backplane.open()
        self.follower = self.backplane.follow()

    async def step(self, step: Step) -> None:
        match step:
            case Append(asked):
                assert self.model.append(asked) == await self.append(asked)
            case Erase(stream, numbers):
                self.model.erase(stream, numbers)
                await self.backplane.erase(stream, *numbers)
            case Expire(prefix, age):
                before = self.model.at - age
                gone = self.model.expire(prefix, before)
                assert gone == await self.backplane.expire(prefix, before)
            case Snapshot(stream, at):
                state = bytes([at])
                assert self.model.snapshot(stream, at, state) == await self.snapshot(
                    stream, at, state
                )
            case Pass(ms):
                self.store.advance(ms)
                self.model.at += ms
            case Restart():
                await self.backplane.close()
                await self.hear()
                await self.open()

    async def append(self, asked: list[Write]) -> object:
        try:
            return await self.backplane.append(*asked)
        except Duplicate as known:
            return (Duplicate, known.index, known.stream, known.position.n, known.mac)
        except Conflict as conflict:
            return (Conflict, conflict.stream, conflict.head)

    async def snapshot(self, stream: str, at: int, state: bytes) -> bool:
        try:
            await self.backplane.snapshot(stream, at, state)
        except Gone:
            return False
        return True

    async def hear(self) -> None:
        async with asyncio.timeout(SOON_S):
            self.heard += [item async for batch in self.follower for item in batch]

    async def compare(self) -> None:
        assert self.model.epoch == self.epoch
        for name in STREAMS:
            page = await self.backplane.read(name, 0, 100)
            assert self.model.stream(name).head() == page.head
            assert self.model.read(name, 0, 100) == page.items
            kept = await self.backplane.snapshotted(name)
            assert self.model.snapshots.get(name) == (kept and (kept.at, kept.state))
