"""The Python client and the real server: two implementations that meet only on the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
from cut_line import cut_line
from kith_process import KithProcess
from meeting import StartKith, open_room

from client.backoff import Backoff
from client.events import Ended, LinkEnded, Missed, Refused, TurnedAway
from client.identity import new_secret
from client.link import Link
from server.wire.frames import After, Card, Here, Said

pytestmark = pytest.mark.slow

Kind = TypeVar("Kind")
SOON = 0.1


@pytest.fixture
def room(house: KithProcess) -> str:
    return open_room(house.data)


@asynccontextmanager
async def inside(url: str, room: str, **options: object) -> AsyncIterator[Link]:
    """Give a link that is in the room."""
    link = Link(url, room, backoff=Backoff(lambda: SOON), **options)  # type: ignore[arg-type] - a test's own
    async with link:
        await link.hello()
        yield link


async def heard(link: Link, count: int) -> list[Said]:
    """Return the next lines."""
    lines: list[Said] = []
    async for event in link.events():
        assert not isinstance(event, Missed)
        if isinstance(event, Said):
            lines.append(event)
        if len(lines) == count:
            break
    return lines


async def next_of(link: Link, kind: type[Kind]) -> Kind:
    async for event in link.events():
        if isinstance(event, kind):
            return event
    raise AssertionError(kind)


async def test_two_programs_talk(house: KithProcess, room: str):
    async with inside(house.url, room) as ada, inside(house.url, room) as ben:
        accepted = [await ada.say(f"line {i}") for i in range(1, 4)]
        lines = await heard(ben, 3)
        own = await heard(ada, 3)
    assert ["line 1", "line 2", "line 3"] == [line.text for line in lines]
    assert own == lines
    assert [(line.n, True) for line in lines] == [(each.n, each.saved) for each in accepted]


async def test_one_secret_is_one_person_in_a_room_and_another_in_the_next(
    house: KithProcess, room: str
):
    other = open_room(house.data)
    secret = new_secret()
    async with (
        inside(house.url, room, secret=secret) as first,
        inside(house.url, room, secret=secret) as again,
        inside(house.url, other, secret=secret) as elsewhere,
    ):
        here, twice, there = [(await link.hello()).you.id for link in (first, again, elsewhere)]
    assert here == twice
    assert here != there


@pytest.mark.parametrize(
    ("text", "code", "spans"),
    [
        ("", "empty", ()),
        (" \n ", "empty", ()),
        ("x" * 2_001, "too_long", ()),
        ("a\x07b", "bad_text", ((1, 2),)),
    ],
)
async def test_what_a_room_does_not_take_is_refused(
    house: KithProcess, room: str, text: str, code: str, spans: tuple[tuple[int, int], ...]
):
    async with inside(house.url, room) as ada:
        with pytest.raises(Refused) as refused:
            await ada.say(text)
        assert (code, spans) == (refused.value.code, refused.value.spans)
        assert (await ada.say("\U0001f642 fine")).saved


async def test_thanks_reports_and_need_are_answered(house: KithProcess, room: str):
    async with inside(house.url, room) as ada, inside(house.url, room) as ben:
        n = (await ada.say("good evening")).n or 0
        assert (await ben.thank(n)).n is None
        assert n == (await next_of(ada, Card)).of
        await ben.report(n, "worried")
        await ben.need()
        assert "help" == (await next_of(ben, Card)).kind


async def test_everything_kept_can_be_read_back_in_pages(house: KithProcess, room: str):
    async with inside(house.url, room) as ada:
        for i in range(1, 8):
            await ada.say(f"line {i}")
        texts: list[str] = []
        before, first_kept = 8, 1
        while before > first_kept:
            page = await ada.more(before, limit=3)
            texts[:0] = [event.text for event in page.events if isinstance(event, Said)]
            before, first_kept = page.start, page.first_kept
    assert [f"line {i}" for i in range(1, 8)] == texts


async def test_a_program_may_begin_with_all_that_is_kept(house: KithProcess, room: str):
    async with inside(house.url, room) as ada:
        for i in range(60):
            await ada.say(f"line {i}")
        async with inside(house.url, room, after=After(epoch="", n=0)) as ben:
            assert 60 == len(await heard(ben, 60))


async def test_leaving_is_seen_by_the_others(house: KithProcess, room: str):
    async with inside(house.url, room) as ada, inside(house.url, room) as ben:
        me = (await ben.hello()).you.id
        while me not in ada.members:
            await next_of(ada, Here)
        await ben.leave()
        while me in ada.members:
            await next_of(ada, Here)


async def test_a_full_room_is_knocked_at_again(house: KithProcess):
    small = open_room(house.data, capacity=2)
    async with inside(house.url, small) as ada, inside(house.url, small):
        late = Link(house.url, small, backoff=Backoff(lambda: SOON))
        async with late:
            told = await next_of(late, TurnedAway)
            assert "room_full" == told.code
            async with inside(house.url, told.next_room or "") as beside:
                assert (await beside.say("there is space here")).saved
            await ada.leave()
            assert small == (await late.hello()).room.id


async def test_a_room_that_is_not_there_ends_the_link(house: KithProcess):
    async with Link(house.url, "nowhere") as link:
        with pytest.raises(LinkEnded):
            await link.hello()
        assert Ended(4502, "no_such_room") == await next_of(link, Ended)


async def test_who_is_forgotten_is_somebody_new(house: KithProcess, room: str):
    secret = new_secret()
    async with inside(house.url, room, secret=secret) as ada:
        await ada.say("good evening")
        await ada.forget()
        assert 1000 == (await next_of(ada, Ended)).code
        with pytest.raises(LinkEnded):
            await ada.say("still here")


async def test_after_a_kill_nothing_is_missing_and_nothing_doubled(start_kith: StartKith):
    kith = start_kith(KITH_LIMITS="off")
    room = open_room(kith.data)
    async with inside(kith.url, room) as ada, inside(kith.url, room) as ben:
        before = [await ada.say(f"before {i}") for i in range(20)]
        saying = [asyncio.create_task(ada.say(f"while {i}")) for i in range(50)]
        await heard(ben, 25)
        await asyncio.to_thread(kith.kill)
        saying += [asyncio.create_task(ada.say(f"away {i}")) for i in range(5)]
        await asyncio.to_thread(kith.start)
        accepted = before + list(await asyncio.gather(*saying))
        own = await heard(ada, 75)
        others = await heard(ben, 50)
    wanted = [
        f"{word} {i}"
        for word, most in (("before", 20), ("while", 50), ("away", 5))
        for i in range(most)
    ]
    assert wanted == [line.text for line in own]
    assert own[25:] == others
    assert [each.n for each in accepted] == [line.n for line in own]


async def test_a_restart_is_only_a_pause(start_kith: StartKith):
    kith = start_kith()
    async with inside(kith.url, "gambling") as ada:
        me = (await ada.hello()).you
        await asyncio.to_thread(kith.stop)
        saying = asyncio.create_task(ada.say("good evening"))
        await asyncio.to_thread(kith.start)
        assert (await saying).saved
        assert me == (await ada.hello()).you


async def test_words_whose_answer_was_lost_are_said_once(house: KithProcess, room: str):
    async with (
        cut_line(house.port) as line,
        inside(house.url, room) as ben,
        inside(f"http://127.0.0.1:{line.port}", room) as ada,
    ):
        line.hold_answers()
        saying = asyncio.create_task(ada.say("only once"))
        await line.something_went_up()
        (there,) = await heard(ben, 1)
        line.cut()
        assert there.n == (await saying).n
        assert [there] == await heard(ada, 1)
        await ada.say("and on")
        assert ["and on"] == [said.text for said in await heard(ben, 1)]


async def test_lines_said_while_away_come_on_return(house: KithProcess, room: str):
    async with (
        cut_line(house.port) as line,
        inside(house.url, room) as ben,
        inside(f"http://127.0.0.1:{line.port}", room) as ada,
    ):
        await ben.say("one")
        await heard(ada, 1)
        line.hold_answers()
        for word in ("two", "three"):
            await ben.say(word)
        line.cut()
        assert ["two", "three"] == [said.text for said in await heard(ada, 2)]


async def test_slowing_down_keeps_the_order(start_kith: StartKith):
    kith = start_kith()
    async with inside(kith.url, "gambling") as ada:
        saying = [asyncio.create_task(ada.say(f"line {i}")) for i in range(13)]
        numbers = [each.n or 0 for each in await asyncio.gather(*saying)]
        lines = [line.text for line in await heard(ada, 13)]
    assert sorted(numbers) == numbers
    assert [f"line {i}" for i in range(13)] == lines
