"""The link's shell on real sockets, against a server that speaks recorded frames."""

import asyncio
from contextlib import suppress

import pytest
from recorded import Caller, a_link, hold, playing
from room_frames import KEY, ME, said, wire
from websockets.exceptions import ConnectionClosed

from client.events import Accepted, Away, Ended, Event, LinkEnded, Refused
from client.inbox import ROOM
from client.link import Link
from server.wire.frames import After, Enter, Hello, Leave, Said, Say


async def lines(link: Link, wanted: int) -> list[int]:
    """Return the numbers of the next lines."""
    seen: list[int] = []
    async for event in link.events():
        if isinstance(event, Said):
            seen.append(event.n)
        if len(seen) == wanted:
            break
    return seen


async def test_a_link_comes_in_and_hears():
    async def play(caller: Caller) -> None:
        enter = await caller.let_in()
        assert Enter(room="gambling", key=KEY) == enter
        await caller.send(said(1, 1), wire(t="weather"), said(2, 2))
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        assert (await link.hello()).you.id == ME
        assert [1, 2] == await lines(link, 2)


async def test_a_link_tells_the_server_nothing_about_itself():
    seen: list[str] = []

    async def play(caller: Caller) -> None:
        assert caller.socket.request is not None
        seen.extend(name.lower() for name, _ in caller.socket.request.headers.raw_items())
        await hold(caller)

    async with playing(play) as url, a_link(url) as link:
        await link.hello()
    assert {"user-agent", "origin", "sec-websocket-extensions", "accept-language"}.isdisjoint(seen)


async def test_a_say_returns_where_the_room_put_it():
    async def play(caller: Caller) -> None:
        await caller.let_in()
        await caller.take(7)
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        assert Accepted(7, saved=True) == await link.say("good evening")


async def test_a_refused_say_raises_and_the_link_goes_on():
    async def play(caller: Caller) -> None:
        await caller.let_in()
        say = await caller.read()
        assert isinstance(say, Say)
        await caller.send(wire(t="nack", id=say.id, code="bad_text", spans=[[1, 3]]))
        await caller.take(1)
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        with pytest.raises(Refused) as refused:
            await link.say("bad")
        assert ("bad_text", ((1, 3),)) == (refused.value.code, refused.value.spans)
        assert 1 == (await link.say("good")).n


async def test_after_a_lost_socket_the_same_words_go_out_once_more():
    ids: list[str] = []

    async def lose(caller: Caller) -> None:
        await caller.let_in()
        say = await caller.read()
        assert isinstance(say, Say)
        ids.append(say.id)
        caller.socket.transport.abort()

    async def keep(caller: Caller) -> None:
        enter = await caller.let_in(n=3, resumed=True, **{"from": 1})
        assert After(epoch="one", n=0) == enter.after
        await caller.send(said(1, 1), said(2, 2), said(3, 3))
        ids.append((await caller.take(4)).id)
        await caller.socket.wait_closed()

    async with playing(lose, keep) as url, a_link(url) as link:
        assert 4 == (await link.say("good evening")).n
        assert [1, 2, 3] == await lines(link, 3)
    assert ids[0] == ids[1]


async def test_not_now_is_waited_out_and_the_same_id_sent_again():
    async def play(caller: Caller) -> None:
        await caller.let_in()
        say = await caller.read()
        assert isinstance(say, Say)
        await caller.send(wire(t="nack", id=say.id, code="slow_down", after_s=1))
        assert say == await caller.take(1)
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        assert 1 == (await link.say("good evening")).n


async def test_a_server_that_falls_silent_is_left_for_another_socket():
    async def fall_silent(caller: Caller) -> None:
        await caller.let_in(ping_s=-10)
        await caller.socket.wait_closed()

    async with playing(fall_silent, hold) as url, a_link(url) as link:
        seen: list[type[Event]] = []
        async for event in link.events():
            seen.append(type(event))
            if len(seen) == 3:
                break
    assert [Hello, Away, Hello] == seen


async def test_a_close_that_says_stay_away_ends_the_link():
    async def play(caller: Caller) -> None:
        await caller.read()
        await caller.send(wire(t="nack", code="removed"))
        await caller.socket.close(4503)

    async with playing(play) as url, a_link(url) as link:
        with pytest.raises(LinkEnded):
            await link.hello()
        assert [Ended(4503, "removed")] == [event async for event in link.events()]
        with pytest.raises(LinkEnded):
            await link.say("is anybody there")


async def test_leaving_is_said_and_waits_for_the_server():
    async def play(caller: Caller) -> None:
        await caller.let_in()
        assert Leave() == await caller.read()
        await caller.socket.close(1000)

    async with playing(play) as url, a_link(url) as link:
        await link.hello()
        await link.leave()
        events = [event async for event in link.events()]
    assert Ended(1000) == events[-1]


async def test_leaving_is_possible_where_nobody_answers():
    async with playing(hold) as url:
        pass
    async with a_link(url, draw=1.0) as link:
        await link.leave()
        with pytest.raises(LinkEnded):
            await link.hello()


async def test_forgetting_ends_the_link():
    async def play(caller: Caller) -> None:
        await caller.let_in()
        forget = await caller.read()
        await caller.send(wire(t="ack", id=getattr(forget, "id", ""), saved=True))
        await caller.socket.close(1000)

    async with playing(play) as url, a_link(url) as link:
        assert Accepted(None, saved=True) == await link.forget()
        assert Ended(1000) == [event async for event in link.events()][-1]


async def test_leaving_the_block_ends_what_waits():
    async with playing(hold) as url:
        async with a_link(url) as link:
            await link.hello()
            waiting = asyncio.create_task(link.say("nobody will answer"))
            await asyncio.sleep(0)
        with pytest.raises(LinkEnded):
            await waiting
        assert isinstance([event async for event in link.events()][-1], Ended)


async def test_what_the_block_raises_comes_out_as_it_is():
    async with playing(hold) as url:
        with pytest.raises(KeyError):
            async with a_link(url):
                raise KeyError


async def test_a_program_that_does_not_read_is_no_reason_to_lose_an_answer():
    many = ROOM * 2

    async def play(caller: Caller) -> None:
        await caller.let_in()
        await caller.send(*(said(n, n) for n in range(1, many + 1)))
        await caller.take(many + 1)
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        assert many + 1 == (await link.say("good evening")).n
        assert list(range(1, many + 1)) == await lines(link, many)


async def test_a_program_that_does_not_read_makes_the_link_stop_reading():
    stopped = asyncio.Event()

    async def play(caller: Caller) -> None:
        await caller.let_in()
        text = "x" * 2_000
        with suppress(ConnectionClosed):
            for n in range(1, ROOM * 8):
                try:
                    async with asyncio.timeout(0.5):
                        await caller.send(said(n, n, text=text))
                except TimeoutError:
                    stopped.set()
                    return

    async with playing(play) as url, a_link(url) as link:
        await link.hello()
        await stopped.wait()


@pytest.mark.parametrize(("text", "code"), [("\ud800", "bad_text"), ("x" * 40_000, "too_long")])
async def test_what_would_end_the_socket_is_refused_before_it(text: str, code: str):
    async with playing(hold) as url, a_link(url) as link:
        with pytest.raises(Refused) as refused:
            await link.say(text)
        assert code == refused.value.code
        with pytest.raises(ValueError, match="no server"):
            await link.thank(0)


async def test_earlier_lines_are_asked_for_one_page_at_a_time():
    def event(n: int) -> dict[str, object]:
        return {"t": "rule", "n": n, "at": n}

    async def play(caller: Caller) -> None:
        await caller.let_in(n=9)
        for n in (8, 7):
            await caller.read()
            await caller.send(wire(t="lines", events=[event(n)], from_=n, first_kept=1))
        await caller.socket.wait_closed()

    async with playing(play) as url, a_link(url) as link:
        pages = await asyncio.gather(link.more(9, 1), link.more(8, 1))
    assert [8, 7] == [page.start for page in pages]
