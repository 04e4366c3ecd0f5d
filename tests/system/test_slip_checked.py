"""A slip, from the one who asks to the one who checks it."""

import re
import sys
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from commands import Run, sentence
from kith_process import KithProcess
from meeting import Meeting
from patience import SOON_S
from plain_member import PlainMeeting
from wire import fresh_id
from yarl import URL

from rooms.slip import Slip
from server.crypto.keys import HouseKeys
from server.crypto.slip_key import SlipKey

pytestmark = pytest.mark.slow

EVENING = Slip("Stepping away from gambling", date(2026, 11, 24), 55)


def asked(house: KithProcess, code: str) -> str:
    body = urlencode({"code": code}).encode()
    with urlopen(Request(f"{house.url}/slip", body), timeout=SOON_S) as answer:  # noqa: S310 - our own server
        return str(answer.read(), "utf-8")


def test_whoever_is_handed_a_code_sees_what_it_says(house: KithProcess, run: Run):
    key = SlipKey.of(HouseKeys.open(house.data / "keys"))
    code = key.signed(EVENING)

    genuine, changed = asked(house, code), asked(house, code[:-3] + "AAA")

    assert "This slip is genuine." in genuine
    assert all(part in genuine for part in (EVENING.group, "2026-11-24", "At least 55 minutes."))
    assert key.check.written in genuine
    assert "This slip is genuine." not in changed
    assert "a letter of it is different" in changed
    said = "Genuine: Stepping away from gambling, 2026-11-24, at least 55 minutes.\n"
    by_key = run("slip", "check", *code.split(), "--key", key.check.written)
    by_folder = run("slip", "check", code, "--data", house.data)
    assert (0, said) == (by_key.code, by_key.out)
    assert (0, said) == (by_folder.code, by_folder.out)
    wrong = run("slip", "check", code[:-3] + "AAA", "--key", key.check.written)
    assert (1, True) == (wrong.code, "not signed with this key" in wrong.out)
    assert "no key" in sentence(run("slip", "check", code, "--key", "00"))
    assert "no keys in this folder" in sentence(run("slip", "check", code, "--data", "nowhere"))


def meets_now(meeting: Meeting, run: Run) -> None:
    """Put a meeting of this room on the timetable that has just begun."""
    now = datetime.now(UTC)
    words = ("--room", meeting.room, "--title", "Now", "--zone", "UTC", "--at", f"{now:%H:%M}")
    days = "mon,tue,wed,thu,fri,sat,sun"
    run("meeting", "add", "now", *words, "--days", days, "--data", meeting.process.data)


async def test_too_soon_after_coming_there_is_none(meeting: Meeting, run: Run):
    meets_now(meeting, run)
    ash = await meeting.join()

    answer = await ash.ask("slip", id=fresh_id())

    assert ("nack", "no_slip") == (answer["t"], answer["code"])
    run("meeting", "drop", "now", "--data", meeting.process.data)


class EarlySlips(KithProcess):
    """A server that gives a slip to whoever has just come."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(Path(__file__).parents[1] / "early_slips.py")]


async def test_a_slip_from_a_page_without_script_is_genuine_and_stands_in_no_address(
    tmp_path: Path, run: Run
):
    house = EarlySlips(tmp_path / "house", KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        plain = await PlainMeeting.open(house, stack)
        meets_now(plain, run)
        ash = await plain.visit()
        await ash.come_in()
        token = {"token": (await ash.get("/write")).field("token")}

        slip = await ash.post("/slip", token)
        checked = asked(house, slip.box)

    assert (200, "no-store") == (slip.status, slip.headers["Cache-Control"])
    assert re.fullmatch(r"[A-Z2-7]+(?:[\s-][A-Z2-7]+)*", slip.box)
    assert "This slip is genuine." in checked
    assert plain.title in checked
    assert ash.session.cookie_jar.filter_cookies(URL(house.url))["k"].value not in slip.raw
