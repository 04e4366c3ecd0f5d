"""What a room says in a turn: to everybody in one piece, in order, whatever else each is sent."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

import pytest
from fake_transport import FakeTransport
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sockets import LOOPS, NO_STREAMS, READERS, SMALL, Ledger, Room, Scene, played

from server.fanout.catching_up import Backlog
from server.fanout.outbox import RESYNC


@pytest.fixture(params=LOOPS)
def play(request: pytest.FixtureRequest) -> Callable[[Scene], None]:
    """Run a scene in a room of three."""
    return lambda scene: played(scene, request.param)


def test_what_a_turn_says_is_with_everybody_when_it_ends(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        said = room.say("one") + room.say("two")
        assert [b""] * READERS == [room.taken(who) for who in range(READERS)]

        await asyncio.sleep(0)

        assert [said] * READERS == [room.taken(who) for who in range(READERS)]

    play(scene)


def test_what_is_for_one_keeps_its_place_between_the_lines(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        room.readers[1].put(b"before")
        one = room.say("one")
        room.readers[1].put(b"between")
        two = room.say("two")
        room.readers[1].put(b"after")

        room.hub.flush()

        assert room.taken(1) == b"before" + one + b"between" + two + b"after"
        assert [one + two] * 2 == [room.taken(0), room.taken(2)]

    play(scene)


def test_who_comes_in_between_two_lines_is_told_each_once(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        one = room.say("one")
        late = await room.come()
        late.start_over()
        await late.catch_up(Backlog(NO_STREAMS, room.channel, 0))
        two = room.say("two")
        room.hub.flush()
        three = room.say("three")
        room.hub.flush()

        assert [one + two + three] * 4 == [room.taken(who) for who in range(4)]

    play(scene)


def test_who_enters_again_is_told_nothing_numbered_before_the_backlog(
    play: Callable[[Scene], None],
):
    async def scene(room: Room) -> None:
        one = room.say("one")
        room.readers[0].start_over()
        for text in ("two", "three"):
            room.say(text)
            room.hub.flush()

        assert room.taken(0) == one

    play(scene)


def test_before_a_close_the_last_lines_are_written_first(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        said = room.say("one")

        room.readers[0].flush()
        room.transports[0].close()

        assert await room.received(0, len(said)) == said

    play(scene)


def test_what_was_written_to_one_at_once_is_not_written_again(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        one = room.say("one")
        room.readers[0].flush()
        two = room.say("two")

        room.hub.flush()

        assert [one + two] * READERS == [room.taken(who) for who in range(READERS)]

    play(scene)


def test_a_closed_sockets_descriptor_is_not_written_to(play: Callable[[Scene], None]):
    async def scene(room: Room) -> None:
        room.say("one")
        room.transports[0].close()
        await asyncio.sleep(0)
        while room.transports[0].get_extra_info("socket").fileno() in {
            transport.get_extra_info("socket").fileno() for transport in room.transports[1:]
        }:
            await room.come()

        room.say("two")
        room.hub.flush()

        assert await asyncio.get_running_loop().sock_recv(room.theirs[0], 10) == b""

    play(scene)


def test_who_takes_nothing_is_asked_to_come_back_and_the_others_have_everything(
    play: Callable[[Scene], None],
):
    async def scene(room: Room) -> None:
        said, heard = b"", b""
        while room.readers[0].live:
            said += room.say("x" * SMALL)
            room.hub.flush()
            heard += await room.received(1, len(said) - len(heard))
            room.taken(2)

        stuck = b""
        while not stuck.endswith(RESYNC):
            stuck += await asyncio.get_running_loop().sock_recv(room.theirs[0], SMALL)

        assert said == heard
        assert said.startswith(stuck.removesuffix(RESYNC))

    play(scene)


async def test_who_has_no_socket_is_told_through_the_transport():
    with ExitStack() as sockets:
        room, transport = Room(sockets), FakeTransport()
        await room.read_on(transport)
        said = room.say("one") + room.say("two")

        room.hub.flush()

        assert [said] == transport.written


SIZES, WHO = st.integers(1, SMALL), st.integers(0, READERS - 1)
STEPS = st.one_of(
    st.tuples(st.sampled_from([Ledger.say, Ledger.tell]), SIZES),
    st.tuples(st.sampled_from([Ledger.put, Ledger.write_now, Ledger.take]), WHO),
    st.tuples(st.sampled_from([Ledger.flush, Ledger.turn]), st.just(0)),
)
Step = tuple[Callable[[Ledger, int], Coroutine[Any, Any, None]], int]


@pytest.mark.parametrize("loop", LOOPS)
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=40))
def test_everybody_is_sent_everything_once_and_in_order(loop: str, steps: list[Step]):
    async def scene(room: Room) -> None:
        ledger = Ledger(room)
        for step, number in steps:
            await step(ledger, number)

        await ledger.take_all()

        assert ledger.owed == ledger.came

    played(scene, loop)
