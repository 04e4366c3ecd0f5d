"""A slip, from the one who asks to the one who checks it."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from commands import Run, sentence
from kith_process import KithProcess
from meeting import Meeting
from patience import SOON_S
from wire import fresh_id

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


async def test_too_soon_after_coming_there_is_none(meeting: Meeting, run: Run):
    now = datetime.now(UTC)
    room = meeting.room
    words = ("--room", room, "--title", "Now", "--zone", "UTC", "--at", f"{now:%H:%M}")
    days = "mon,tue,wed,thu,fri,sat,sun"
    run("meeting", "add", "now", *words, "--days", days, "--data", meeting.process.data)
    ash = await meeting.join()

    answer = await ash.ask("slip", id=fresh_id())

    assert ("nack", "no_slip") == (answer["t"], answer["code"])
    run("meeting", "drop", "now", "--data", meeting.process.data)
