"""A slip is signed by the house and known by anybody; who asks is known only to be here."""

import asyncio
from datetime import date

import pytest
from msgspec.structs import replace
from small_timetable import NOW, TUESDAY, SmallTimetable

from rooms import formats
from rooms.events import RoomEvent, RoomOpened
from rooms.house import evolve
from rooms.meeting.events import Ending, MeetingBegan, MeetingEnded
from rooms.refusal import Code, Refusal
from rooms.slip import Slip
from rooms.state import Room
from rooms.state import evolve as evolve_room
from server.crypto.keys import HouseKeys
from server.crypto.slip_key import SlipCheck, SlipKey
from server.group.slips import Slips
from server.presence.attending import Attending
from server.presence.place import PLACE_S

HOUSE = HouseKeys("00" * 16, bytes(32), bytes(range(32)))
OTHER = HouseKeys("11" * 16, bytes(32), bytes(range(32)))
EVENING = Slip("Stepping away from gambling", date(2026, 11, 24), 55)
MINUTE_MS = 60_000


def test_a_slip_is_known_by_the_public_key_alone():
    check = SlipCheck.of(SlipKey.of(HOUSE).check.written)

    assert check is not None
    assert check.checked(SlipKey.of(HOUSE).signed(EVENING)) == EVENING


def test_a_code_may_be_copied_in_any_way_of_writing():
    code = SlipKey.of(HOUSE).signed(EVENING)
    check = SlipKey.of(HOUSE).check

    for written in (code.lower(), code.replace(" ", ""), f"\n {code.replace(' ', chr(10))} "):
        assert check.checked(written) == EVENING


def test_every_other_code_is_refused():
    code = SlipKey.of(HOUSE).signed(EVENING)
    check = SlipKey.of(HOUSE).check
    changed = ["A" + code[1:] if code[0] != "A" else "B" + code[1:], code[:-1], code + " AAAAA"]
    foreign = SlipKey.of(OTHER).signed(EVENING)

    for no_slip in (*changed, foreign, "", "hello", "é", "1" * 5000, "=" * 8):
        assert check.checked(no_slip) is None


def test_what_is_no_key_checks_nothing():
    assert [None] * 3 == [SlipCheck.of(written) for written in ("", "xyz", "00" * 31)]


class Evening:
    """Somebody in a room where a meeting of 90 minutes has begun."""

    def __init__(self) -> None:
        self.world = SmallTimetable()
        self.world.plan(replace(TUESDAY, zone="UTC", days=(0,)))
        self.start = NOW + 15 * 60 * MINUTE_MS + 30 * MINUTE_MS  # 23:30 of that Monday
        self.attending = Attending(PLACE_S)
        now = lambda: self.world.now  # noqa: E731 - a clock that tests turn
        self.room = Room()
        self.slips = Slips(
            SlipKey.of(HOUSE), self.world.meetings, self.in_room, self.attending, now
        )

    async def in_room(self, room_id: str) -> Room:
        return self.room if room_id == "gambling" else Room()

    def circle(self, begins: int, over: int | None) -> None:
        """Let a circle begin so many minutes after the evening did, and perhaps end."""
        began = MeetingBegan("m", formats.load()["sharing_circle"].protocol("en"), 0)
        self.happens(1, begins, began)
        if over is not None:
            self.happens(2, over, MeetingEnded(Ending.DONE))

    def happens(self, n: int, minutes: int, event: RoomEvent) -> None:
        evolve_room(self.room, n, self.start + minutes * MINUTE_MS, 1, event)

    async def asks(self, came: int, at: int, room: str = "gambling") -> Slip | None:
        """Return what somebody gets who came `came` minutes after the beginning."""
        self.world.now = self.start + at * MINUTE_MS
        loop_s = asyncio.get_running_loop().time()
        self.attending.arrive(room, "member", loop_s - (at - came) * 60)
        return self.slips.check.checked(await self.slips.of(room, "member"))


@pytest.fixture
def evening() -> Evening:
    return Evening()


async def test_the_slip_says_how_long_one_was_in_the_meeting(evening: Evening):
    slip = await evening.asks(came=-20, at=47)

    assert slip == Slip("Room gambling", date(2026, 10, 19), 45)


async def test_half_an_hour_after_the_closing_one_may_still_ask(evening: Evening):
    slip = await evening.asks(came=30, at=119)

    assert slip is not None
    assert slip.minutes == 60


async def test_in_a_circle_beside_the_room_it_is_the_same_meeting(evening: Evening):
    circle = RoomOpened("gambling-2", "g", "self", "en", "Two", 12, "open_floor", "gambling")
    evolve(evening.world.house, circle)

    slip = await evening.asks(came=0, at=20, room="gambling-2")

    assert slip == Slip("Two", date(2026, 10, 19), 20)


@pytest.mark.parametrize(
    ("over", "came", "at", "minutes"),
    [(None, -600, -30, 30), (-20, -600, 0, 40), (None, -45, -30, 15)],
)
async def test_a_circle_that_stands_on_no_timetable_is_a_meeting(
    evening: Evening, over: int | None, came: int, at: int, minutes: int
):
    evening.world.table.meetings.clear()
    evening.circle(begins=-60, over=over)

    slip = await evening.asks(came=came, at=at)

    assert Slip("Room gambling", date(2026, 10, 19), minutes) == slip


@pytest.mark.parametrize(("over", "at"), [(-31, 0), (None, -51)])
async def test_a_circle_that_was_long_ago_or_has_just_begun_gives_no_slip(
    evening: Evening, over: int | None, at: int
):
    evening.world.table.meetings.clear()
    evening.circle(begins=-60, over=over)

    with pytest.raises(Refusal) as refused:
        await evening.asks(came=-600, at=at)

    assert Code.NO_SLIP == refused.value.code


@pytest.mark.parametrize(
    ("came", "at", "room"),
    [
        (0, 9, "gambling"),
        (0, 121, "gambling"),
        (-30, -1, "gambling"),
        (0, 30, "youth"),
        (0, 30, "x"),
    ],
)
async def test_without_ten_minutes_of_a_meeting_there_is_no_slip(
    evening: Evening, came: int, at: int, room: str
):
    with pytest.raises(Refusal) as refused:
        await evening.asks(came, at, room)

    assert Code.NO_SLIP == refused.value.code


def test_a_line_that_was_lost_for_a_moment_was_never_lost():
    attending = Attending(PLACE_S)
    attending.arrive("room", "ash", 0)
    attending.depart("room", "ash", 100)
    attending.arrive("room", "ash", 100 + PLACE_S)

    assert attending.here_for("room", "ash", 300) == 300


def test_nobody_who_went_is_remembered():
    attending = Attending(PLACE_S)
    for member in ("ash", "elm", "oak"):
        attending.arrive("room", member, 0)
    attending.leave("room", "ash")
    attending.depart("room", "ash", 10)
    attending.depart("room", "elm", 10)

    assert [None, 11, 11] == [attending.here_for("room", m, 11) for m in ("ash", "elm", "oak")]
    attending.arrive("room", "yew", 10 + PLACE_S + 1)
    assert attending.here_for("room", "elm", 200) is None
    for member in ("oak", "yew"):
        attending.depart("room", member, 200)
    attending.arrive("other", "fir", 300)
    assert [1, 0] == [len(getattr(attending, name)) for name in ("_came", "_away")]
