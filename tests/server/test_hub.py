"""The hub: one write per reader and turn; who stays stuck is let go."""

import asyncio

import pytest
from fake_transport import FakeTransport
from patience import SOON_S

from server.counters import Counters
from server.fanout import hub as hubs
from server.fanout.hub import Hub
from server.fanout.outbox import TRANSPORT_BYTES
from server.streams.kinds import ROOM
from server.streams.log import Log
from server.streams.names import room_stream


@pytest.fixture
def hub() -> Hub:
    return Hub(Counters())


async def test_all_that_came_in_one_turn_goes_in_one_write(hub: Hub):
    transports = [FakeTransport(), FakeTransport()]
    boxes = [hub.outbox(transport, lambda: None) for transport in transports]
    for box in boxes:
        box.put(b"one")
        box.put(b"two")

    await asyncio.sleep(0)

    assert [[b"onetwo"], [b"onetwo"]] == [transport.written for transport in transports]


async def test_a_stuck_reader_is_written_to_once_it_reads_again(hub: Hub):
    transport = FakeTransport()
    box = hub.outbox(transport, lambda: None)
    transport.waiting = TRANSPORT_BYTES
    box.put(b"waiting")
    await asyncio.sleep(0)
    assert [] == transport.written

    transport.drain()
    async with asyncio.timeout(SOON_S):
        await transport.wrote.wait()

    assert [b"waiting"] == transport.written


async def test_who_stays_stuck_is_let_go_once(hub: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hubs, "STUCK_S", 0.1)
    transport, given_up = FakeTransport(), asyncio.Event()
    calls: list[int] = []

    def give_up() -> None:
        calls.append(1)
        given_up.set()

    box = hub.outbox(transport, give_up)
    transport.waiting = TRANSPORT_BYTES
    box.put(b"waiting")
    async with asyncio.timeout(SOON_S):
        await given_up.wait()
    await asyncio.sleep(3 * hubs.STUCK_POLL_S)

    assert [1] == calls


async def test_a_dropped_box_is_looked_at_no_more(hub: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hubs, "STUCK_S", 0.05)
    transport = FakeTransport()
    calls: list[int] = []
    box = hub.outbox(transport, lambda: calls.append(1))
    transport.waiting = TRANSPORT_BYTES
    box.put(b"waiting")
    await asyncio.sleep(0)

    hub.drop(box)
    await asyncio.sleep(4 * hubs.STUCK_POLL_S)

    assert [] == calls


def test_a_room_has_one_channel_until_nobody_reads_it(hub: Hub):
    log = Log(room_stream("gambling"), ROOM)
    channel = hub.channel("gambling", log)
    assert channel is hub.channel("gambling", log)

    hub.close("gambling")

    assert hub.open_channel("gambling") is None
