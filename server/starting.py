"""`kith serve`: one process made ready, and a node run in it until it is told to end."""

import resource
import sys

import uvloop

from server import notes
from server.app import serve
from server.foundation import foundation
from server.settings import Settings

# The store's writing thread waits this long for a busy loop at most: at Python's own 5 ms, a
# group of appends took five times as long.
SWITCH_S = 0.0005


def start(settings: Settings) -> None:
    """Run one node until SIGTERM or SIGINT."""
    notes.take_over_logging()
    _take_all_descriptors()
    _leave_no_dump()
    sys.setswitchinterval(SWITCH_S)

    async def run() -> None:
        async with foundation(settings) as ground:
            await serve(ground, settings)

    uvloop.run(run())


def _take_all_descriptors() -> None:
    """Let every member have a socket: as many as the system allows this process."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _leave_no_dump() -> None:
    """Let no crash write what people said, and the keys, into a file: a dump is all of memory."""
    # With 0 the system still hands a dump to a program that collects them; with 1 it does not.
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
