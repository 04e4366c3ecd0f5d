"""One server for most tests of the wire, each in a room of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import Meeting, open_room


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a server that many tests share: none of them may end it. It has no rate limits."""
    process = KithProcess(tmp_path_factory.mktemp("house") / "data", KITH_LIMITS="off")
    process.start()
    yield process
    code = process.stop()
    assert (0, "") == (code, _bugs(process)), "the shared server had bugs"


@pytest.fixture
async def meeting(house: KithProcess) -> AsyncIterator[Meeting]:
    async with AsyncExitStack() as stack:
        yield Meeting(house, open_room(house.data), stack)


@pytest.fixture
async def gathering() -> AsyncIterator[AsyncExitStack]:
    """Own the sockets of tests that start their own servers."""
    async with AsyncExitStack() as stack:
        yield stack


def _bugs(process: KithProcess) -> str:
    lines = [line for line in process.stderr if "our_bug" in line or "Traceback" in line]
    return "".join(lines)
