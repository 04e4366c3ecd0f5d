"""A timetable as its operator plans it, and as everybody finds it."""

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from commands import Done, Run, sentence
from kith_process import KithProcess
from patience import SOON_S
from wire import Wire

pytestmark = pytest.mark.slow

WEEKLY = ("--title", "Stopping, and what then", "--zone", "Europe/Warsaw", "--at", "19:00")
ADD = ("meeting", "add", "tuesday", "--room", "gambling", *WEEKLY, "--days", "tue,thu")
IN_2099 = ("--first", "2099-01-01")  # 1 January 2099 is a Thursday


def get(house: KithProcess, path: str, **headers: str) -> str:
    asked = Request(house.url + path, headers=headers)  # noqa: S310 - our own server
    with urlopen(asked, timeout=SOON_S) as answer:  # noqa: S310 - our own server
        return str(answer.read(), "utf-8")


@pytest.fixture
def planned(house: KithProcess, run: Run) -> Iterator[Run]:
    """Give commands to a server that others use too, where one meeting is planned."""

    def there(*words: str) -> Done:
        return run(*words, "--data", house.data)

    done = there(*ADD)
    assert (0, "planned tuesday\n") == (done.code, done.out)
    yield there
    there("meeting", "drop", "tuesday")


def test_a_meeting_that_is_planned_beside_a_running_server_is_found_by_everybody(
    planned: Run, house: KithProcess
):
    (meeting,) = json.loads(get(house, "/api/meetings"))
    assert ("tuesday", "gambling", ["tue", "thu"], "19:00", False, []) == tuple(
        meeting[name] for name in ("id", "room", "days", "time", "cover", "changes")
    )
    rooms = {room["id"]: room["next"] for room in json.loads(get(house, "/api/rooms"))}
    assert (meeting["next"], None) == (rooms["gambling"], rooms["families"])
    (guide,) = json.loads(get(house, "/meetings.json"))
    address = f"http://localhost:{house.port}/meetings"
    assert ([2, 4], address) == (guide["day"], guide["conference_url"])
    assert "SUMMARY:Termin\r\n" in get(house, "/meetings.ics?lang=pl")
    assert "Stopping, and what then" in get(house, "/meetings")
    assert "Next meeting:" in get(house, "/")
    assert "tuesday\tgambling\ttue,thu 19:00\tEurope/Warsaw" in planned("meeting", "list").out


def test_what_is_changed_once_is_shown_and_kept(kith: KithProcess, run: Run):
    there = ("--data", kith.data)
    run(*ADD, *IN_2099, *there)
    said = [
        run("meeting", *words, *there).out
        for words in (
            ("cancel", "tuesday", "2099-01-01"),
            ("move", "tuesday", "2099-01-06", "2099-01-07T20:00"),
            ("cancel", "tuesday", "2099-01-08"),
            ("restore", "tuesday", "2099-01-08"),
        )
    ]

    kith.kill()
    kith.start()

    assert said == [
        "cancelled tuesday on 2099-01-01\n",
        "moved tuesday of 2099-01-06 to 2099-01-07T20:00\n",
        "cancelled tuesday on 2099-01-08\n",
        "restored tuesday on 2099-01-08\n",
    ]
    (meeting,) = json.loads(get(kith, "/api/meetings"))
    assert meeting["changes"] == [
        {"day": "2099-01-01", "to": None},
        {"day": "2099-01-06", "to": "2099-01-07T20:00"},
    ]
    listed = run("meeting", "list", *there).out
    assert "2099-01-01 cancelled, 2099-01-06 moved to 2099-01-07T20:00" in listed
    assert "dropped tuesday\n" == run("meeting", "drop", "tuesday", *there).out
    assert [] == json.loads(get(kith, "/api/meetings"))


def test_a_meeting_that_is_not_there_is_a_calm_page(house: KithProcess):
    with pytest.raises(HTTPError) as refused:
        get(house, "/meetings.ics?of=nothing", Accept="text/html")
    with refused.value as answer:
        assert (404, "text/html") == (answer.code, answer.headers.get_content_type())
    assert "<h1>Timetable</h1>" in get(house, "/m/nothing")  # it leads to all of them


NOT_PLANNED = [
    (("--zone", "Europe/Atlantis"), "There is no zone of this name"),
    (("--room", "nowhere"), "no open room"),
    (("--format", "opera"), "no such meeting format"),
    (("--days", "tuesday"), "days"),
    (("--at", "24:00"), "at"),
    (("--at", "7pm"), "at"),
    (("--minutes", "5"), "minutes"),
    (("--weeks", "0"), "weeks"),
    (("--title", "a\nb"), "control characters"),
    (("--first", "2026-02-30"), "first"),
    (("--first", "1999-01-01"), "too far away"),
    (("--first", "2099-01-02", "--last", "2099-01-03"), "no day"),
    (("--last", "2026-01-01", "--first", "2025-12-01"), "past"),
    (("--days", "thu,tue", "--at", "19:59"), "another meeting: tuesday"),
]


def test_what_cannot_be_planned_is_said_in_a_sentence(planned: Run):
    other = ("meeting", "add", "other", *ADD[3:])

    said = {words: says in sentence(planned(*other, *words)) for words, says in NOT_PLANNED}

    assert dict.fromkeys(said, True) == said
    assert "already" in sentence(planned(*ADD))
    for words in (("cancel", "other", "2099-01-01"), ("drop", "other")):
        assert "no meeting" in sentence(planned("meeting", *words))
    for words in (("cancel", "tuesday", "tomorrow"), ("move", "tuesday", "2099-01-01", "20:00")):
        assert "Say the " in sentence(planned("meeting", *words))


async def test_a_meeting_begins_by_itself_when_its_time_has_come(
    kith: KithProcess, run: Run, gathering: AsyncExitStack
):
    ash = await Wire.dial(kith.ws)
    gathering.push_async_callback(ash.close)
    await ash.enter("gambling")
    now = datetime.now(UTC)  # a minute that may end meanwhile: the meeting has its first half
    every_day = ("--days", "mon,tue,wed,thu,fri,sat,sun", "--zone", "UTC")
    done = run(
        *("meeting", "add", "now", "--room", "gambling", "--title", "Now", *every_day),
        *("--at", f"{now:%H:%M}", "--format", "silent_reading", "--data", kith.data),
    )
    assert done.code == 0, done.err

    began = await ash.expect("meeting")

    assert began["format"] == "silent_reading"
    assert began["id"].startswith("now:")
