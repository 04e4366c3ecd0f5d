"""The data folder: one server at a time, and a plain sentence when it cannot be used."""

import asyncio
import multiprocessing
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.backplane import FolderInUse, StoreDamaged, Unavailable, Write
from server.backplane.sqlite import SqliteBackplane

ROOM = "{17}room:a"
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def fill(folder: Path, count: int = 50) -> None:
    backplane = SqliteBackplane(folder)
    await backplane.open()
    await backplane.append(*(Write(ROOM, os.urandom(400)) for _ in range(count)))
    await backplane.close()


def open_elsewhere(folder: Path, said: "multiprocessing.SimpleQueue[str]") -> None:
    """Open the folder in a process of its own and tell what happened."""
    try:
        asyncio.run(SqliteBackplane(folder).open())
    except FolderInUse as error:
        said.put(str(error))
    else:
        said.put("opened")


def test_a_second_process_on_the_folder_is_refused(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")

    def elsewhere() -> str:
        said = context.SimpleQueue()
        other = context.Process(target=open_elsewhere, args=(folder, said))
        other.start()
        sentence = said.get()
        other.join(20)
        return sentence

    async def both() -> tuple[str, str]:
        backplane = SqliteBackplane(folder)
        await backplane.open()
        refused = await asyncio.to_thread(elsewhere)
        await backplane.append(Write(ROOM, b"undisturbed"))
        await backplane.close()
        return refused, await asyncio.to_thread(elsewhere)

    refused, later = asyncio.run(both())

    assert str(folder) in refused
    assert "--data" in refused
    assert "opened" == later


async def test_a_second_store_in_one_process_is_refused_too(folder: Path) -> None:
    first, second = SqliteBackplane(folder), SqliteBackplane(folder)
    await first.open()
    with pytest.raises(FolderInUse):
        await second.open()
    await first.close()

    await second.open()
    await second.close()


async def test_nobody_else_may_read_the_files(folder: Path) -> None:
    backplane = SqliteBackplane(folder)
    await backplane.open()
    await backplane.append(Write(ROOM, b"a"))

    assert {"data", "lock", "kith.db", "kith.db-wal", "kith.db-shm"} == set(rights(folder))
    assert {0} == {mode & 0o077 for mode in rights(folder).values()}
    await backplane.close()


def rights(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


def test_a_store_cut_short_or_overwritten_is_damaged(folder: Path) -> None:
    asyncio.run(fill(folder))
    path = folder / "kith.db"
    whole = path.read_bytes()

    for damaged in (whole[: len(whole) // 2], b"not a database, " * 600, _holed(whole)):
        path.write_bytes(damaged)
        with pytest.raises(StoreDamaged) as refused:
            asyncio.run(SqliteBackplane(folder).open())
        assert str(path) in str(refused.value)
        assert "backup" in str(refused.value)

    path.write_bytes(whole)
    asyncio.run(fill(folder))


def _holed(whole: bytes) -> bytes:
    page = 4096
    return whole[: 2 * page] + b"\xff" * page * 3 + whole[5 * page :]


async def test_a_store_of_another_version_is_left_alone(folder: Path) -> None:
    await fill(folder)
    with sqlite3.connect(folder / "kith.db") as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()

    with pytest.raises(StoreDamaged, match="another version"):
        await SqliteBackplane(folder).open()


def test_a_first_start_that_was_killed_is_a_first_start(folder: Path) -> None:
    folder.mkdir()
    (folder / "kith.db").write_bytes(b"")

    asyncio.run(fill(folder))


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while, if the tests run as root, whom nothing forbids anything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a filled folder that nobody, too, can reach."""
    with TemporaryDirectory(dir="/tmp") as name:
        asyncio.run(fill(Path(name)))
        yield Path(name)
        Path(name).chmod(0o755)


def refused_sentence(folder: Path) -> str:
    with without_rights(), pytest.raises(Unavailable) as refused:
        asyncio.run(SqliteBackplane(folder).open())
    return str(refused.value)


def test_a_folder_that_cannot_be_written_to_is_said_plainly(open_folder: Path) -> None:
    for path in open_folder.iterdir():
        path.chmod(0o444)
    open_folder.chmod(0o555)

    assert re.match(
        rf"The folder {open_folder} cannot be written to: .", refused_sentence(open_folder)
    )


def test_a_store_file_that_cannot_be_written_to_is_said_plainly(open_folder: Path) -> None:
    open_folder.chmod(0o777)
    (open_folder / "lock").chmod(0o666)
    (open_folder / "kith.db").chmod(0o444)

    assert re.match(r"The store .*kith.db cannot be written to: .", refused_sentence(open_folder))


async def test_a_weaker_store_says_so(folder: Path) -> None:
    backplane = SqliteBackplane(folder, synchronous="NORMAL")
    await backplane.open()
    await backplane.append(Write(ROOM, b"a"))

    assert not backplane.durable
    await backplane.close()
