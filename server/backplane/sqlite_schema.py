"""The SQLite file: its tables, how it is opened, and what is said when it cannot be.

`entry.seq` counts every entry of the store in the order of commits. New rows go to the end of
the file's last page and are never moved by later ones, an erased entry is overwritten where
it lies, and who fell behind reads on from the last `seq` seen.
"""

import os
import sqlite3
from pathlib import Path
from secrets import token_hex
from typing import Final, Literal

from server.backplane import StoreDamaged, Unavailable
from server.backplane.sqlite_upgrade import DEDUPE, VERSION, upgrade

Synchronous = Literal["FULL", "NORMAL"]

STORE: Final = "kith.db"  # in the data folder
_EPOCH_BYTES: Final = 8
_BUSY_S: Final = 0.5
_STATEMENTS: Final = 256
_SCHEMA: Final = f"""
CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    commits INTEGER NOT NULL
);
CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    shard TEXT NOT NULL,
    n INTEGER NOT NULL,
    first INTEGER NOT NULL,
    rule INTEGER NOT NULL,
    posts INTEGER NOT NULL
);
CREATE INDEX stream_by_shard ON stream (shard);
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    rule INTEGER NOT NULL,
    erased INTEGER NOT NULL,
    entry BLOB NOT NULL
);
CREATE UNIQUE INDEX entry_by_place ON entry (stream, n);
{DEDUPE}CREATE TABLE snapshot (
    stream INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    state BLOB NOT NULL
);
"""


def open_first(path: Path, synchronous: Synchronous) -> sqlite3.Connection:
    """Open the store at start: made if it is new, looked over if it is not."""
    try:
        # Ours alone from the first byte on; SQLite gives the files beside it the same rights.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = connect(path, synchronous)
        try:
            _make_or_check(connection, path)
        except BaseException:
            connection.close()
            raise
    except OSError as error:
        raise Unavailable(f"The store {path} cannot be written to: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise _at_start(path, error) from error
    return connection


def connect(path: Path, synchronous: Synchronous) -> sqlite3.Connection:
    """Open one connection; never makes a new file in place of a lost one."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,  # transactions begin and end where we say
        check_same_thread=False,  # opened and closed by one thread, used by one other
        cached_statements=_STATEMENTS,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA secure_delete = ON").fetchone()
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -16384")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_or_check(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        _make(connection, path)
    else:
        _check(connection)
        if upgrade(connection, version) != VERSION:
            raise StoreDamaged(
                f"The store {path} was written by another version of Kith. Start that version, or"
                " bring back a backup."
            )
    # What a killed server left in the log is moved into the file and on to the disk.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _check(connection: sqlite3.Connection) -> None:
    (word,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if word != "ok":
        raise sqlite3.DatabaseError(word)


def _make(connection: sqlite3.Connection, path: Path) -> None:
    epoch = token_hex(_EPOCH_BYTES)
    # One transaction: a kill at the first start leaves a whole store or an empty file.
    connection.executescript(
        f"BEGIN IMMEDIATE; {_SCHEMA}"  # noqa: S608 - all of it is ours
        f"INSERT INTO store VALUES (1, '{epoch}', 0, 0, 0);"
        f"PRAGMA user_version = {VERSION}; COMMIT;"
    )
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _at_start(path: Path, error: sqlite3.Error) -> Exception:
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError
    )
    if damaged:
        return StoreDamaged(
            f"The store {path} is damaged. Keep a copy of it, then bring back a backup, or move"
            " the file away to start with an empty house: the rooms and all they said are then"
            " gone."
        )
    return Unavailable(f"The store {path} cannot be opened: {error}.")
