"""A reader's queue: one write a turn, bounded, dropped as a whole with one `resync`."""

import pytest
from fake_transport import FakeTransport

from server.fanout.outbox import RESYNC, SLOW_READER_BYTES, TRANSPORT_BYTES, Outbox

KIB = b"x" * 1024


class Turn:
    """A loop's turn: which boxes asked to be flushed in it."""

    def __init__(self) -> None:
        self.marked: list[Outbox] = []

    def __call__(self, box: Outbox) -> None:
        self.marked.append(box)


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


@pytest.fixture
def turn() -> Turn:
    return Turn()


@pytest.fixture
def box(transport: FakeTransport, turn: Turn) -> Outbox:
    return Outbox(transport, turn)


def stuck(box: Outbox, transport: FakeTransport) -> None:
    """Fill the transport so that the box holds back."""
    transport.waiting = TRANSPORT_BYTES
    box.put(KIB)
    assert box.flush(now=1.0) is False


def test_what_waits_is_written_in_one_call_and_in_order(
    box: Outbox, transport: FakeTransport, turn: Turn
):
    for frame in (b"one", b"two", b"three"):
        box.put(frame)

    assert box.flush(now=0.0)

    assert [b"onetwothree"] == transport.written
    assert [box] == turn.marked


def test_a_box_asks_again_after_it_was_flushed(box: Outbox, turn: Turn):
    box.put(b"one")
    box.flush(now=0.0)
    box.put(b"two")

    assert [box, box] == turn.marked


def test_nothing_waiting_writes_nothing(box: Outbox, transport: FakeTransport):
    assert box.flush(now=0.0)
    assert [] == transport.written


def test_frames_wait_while_the_transport_is_full(box: Outbox, transport: FakeTransport):
    stuck(box, transport)
    box.put(b"later")

    assert [] == transport.written
    transport.drain()
    assert box.flush(now=2.0)
    assert [KIB + b"later"] == transport.written
    assert not box.lost


def test_over_the_bound_the_queue_is_lost_and_one_resync_waits(
    box: Outbox, transport: FakeTransport
):
    stuck(box, transport)
    for _ in range(SLOW_READER_BYTES // len(KIB)):
        box.put(KIB)

    assert box.lost
    for _ in range(SLOW_READER_BYTES // len(KIB)):
        box.put(b"x")
    transport.drain()
    box.flush(now=2.0)
    assert RESYNC == transport.written[0][: len(RESYNC)]
    assert transport.written[0].count(RESYNC) == 1


def test_answers_are_not_lost_with_the_queue(box: Outbox, transport: FakeTransport):
    stuck(box, transport)
    box.put(b"answer 1", owed=True)
    while not box.lost:
        box.put(KIB)
    box.put(b"answer 2", owed=True)

    transport.drain()
    box.flush(now=2.0)
    assert [b"answer 1" + RESYNC + b"answer 2"] == transport.written


def test_what_is_in_the_transport_counts_too(box: Outbox, transport: FakeTransport):
    transport.waiting = SLOW_READER_BYTES
    box.put(KIB)

    assert box.flush(now=0.0) is False
    assert box.lost


def test_up_to_the_bound_nothing_is_lost(box: Outbox, transport: FakeTransport):
    stuck(box, transport)
    while box.waiting + len(KIB) <= SLOW_READER_BYTES:
        box.put(KIB)

    assert not box.lost
    transport.drain()
    box.flush(now=2.0)
    assert set(transport.written[0]) == set(KIB)


def test_it_is_known_since_when_a_reader_is_stuck(box: Outbox, transport: FakeTransport):
    stuck(box, transport)
    box.flush(now=5.0)
    assert box.stuck_since == 1.0

    transport.drain()
    box.flush(now=6.0)

    assert box.stuck_since is None


def test_a_closing_transport_is_written_to_no_more(box: Outbox, transport: FakeTransport):
    box.put(b"one")
    transport.closing = True

    assert box.flush(now=0.0)
    assert [] == transport.written
    assert box.waiting == 0


def test_a_box_is_idle_once_its_reader_has_taken_everything(box: Outbox, transport: FakeTransport):
    assert box.idle
    box.put(KIB)
    assert not box.idle
    box.flush(now=0.0)
    assert box.idle
    transport.waiting = TRANSPORT_BYTES
    assert not box.idle


def test_a_resync_is_a_whole_frame():
    assert RESYNC == bytes((0x81, len(b'{"t":"resync"}'))) + b'{"t":"resync"}'
