"""What was erased, dropped or replaced is in none of the store's files any more."""

import shutil
import sqlite3
from hashlib import shake_256
from pathlib import Path
from random import Random
from subprocess import run

import pytest
from patience import SOON_S
from stores import SqliteStore

from server.backplane import Write
from server.backplane.sqlite import SqliteBackplane

ROOM, DESK = "{17}room:a", "{17}desk"
PIECE = 16  # bytes of an entry that may not be found


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "data")


def on_disk(store: SqliteStore) -> bytes:
    """Return every byte of the running store's files, read as a thief would."""
    copy = store.folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    run(["cp", "-r", str(store.folder), str(copy)], check=True, timeout=SOON_S)
    return b"".join(path.read_bytes() for path in copy.iterdir())


def some_bytes(which: int, size: int) -> bytes:
    return shake_256(bytes([which])).digest(size)


def pieces(entry: bytes) -> list[bytes]:
    return [entry[start : start + PIECE] for start in range(0, len(entry) - PIECE + 1, PIECE)]


async def test_an_erased_entry_is_overwritten_in_file_and_log(
    store: SqliteStore, backplane: SqliteBackplane
) -> None:
    kept, erased, long = some_bytes(1, 500), some_bytes(2, 500), some_bytes(3, 20_000)
    await backplane.append(Write(ROOM, kept), Write(ROOM, erased), Write(ROOM, long))
    assert all(entry in on_disk(store) for entry in (kept, erased))

    await backplane.erase(ROOM, 2, 3)

    left = on_disk(store)
    assert kept in left
    assert [] == [piece for piece in pieces(erased) + pieces(long) if piece in left]


async def test_what_expired_is_overwritten_in_file_and_log(
    store: SqliteStore, backplane: SqliteBackplane
) -> None:
    expired, kept = some_bytes(1, 500), some_bytes(2, 500)
    await backplane.append(Write(DESK, kept), Write(ROOM, expired))

    await backplane.expire("room:", backplane.now() + 1)

    left = on_disk(store)
    assert kept in left
    assert [] == [piece for piece in pieces(expired) if piece in left]


async def test_a_replaced_snapshot_is_overwritten_in_file_and_log(
    store: SqliteStore, backplane: SqliteBackplane
) -> None:
    entry, old, new = (some_bytes(n, 900) for n in (1, 2, 3))
    await backplane.append(Write(ROOM, entry))
    await backplane.snapshot(ROOM, 1, old)
    await backplane.snapshot(ROOM, 1, new)

    left = on_disk(store)
    assert new in left
    assert [] == [piece for piece in pieces(entry) + pieces(old) if piece in left]


async def test_somebody_who_reads_the_file_only_delays_the_overwriting(
    store: SqliteStore, backplane: SqliteBackplane
) -> None:
    erased = some_bytes(1, 500)
    await backplane.append(Write(ROOM, erased))
    reader = sqlite3.connect(store.folder / "kith.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entry").fetchone()

    await backplane.erase(ROOM, 1)
    assert erased in on_disk(store)
    reader.close()
    store.advance(5_000)
    await backplane.probe()

    assert erased not in on_disk(store)


@pytest.mark.slow  # seconds, not moments
@pytest.mark.parametrize("seed", [7, 8])  # both found copies when rows were simply deleted
async def test_no_copy_stays_behind_however_things_come_and_go(
    store: SqliteStore, seed: int
) -> None:
    """SQLite moves rows when pages empty, and leaves copies; so nothing kept is ever moved."""
    life = Life(store, Random(seed))  # noqa: S311 - a month to live again, not a secret
    await life.backplane.open()
    for _ in range(30):
        await life.write(200)
        await life.erase(20)
        await life.expire()
        await life.snapshot()

    found = {left[n : n + PIECE] for left in [on_disk(store)] for n in range(len(left))}
    await life.backplane.close()
    copies = [entry for entry in life.gone if any(piece in found for piece in pieces(entry))]
    lost = [entry for entry, _ in life.kept.values() if pieces(entry)[0] not in found]
    assert ([], []) == (copies, lost)
    assert 4_000 < len(life.gone)


class Life:
    """A month of a house: entries of every size come, and go in every way."""

    def __init__(self, store: SqliteStore, random: Random) -> None:
        self.store = store
        self.random = random
        self.backplane = SqliteBackplane(
            store.folder,
            wall=lambda: store.wall,
            elapsed=lambda: store.elapsed,
            synchronous="NORMAL",  # this is about bytes, not about the power
        )
        self.kept: dict[tuple[str, int], tuple[bytes, int]] = {}
        self.gone: list[bytes] = []

    async def write(self, count: int) -> None:
        kinds = ["room:a", "room:b", "desk", "members:a", "mail:a"]
        for _ in range(count // 4):
            writes = [
                Write("{1}" + self.random.choice(kinds), self.random.randbytes(size))
                for size in self.random.choices([90, 200, 600, 2_000], k=4)
            ]
            at = self.backplane.now()
            for write, position in zip(writes, await self.backplane.append(*writes), strict=True):
                self.kept[write.stream, position.n] = (write.entry, at)
            self.store.advance(self.random.randrange(4_000))

    async def erase(self, count: int) -> None:
        for place in self.random.sample(sorted(self.kept), min(count, len(self.kept))):
            await self.backplane.erase(*place)
            self.let_go([place])

    async def expire(self) -> None:
        before = self.backplane.now() - 100_000
        for kind in ("room:", "mail:"):
            if self.random.random() < 0.5:
                await self.backplane.expire(kind, before)
                self.let_go(
                    [
                        (stream, n)
                        for (stream, n), (_, at) in self.kept.items()
                        if stream.startswith("{1}" + kind) and at < before
                    ]
                )

    async def snapshot(self) -> None:
        for stream in ("{1}members:a", "{1}desk"):
            numbers = [n for name, n in self.kept if name == stream]
            if numbers and self.random.random() < 0.3:
                at = self.random.choice(numbers)
                await self.backplane.snapshot(stream, at, self.random.randbytes(500))
                self.let_go([(stream, n) for n in numbers if n <= at])

    def let_go(self, places: list[tuple[str, int]]) -> None:
        self.gone += [self.kept.pop(place)[0] for place in places]


async def test_the_file_does_not_grow_with_what_is_gone(store: SqliteStore) -> None:
    backplane = store.make()
    await backplane.open()
    sizes = []
    for _ in range(6):
        for _ in range(10):
            await backplane.append(*(Write(ROOM, bytes(400) + b"x") for _ in range(200)))
        store.advance(1)
        assert 2_000 == await backplane.expire("room:", backplane.now())
        sizes.append(len(on_disk(store)))
    await backplane.close()

    assert max(sizes[2:]) <= sizes[1]
