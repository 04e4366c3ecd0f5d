"""A socket between its handshake and its end: held, read, closed once, and nothing after."""

import asyncio
from dataclasses import dataclass, field

from fake_transport import FakeTransport

from server.connection.crowd import Crowd
from server.connection.patience import Patience
from server.connection.shell import CONTROLS, HELD_BYTES, Shell
from server.wire.closes import Close
from server.wire.framing import close_frame, pong_frame

MASK = b"\0\0\0\0"
PING, GOING = b"\x89\x81" + MASK + b"?", b"\x88\x80" + MASK
WAIT_S = 30.0


def text(said: str) -> bytes:
    return bytes((0x81, 0x80 | len(said))) + MASK + said.encode()


class Line(FakeTransport):
    """Takes note of what a socket does to its line."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def pause_reading(self) -> None:
        self.done.append("pause")

    def resume_reading(self) -> None:
        self.done.append("resume")

    def close(self) -> None:
        self.done.append("close")
        self.closing = True

    def abort(self) -> None:
        self.done.append("abort")
        self.closing = True

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.done.append("eof")


@dataclass
class Ears:
    """Keeps what was heard; holds the socket after so many."""

    heard_: list[str | bytes] = field(default_factory=list)
    floods: int = 0
    ends: int = 0

    def heard(self, said: str | bytes) -> None:
        self.heard_.append(said)

    def flooded(self) -> None:
        self.floods += 1

    def ended(self) -> None:
        self.ends += 1


class World:
    """An open socket."""

    def __init__(self, *, held: bool = False) -> None:
        self.line, self.ears = Line(), Ears()
        self.shell = Shell(self.line, Crowd())  # type: ignore[arg-type] - reads are the test's own
        self.shell.speak_to(self.ears)
        if not held:
            self.shell.go_on()


async def test_what_comes_while_it_is_held_is_heard_later_in_order():
    world = World(held=True)
    world.shell.data_received(text("a") + text("b"))
    assert [] == world.ears.heard_

    world.shell.go_on()

    assert ["a", "b"] == world.ears.heard_


async def test_who_sends_much_while_nobody_listens_is_not_read_from():
    world = World(held=True)

    for _ in range(HELD_BYTES // 100 + 1):
        world.shell.data_received(text("x" * 100))
    assert ["pause"] == world.line.done
    world.shell.go_on()

    assert ["pause", "resume"] == world.line.done
    assert HELD_BYTES // 100 + 1 == len(world.ears.heard_)


async def test_a_ping_is_answered_and_a_flood_of_them_is_told():
    world = World()

    for _ in range(CONTROLS):
        world.shell.data_received(PING)
    assert (CONTROLS, 0) == (world.line.written.count(pong_frame(b"?")), world.ears.floods)
    for _ in range(3):
        world.shell.data_received(PING)

    assert world.ears.floods > 0


async def test_a_peer_s_close_is_answered_and_ends_it_once():
    world = World()

    world.shell.data_received(GOING + text("late"))
    world.shell.connection_lost(None)

    assert [close_frame(Close.DONE)] == world.line.written
    assert (["close"], 1, []) == (world.line.done, world.ears.ends, world.ears.heard_)


async def test_our_close_waits_for_the_peer_s_and_hears_nothing_more():
    world = World()

    closing = asyncio.create_task(world.shell.close(Close.REMOVED))
    async with asyncio.timeout(WAIT_S):
        await world.line.wrote.wait()
    world.shell.data_received(text("late") + PING + GOING)
    world.shell.connection_lost(None)
    async with asyncio.timeout(WAIT_S):
        await closing

    assert [close_frame(Close.REMOVED)] == world.line.written
    assert (["abort"], 1, []) == (world.line.done, world.ears.ends, world.ears.heard_)


async def test_two_who_close_write_one_close():
    world = World()

    both = asyncio.gather(world.shell.close(Close.DONE), world.shell.close(Close.OUR_BUG))
    async with asyncio.timeout(WAIT_S):
        await world.line.wrote.wait()
    world.shell.connection_lost(None)
    async with asyncio.timeout(WAIT_S):
        await both

    assert [close_frame(Close.DONE)] == world.line.written


async def test_broken_frames_are_closed_and_what_follows_is_not_read():
    world = World()

    world.shell.data_received(b"\xff\xff")
    world.shell.data_received(text("late") + b"\xff")

    assert [close_frame(Close.BROKEN)] == world.line.written
    assert (["eof"], 1, []) == (world.line.done, world.ears.ends, world.ears.heard_)


async def test_a_lost_line_is_told_once():
    world = World()

    world.shell.connection_lost(ConnectionResetError())

    assert ([], 1) == (world.line.written, world.ears.ends)


async def test_who_stays_silent_is_let_go_and_who_spoke_is_not():
    @dataclass(eq=False)
    class Person:
        gone: asyncio.Event = field(default_factory=asyncio.Event)

        def end_soon(self) -> None:
            self.gone.set()

    patience, silent, heard, late = Patience(0.01), Person(), Person(), Person()
    patience.wait_for(silent)
    patience.wait_for(heard)
    patience.end_for(heard)
    async with asyncio.timeout(WAIT_S):
        await silent.gone.wait()
        patience.wait_for(late)
        await late.gone.wait()

    assert not heard.gone.is_set()
