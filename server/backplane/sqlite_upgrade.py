"""A store that an older version wrote, brought to what this one writes: whole, or not at all.

Each step is one transaction that ends with the new version's number, so whoever is killed in the
middle begins that step again.
"""

import sqlite3
from collections.abc import Mapping
from typing import Final

VERSION: Final = 2

DEDUPE: Final = """
CREATE TABLE dedupe (
    id INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    key BLOB NOT NULL,
    mac BLOB NOT NULL
);
CREATE INDEX dedupe_by_key ON dedupe (key);
"""
# Keys lay by stream and rank, in as many places of the file as a commit had streams.
_KEYS_IN_ORDER: Final = f"""
BEGIN IMMEDIATE;
DROP INDEX dedupe_by_key;
ALTER TABLE dedupe RENAME TO dedupe_by_stream;
{DEDUPE}
INSERT INTO dedupe (stream, rank, n, at, key, mac)
    SELECT stream, rank, n, at, key, mac FROM dedupe_by_stream ORDER BY at, stream, rank;
DROP TABLE dedupe_by_stream;
PRAGMA user_version = 2;
COMMIT;
"""  # noqa: S608 - all of it is ours
_STEPS: Final[Mapping[int, str]] = {1: _KEYS_IN_ORDER}


def upgrade(connection: sqlite3.Connection, version: int) -> int:
    """Take every step there is from this version on; return the version that was reached."""
    while version in _STEPS:
        connection.executescript(_STEPS[version])
        version += 1
    return version
