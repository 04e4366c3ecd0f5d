"""Nobody is on duty and somebody asks for a human being: who is called outside, and surely."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import pytest
from alarm_receiver import Receiver, TestDevice, receiving
from desk_door import caller, invitation
from kith_process import KithProcess
from meeting import Meeting, open_room

pytestmark = pytest.mark.slow


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


def kith(folder: Path, hook: str) -> KithProcess:
    secret = folder / "secret"
    secret.write_text("known to both")
    return KithProcess(
        folder / "data",
        KITH_PUSH_HOSTS="127.0.0.1",
        KITH_WEBHOOK_URL=hook,
        KITH_WEBHOOK_SECRET_FILE=str(secret),
    )


async def somebody_needs_somebody(process: KithProcess, stack: AsyncExitStack) -> None:
    meeting = Meeting(process, open_room(process.data), stack)
    ada = await meeting.join()
    assert "ack" == (await ada.ask("need"))["t"]


async def test_a_device_and_a_pager_are_called_while_nobody_is_on_duty(
    tmp_path: Path, receiver: Receiver, gathering: AsyncExitStack
):
    process = kith(tmp_path, receiver.at("ok/hook")).start()
    gathering.callback(process.stop)
    device = TestDevice(receiver.at("ok/ash"))
    async with caller(process) as ash:
        assert 200 == (await ash.join(invitation(process), "Ash")).status
        assert 204 == (await ash.ask("POST", "push", device.subscription())).status

    await somebody_needs_somebody(process, gathering)
    _, sealed = await receiver.got("ok/ash")
    _, told = await receiver.got("ok/hook")

    note, message = json.loads(told), device.opened(sealed)
    assert ("needed", 1) == (message["t"], message["n"])
    assert ("needed", "on_call", 1) == (note["t"], note["step"], note["n"])


async def test_a_call_that_a_kill_cut_off_is_made_again(
    tmp_path: Path, receiver: Receiver, gathering: AsyncExitStack
):
    """The step is due, the pager has the connection, and the node dies before it knows more."""
    process = kith(tmp_path, receiver.at("hang/hook")).start()
    gathering.callback(process.stop)
    await somebody_needs_somebody(process, gathering)
    await receiver.got("hang/hook")

    process.kill()
    process.environment["KITH_WEBHOOK_URL"] = receiver.at("ok/hook")
    process.start()
    _, told = await receiver.got("ok/hook")

    assert ("on_call", 1) == (json.loads(told)["step"], json.loads(told)["n"])


async def test_a_pager_that_is_broken_is_tried_again_but_not_all_the_time(
    tmp_path: Path, receiver: Receiver, gathering: AsyncExitStack
):
    process = kith(tmp_path, receiver.at("broken/hook")).start()
    gathering.callback(process.stop)
    await somebody_needs_somebody(process, gathering)

    await receiver.got("broken/hook")
    began = monotonic()
    await receiver.got("broken/hook", times=2)

    assert monotonic() - began > 5
