"""A disk that fills up under a server: words are refused, a cry is not, and it ends in order."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from desk_wire import Volunteer
from kith_process import KithProcess
from patience import SOON_S
from small_disk import MIB, SmallDisk, small_disk
from wire import Wire, texts

pytestmark = pytest.mark.slow
SIZE, RESERVE_MIB = 48 * MIB, 16


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", SIZE) as made:
        yield made


@pytest.fixture
def kith(disk: SmallDisk) -> Iterator[KithProcess]:
    settings = {"KITH_DISK_RESERVE_MIB": str(RESERVE_MIB), "KITH_LIMITS": "off"}
    process = KithProcess(disk.folder / "house", **settings).start()
    yield process
    process.stop()


async def entered(kith: KithProcess, gathering: AsyncExitStack) -> Wire:
    wire = await Wire.dial(kith.ws)
    gathering.push_async_callback(wire.close)
    assert (await wire.enter("gambling"))["t"] == "hello"
    return wire


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON_S):
        while not true():  # noqa: ASYNC110 - a file system tells nobody
            await asyncio.sleep(0.05)


async def refused(wire: Wire) -> bool:
    return (await wire.say("is there room?")).get("code") == "disk"


async def test_cases_are_written_from_the_ballast_and_words_again_once_there_is_room(
    disk: SmallDisk, kith: KithProcess, gathering: AsyncExitStack
):
    ballast = kith.data / "ballast"
    ada, ben = await entered(kith, gathering), await entered(kith, gathering)
    assert (await ada.say("while there was room"))["saved"]
    await until(lambda: ballast.exists() and allocated(ballast) == RESERVE_MIB // 2 * MIB)

    disk.fill(leave=8 * MIB)
    async with asyncio.timeout(SOON_S):
        while not await refused(ada):
            pass
    assert (await ada.ask("need"))["t"] == "ack"
    disk.fill(leave=0)
    await until(lambda: not ballast.exists())

    assert await refused(ben)
    assert (await ben.ask("need"))["t"] == "ack"
    await ben.send("more", before=2, limit=5)
    assert ["while there was room"] == texts((await ben.expect("lines"))["events"])
    assert 0 == kith.stop()

    disk.clear()
    kith.start()
    await until(ballast.exists)
    assert 2 == await cases(kith, gathering)
    cal = await entered(kith, gathering)
    assert (await cal.say("there is room again"))["saved"]
    assert 0 == kith.stop()
    assert not ballast.exists()
    assert [] == [line for line in kith.stderr if "our_bug" in line or "Traceback" in line]


async def test_a_disk_that_fills_within_a_second_is_met_by_the_store_itself(
    disk: SmallDisk, kith: KithProcess, gathering: AsyncExitStack
):
    ada = await entered(kith, gathering)

    disk.fill(leave=0)
    async with asyncio.timeout(SOON_S):
        while (await ada.ask("need"))["t"] != "ack":
            pass

    assert 0 == kith.stop()
    disk.clear()
    kith.start()
    assert 1 == await cases(kith, gathering)


def allocated(path: Path) -> int:
    return path.stat().st_blocks * 512


async def cases(kith: KithProcess, gathering: AsyncExitStack) -> int:
    """Return how many people wait on the desk: there is one open case for each."""
    vera = await Volunteer.sit(kith, "Vera")
    gathering.push_async_callback(vera.close)
    return len(vera.hello["cases"])
