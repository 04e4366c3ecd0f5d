"""A disk that fails: nothing half done, nothing hidden, and on again when the cause is gone."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from failing_disk import full_disk
from patience import SOON_S

from server.backplane import Conflict, Duplicate, Item, Unavailable, Write
from server.backplane.sqlite import SqliteBackplane
from server.backplane.sqlite_book import Book, Judgement

ROOM, DESK = "{17}room:a", "{17}desk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def backplane(folder: Path) -> AsyncIterator[SqliteBackplane]:
    opened = SqliteBackplane(folder)
    await opened.open()
    yield opened
    await opened.close()


async def fill_up(backplane: SqliteBackplane) -> int:
    """Append until the disk is full; return how many were acknowledged."""
    for count in range(10_000):
        try:
            await backplane.append(Write(ROOM, os.urandom(4_000)))
        except Unavailable:
            return count
    raise AssertionError("the disk never was full")


async def entries(backplane: SqliteBackplane, stream: str) -> Sequence[Item]:
    return (await backplane.read(stream, 0, 10_000)).items


async def test_a_full_disk_is_unavailable_and_writes_go_on_when_there_is_space(
    backplane: SqliteBackplane, folder: Path
) -> None:
    follower = backplane.follow()
    await backplane.append(Write(ROOM, b"a", dedupe=b"k" * 16))
    with full_disk(folder):
        kept = 1 + await fill_up(backplane)
        with pytest.raises(Unavailable):
            await backplane.append(Write(ROOM, os.urandom(50_000)), Write(DESK, b"case"))
        with pytest.raises(Unavailable):
            await backplane.snapshot(ROOM, 1, os.urandom(50_000))
        assert kept == len(await entries(backplane, ROOM))

    await backplane.probe()
    (position,) = await backplane.append(Write(ROOM, b"b"))

    assert kept + 1 == position.n
    assert [] == await entries(backplane, DESK)
    with pytest.raises(Duplicate):
        await backplane.append(Write(ROOM, b"a", dedupe=b"k" * 16))
    heard: list[Item] = []
    async with asyncio.timeout(SOON_S):
        while len(heard) < kept + 1:
            heard += await anext(follower)
    assert await entries(backplane, ROOM) == heard


async def test_a_probe_finds_a_disk_that_does_not_write(
    backplane: SqliteBackplane, folder: Path
) -> None:
    with full_disk(folder):
        await fill_up(backplane)
        for _ in range(3):
            with pytest.raises(Unavailable):
                await _probe_until_it_fails(backplane)
    await backplane.probe()


async def _probe_until_it_fails(backplane: SqliteBackplane) -> None:
    # Small writes may find a corner left in the log for a while.
    for _ in range(100):
        await backplane.probe()


async def test_appends_that_fail_together_all_hear_of_it(
    backplane: SqliteBackplane, folder: Path
) -> None:
    with full_disk(folder):
        await fill_up(backplane)
        found = await asyncio.gather(
            *(backplane.append(Write(ROOM, os.urandom(4_000), expect_n=0)) for _ in range(20)),
            *(backplane.append(Write(DESK, os.urandom(40_000))) for _ in range(20)),
            return_exceptions=True,
        )
    assert {Unavailable, Conflict} >= {type(result) for result in found}
    assert [] == await entries(backplane, DESK)


async def test_a_commit_whose_answer_was_lost_is_told_to_followers(
    backplane: SqliteBackplane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may have taken what it reported as failed; then the numbers go on after it."""
    written = Book.append

    def lose_the_answer(
        book: Book, appends: Sequence[Sequence[Write]]
    ) -> tuple[list[Judgement], Sequence[Item]]:
        written(book, appends)
        raise sqlite3.OperationalError("disk I/O error")

    follower = backplane.follow()
    await backplane.append(Write(ROOM, b"a"))
    with monkeypatch.context() as patched:
        patched.setattr(Book, "append", lose_the_answer)
        with pytest.raises(Unavailable):
            await backplane.append(Write(ROOM, b"b", dedupe=b"k" * 16))

    with pytest.raises(Duplicate) as settled:
        await backplane.append(Write(ROOM, b"b", dedupe=b"k" * 16))
    await backplane.append(Write(ROOM, b"c"))

    assert 2 == settled.value.position.n
    heard: list[Item] = []
    async with asyncio.timeout(SOON_S):
        while len(heard) < 3:
            heard += await anext(follower)
    assert [b"a", b"b", b"c"] == [item.entry for item in heard]


async def test_an_erasure_whose_answer_was_lost_is_told_to_followers(
    backplane: SqliteBackplane, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = backplane.follow()
    await backplane.append(Write(ROOM, b"a"), Write(ROOM, b"b"))
    await anext(follower)
    real = sqlite3.Connection.execute

    def lose_the_answer(book: Book, chore: object) -> None:
        done = chore(book)  # type: ignore[operator] - a chore is called with its book
        book.unsure = done.erased
        real(book.sql, "COMMIT")
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(
            Book, "run", lambda book, chore: (real(book.sql, "BEGIN"), lose_the_answer(book, chore))
        )
        with pytest.raises(Unavailable):
            await backplane.erase(ROOM, 2)

    await backplane.probe()
    async with asyncio.timeout(SOON_S):
        (told,) = await anext(follower)
    assert (2, b"") == (told.n, told.entry)


async def test_a_bug_reaches_its_caller_and_the_store_lives_on(
    backplane: SqliteBackplane, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Book, "append", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            await backplane.append(Write(ROOM, b"a"))

    assert [1] == [position.n for position in await backplane.append(Write(ROOM, b"a"))]


async def test_a_store_that_was_taken_away_is_not_made_anew(
    backplane: SqliteBackplane, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await backplane.append(Write(ROOM, b"a"))
    _move(folder / "kith.db", folder / "elsewhere.db")
    with monkeypatch.context() as patched:
        patched.setattr(Book, "append", lambda *_: 1 // 0)  # makes it open the file again
        with pytest.raises(ZeroDivisionError):
            await backplane.append(Write(ROOM, b"b"))

    for _ in range(2):
        with pytest.raises(Unavailable):
            await backplane.append(Write(ROOM, b"b"))
    assert not _is_there(folder / "kith.db")


def _move(path: Path, to: Path) -> None:
    path.rename(to)


def _is_there(path: Path) -> bool:
    return path.exists()


async def test_whoever_gives_up_waiting_disturbs_nobody(backplane: SqliteBackplane) -> None:
    waiting = [
        asyncio.ensure_future(backplane.append(Write(ROOM, bytes([n])))) for n in range(1, 100)
    ]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    found = await asyncio.gather(*waiting, return_exceptions=True)

    stayed = [result for result in found if not isinstance(result, asyncio.CancelledError)]
    numbers = [positions[0].n for positions in stayed]
    assert sorted(set(numbers)) == numbers
    assert 49 <= len(numbers)
    assert len(await entries(backplane, ROOM)) >= len(numbers)
