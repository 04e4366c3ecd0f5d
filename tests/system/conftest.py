"""One server for most tests of the wire, each in a room of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest
from commands import Done, Run, program
from kith_process import KITH, KithProcess
from meeting import Meeting, open_room
from plain_member import PlainMeeting
from shift import Shift
from two_nodes import House, Talk, talking, two_nodes

from server.cli import main


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a server that many tests share: none of them may end it. It has no rate limits."""
    with _shared(tmp_path_factory.mktemp("house")) as process:
        yield process


@pytest.fixture(scope="session")
def desk_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a server with volunteers on duty that many tests share."""
    with _shared(tmp_path_factory.mktemp("desk")) as process:
        yield process


@pytest.fixture
async def shift(desk_house: KithProcess) -> AsyncIterator[Shift]:
    """Give a room whose cases volunteers take."""
    async with AsyncExitStack() as stack:
        yield Shift(Meeting(desk_house, open_room(desk_house.data), stack), stack)


@pytest.fixture
async def meeting(house: KithProcess) -> AsyncIterator[Meeting]:
    async with AsyncExitStack() as stack:
        yield Meeting(house, open_room(house.data), stack)


@pytest.fixture
async def plain_meeting(house: KithProcess) -> AsyncIterator[PlainMeeting]:
    """Give a room to those without script, and to others beside them."""
    async with AsyncExitStack() as stack:
        yield await PlainMeeting.open(house, stack)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give two nodes on one Redis to the tests of a file."""
    with two_nodes(tmp_path_factory.mktemp("pair")) as opened:
        yield opened


@pytest.fixture
async def talk(pair: House) -> AsyncIterator[Talk]:
    """Give a room whose people are on both nodes."""
    async with talking(pair) as opened:
        yield opened


@pytest.fixture
async def gathering() -> AsyncIterator[AsyncExitStack]:
    """Own the sockets of tests that start their own servers."""
    async with AsyncExitStack() as stack:
        yield stack


@contextmanager
def _shared(folder: Path) -> Iterator[KithProcess]:
    process = KithProcess(folder / "data", KITH_LIMITS="off")
    process.start()
    yield process
    code = process.stop()
    assert (0, "") == (code, _bugs(process)), "the shared server had bugs"


def _bugs(process: KithProcess) -> str:
    lines = [line for line in process.stderr if "our_bug" in line or "Traceback" in line]
    return "".join(lines)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command in a folder of its own, in this process: starting another takes long."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str | Path, **environment: str) -> Done:
        capfd.readouterr()
        with monkeypatch.context() as changed:
            for name, value in environment.items():
                changed.setenv(name, value)
            code = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Done(code, out, err)

    return command


@pytest.fixture
def start(tmp_path: Path) -> Run:
    """Run one command as a program of its own, to its end."""

    def command(*words: str | Path, **environment: str) -> Done:
        return program(KITH, *words, cwd=tmp_path, **environment)

    return command
