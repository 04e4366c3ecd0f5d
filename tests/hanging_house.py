"""Run `kith` on a store that hangs, without an error, for as long as a file is there."""

import asyncio
import os
import sys
from pathlib import Path

from server import services
from server.backplane import Lease
from server.backplane.sqlite import SqliteBackplane
from server.cli import main

LOOK_S = 0.05
HANGS = Path(os.environ["KITH_TEST_HANGS"])
services.ANSWER_S = float(os.environ["KITH_TEST_SOON_S"])
_lease = SqliteBackplane.lease


def _hangs() -> bool:
    return HANGS.exists()


async def _hung(store: SqliteBackplane, *asked: object, **more: object) -> Lease:
    while _hangs():  # noqa: ASYNC110 - another program says so, by a file
        await asyncio.sleep(LOOK_S)
    return await _lease(store, *asked, **more)  # type: ignore[arg-type] - handed on as it came


SqliteBackplane.lease = _hung  # type: ignore[method-assign] - what this program is for
sys.exit(main(sys.argv[1:]))
