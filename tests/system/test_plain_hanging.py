"""A store that hangs without an error holds no plain form for long, and takes no words."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from plain_member import FROM_HERE, PlainMeeting, PlainMember

pytestmark = pytest.mark.slow

RUNNER = Path(__file__).parents[1] / "hanging_house.py"
WORDS = "what I wanted to say"


class HangingHouse(KithProcess):
    """A real server whose store hangs while we say so."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]


async def press_until_taken(member: PlainMember, fields: dict[str, str]) -> None:
    """Press the button again, as the page says one can."""
    while (answer := await member.post("/write", fields, FROM_HERE)).status == 503:
        assert WORDS == answer.box


async def test_a_form_is_answered_while_the_store_hangs_and_pressed_again_is_said_once(
    tmp_path: Path,
):
    hangs = tmp_path / "hangs"
    house = HangingHouse(
        tmp_path / "data", KITH_LIMITS="off", KITH_TEST_HANGS=str(hangs), KITH_TEST_SOON_S="2"
    ).start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = await PlainMeeting.open(house, stack)
        ada, ben = await meeting.visit(), await meeting.join()
        fields = ada.filled(await ada.get("/write"), WORDS)

        hangs.touch()
        told = await ada.post("/write", fields, FROM_HERE)
        hangs.unlink()
        again = ada.filled(told, told.box)
        await press_until_taken(ada, again)
        await ben.until_said(WORDS)
        await ben.say("and then")
        said = [frame["text"] for frame in await ben.so_far() if frame["t"] == "said"]

    assert (503, WORDS) == (told.status, told.box)
    assert "we do not know if this is saved. You can press the button again." in told.text
    assert fields["id"] == again["id"]
    assert WORDS not in said
