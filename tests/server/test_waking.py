"""Nobody's words pass before the detectors are there, and a node without them ends."""

import asyncio
from threading import Event

import pytest

from moderation.screening import Screen
from moderation.verdicts import Verdict
from server import waking
from server.waking import Waking

BOUND_S = 30


async def test_who_speaks_before_the_detectors_are_there_waits_for_them():
    may_load = Event()

    def load() -> Screen:
        assert may_load.wait(BOUND_S)
        return Screen.load()

    eyes = Waking(load)
    async with asyncio.timeout(BOUND_S), asyncio.TaskGroup() as group:
        group.create_task(eyes.wake())
        first = group.create_task(eyes.awake())
        await asyncio.sleep(0)
        assert not first.done()

        may_load.set()
        await first

    assert Verdict() == eyes.look("good evening")


async def test_detectors_that_cannot_be_read_let_nobody_speak(monkeypatch: pytest.MonkeyPatch):
    def load() -> Screen:
        raise FileNotFoundError

    monkeypatch.setattr(waking, "WAKE_S", 0.01)
    eyes = Waking(load)
    with pytest.raises(FileNotFoundError):
        await eyes.wake()

    with pytest.raises(TimeoutError):
        await eyes.awake()
