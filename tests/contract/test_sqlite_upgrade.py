"""A folder of an older version opens as it is, and nothing in it is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stores import SqliteStore

from server.backplane import (
    REMEMBER_AT_LEAST_MS,
    REMEMBER_MS,
    REMEMBER_POSTS,
    Duplicate,
    Item,
    Write,
)
from server.backplane.sqlite import SqliteBackplane
from server.backplane.sqlite_schema import connect
from server.backplane.sqlite_upgrade import VERSION, upgrade

ROOM, MAIL = "{17}room:a", "{17}mail:a"
KEYS = [bytes([n]) * 16 for n in range(1, 31)]
# What version 1 had in place of today's keys.
VERSION_1 = """
BEGIN IMMEDIATE;
DROP INDEX dedupe_by_key;
ALTER TABLE dedupe RENAME TO today;
CREATE TABLE dedupe (
    stream INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    key BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (stream, rank)
) WITHOUT ROWID;
CREATE INDEX dedupe_by_key ON dedupe (key);
INSERT INTO dedupe SELECT stream, rank, n, at, key, mac FROM today;
DROP TABLE today;
UPDATE store SET last_seq = (SELECT max(seq) FROM entry), last_at = (SELECT max(at) FROM entry);
PRAGMA user_version = 1;
COMMIT;
VACUUM;
"""


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "data")


def said(key: bytes) -> Write:
    return Write(ROOM if key[0] % 2 else MAIL, b"said under " + key, dedupe=key, mac=key[:4])


async def fill(store: SqliteStore) -> None:
    """Write a house as version 1 left it."""
    backplane = store.make()
    await backplane.open()
    for key in KEYS:
        await backplane.append(said(key))
        store.advance(1)
    await backplane.close()
    with closing(sqlite3.connect(store.folder / "kith.db")) as sql:
        sql.executescript(VERSION_1)


def version_of(store: SqliteStore) -> int:
    with closing(sqlite3.connect(store.folder / "kith.db")) as sql:
        return int(sql.execute("PRAGMA user_version").fetchone()[0])


def keys_in(store: SqliteStore) -> list[bytes]:
    with closing(sqlite3.connect(store.folder / "kith.db")) as sql:
        return [key for (key,) in sql.execute("SELECT key FROM dedupe ORDER BY id")]


async def entries(backplane: SqliteBackplane, stream: str) -> list[Item]:
    return list((await backplane.read(stream, 0, 100)).items)


async def test_a_folder_of_version_1_opens_with_all_that_was_said_and_remembered(
    store: SqliteStore,
) -> None:
    await fill(store)

    backplane = store.make()
    await backplane.open()

    assert (VERSION, KEYS) == (version_of(store), keys_in(store))
    assert [said(key).entry for key in KEYS[::2]] == [
        item.entry for item in await entries(backplane, ROOM)
    ]
    for number, key in enumerate(KEYS):
        with pytest.raises(Duplicate) as refused:
            await backplane.append(said(key))
        assert (number // 2 + 1, key[:4]) == (refused.value.position.n, refused.value.mac)
    (position,) = await backplane.append(Write(ROOM, b"new", dedupe=b"a new key"))
    assert 16 == position.n
    await backplane.close()


async def test_who_ends_in_the_middle_of_it_still_has_version_1(store: SqliteStore) -> None:
    await fill(store)
    full = connect(store.folder / "kith.db", "FULL")
    with closing(full):
        (pages,) = full.execute("PRAGMA page_count").fetchone()
        full.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            upgrade(full, 1)
    assert 1 == version_of(store)

    backplane = store.make()
    await backplane.open()
    assert KEYS == keys_in(store)
    await backplane.close()


async def test_a_start_goes_on_from_the_last_entry_whose_commit_said_nothing_else(
    store: SqliteStore,
) -> None:
    first = store.make()
    await first.open()
    await first.append(Write(ROOM, b"a"), Write(ROOM, b"b"))
    last_at = first.last_at()
    await first.close()
    store.set_back(5_000)

    again = store.make()
    await again.open()
    batches = again.follow()
    await again.append(Write(MAIL, b"c"))
    assert last_at <= again.last_at()
    assert [b"c"] == [item.entry for item in await anext(batches)]
    await again.close()


async def test_keys_leave_the_file_when_they_are_as_old_as_the_talk(store: SqliteStore) -> None:
    backplane = store.make()
    await backplane.open()
    for key in KEYS:
        await backplane.append(said(key))

    store.advance(REMEMBER_MS)
    await backplane.append(Write(ROOM, b"later", dedupe=b"a later key"))

    assert [b"a later key"] == keys_in(store)
    await backplane.close()


async def test_keys_that_many_posts_overtook_leave_the_file_in_their_turn(
    store: SqliteStore,
) -> None:
    backplane = store.make()
    await backplane.open()
    first = said(KEYS[0])
    overtaking = [Write(ROOM, b"more", dedupe=n.to_bytes(16, "big")) for n in range(REMEMBER_POSTS)]
    await backplane.append(first, *overtaking)

    store.advance(REMEMBER_AT_LEAST_MS)
    await backplane.append(Write(ROOM, b"later"))
    assert KEYS[0] not in keys_in(store)
    assert REMEMBER_POSTS == len(keys_in(store))
    await backplane.close()
