"""Disks that are full, read-only or broken: a clear sentence or code, and reading goes on."""

import asyncio
import os
import resource
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from commands import Run, program, sentence
from kith_process import KITH, KithProcess
from meeting import StartKith, open_room
from patience import SOON_S
from wire import Wire, texts

pytestmark = pytest.mark.slow

PAGE_BYTES = 4_096
# As root the mode of a folder says nothing, unless this power is given up.
AS_ANYBODY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


async def entered(kith: KithProcess, gathering: AsyncExitStack, **fields: object) -> Wire:
    wire = await Wire.dial(kith.ws)
    gathering.push_async_callback(wire.close)
    assert (await wire.enter("gambling", **fields))["t"] == "hello"
    return wire


async def test_below_the_reserve_words_are_refused_and_reading_goes_on(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith()
    ada = await entered(kith, gathering)
    await ada.say("while there was space")
    kith.stop()
    free = shutil.disk_usage(kith.data).free // 2**20

    kith.environment["KITH_DISK_RESERVE_MIB"] = str(free * 2)
    kith.start()
    ada = await entered(kith, gathering, after={"epoch": "", "n": 0})
    answer = await ada.say("there is none")
    await ada.send("more", before=2, limit=5)

    assert ["while there was space"] == texts(await ada.in_order(1))
    assert ("nack", "disk") == (answer["t"], answer["code"])
    assert answer["after_s"] > 0
    assert ["while there was space"] == texts((await ada.expect("lines"))["events"])
    assert (await ada.ask("need"))["t"] == "ack"


async def test_a_resend_is_answered_also_without_space(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith()
    ada = await entered(kith, gathering)
    first = await ada.say("while there was space")
    kith.stop()

    kith.environment["KITH_DISK_RESERVE_MIB"] = str(2**40)
    kith.start()
    back = await Wire.dial(kith.ws, ada.key)
    gathering.push_async_callback(back.close)
    await back.enter("gambling")

    assert first == await back.say("while there was space", id=first["id"])


async def test_a_store_that_cannot_grow_refuses_and_comes_back_by_itself(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith(KITH_LIMITS="off")
    ada = await entered(kith, gathering)
    ben = await entered(kith, gathering)
    first = await ada.say("before")
    unlimited = resource.RLIM_INFINITY

    resource.prlimit(kith.pid, resource.RLIMIT_FSIZE, (1, unlimited))
    refused = await ada.say("the disk is full")
    await ben.send("more", before=2, limit=5)
    earlier = await ben.expect("lines")
    resource.prlimit(kith.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
    async with asyncio.timeout(SOON_S):
        while (again := await ada.say("the disk is full", id=refused["id"]))["t"] == "nack":
            assert again["code"] == "unavailable"
            await asyncio.sleep(again["after_s"])

    assert ("nack", "unavailable") == (refused["t"], refused["code"])
    assert refused["after_s"] > 0
    assert ["before"] == texts(earlier["events"])
    assert again["n"] == first["n"] + 1
    assert ["before", "the disk is full"] == texts(await ben.in_order(2))
    assert "Traceback" not in "".join(kith.stderr)


async def test_nobody_is_let_in_silently_when_the_store_is_away(
    start_kith: StartKith, gathering: AsyncExitStack
):
    kith = start_kith()
    resource.prlimit(kith.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))

    wire = await Wire.dial(kith.ws)
    gathering.push_async_callback(wire.close)
    answer = await wire.enter("gambling")

    assert ("nack", "unavailable") == (answer["t"], answer["code"])
    assert await wire.ended() == 4004


def _whole(data: Path) -> bytes:
    return (data / "kith.db").read_bytes()


def _garbage_at(place: int) -> Callable[[bytes], bytes]:
    return lambda whole: whole[:place] + os.urandom(PAGE_BYTES) + whole[place + PAGE_BYTES :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a garbled head": _garbage_at(0),
    "garbage inside": _garbage_at(PAGE_BYTES),
    "cut in the middle": lambda whole: whole[: len(whole) // 2],
    "cut in a page": lambda whole: whole[: -PAGE_BYTES - 100],
    "another kind of file": lambda _: b"not a store " * 1_000,
    "nothing but zeros": lambda whole: bytes(len(whole)),
}


def test_a_damaged_store_is_said_before_anything_is_served(kith: KithProcess, start: Run):
    open_room(kith.data)
    kith.stop()
    whole = _whole(kith.data)
    for damage in DAMAGE.values():
        (kith.data / "kith.db").write_bytes(damage(whole))

        says = sentence(start("serve", "--port", "0", "--data", kith.data))

        assert "is damaged" in says
        assert str(kith.data / "kith.db") in says
    (kith.data / "kith.db").write_bytes(whole)
    kith.start()


def test_a_damaged_key_file_is_said_and_never_made_anew(kith: KithProcess, start: Run):
    kith.stop()
    for file in ("house.keys", "talk.ratchet", "facts.ratchet"):
        path = kith.data / "keys" / file
        whole = path.read_bytes()
        path.write_bytes(whole[:-5])

        says = sentence(start("serve", "--port", "0", "--data", kith.data))

        assert f"{path} is damaged" in says
        assert path.read_bytes() == whole[:-5]
        path.write_bytes(whole)
    kith.start()


def test_lost_house_keys_are_said_and_not_replaced_under_a_living_store(
    kith: KithProcess, start: Run
):
    kith.stop()
    path = kith.data / "keys" / "house.keys"
    kept = path.rename(path.with_name("kept"))

    says = sentence(start("serve", "--port", "0", "--data", kith.data))

    assert "its keys are missing" in says
    assert not path.exists()
    kept.rename(path)
    kith.start()


def test_a_folder_that_cannot_be_written_to_is_said(kith: KithProcess):
    kith.stop()
    for path in (kith.data, *kith.data.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)

    before = AS_ANYBODY if os.geteuid() == 0 else ()
    done = program(*before, KITH, "serve", "--port", "0", "--data", kith.data)

    assert "annot be" in sentence(done)
    for path in (kith.data, *kith.data.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    kith.start()


def test_a_folder_that_is_a_file_is_said(start: Run, tmp_path: Path):
    (tmp_path / "file").write_text("")

    says = sentence(start("serve", "--port", "0", "--data", tmp_path / "file" / "data"))

    assert "cannot be written to" in says
