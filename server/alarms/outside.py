"""Calling somebody who is not at the desk: by the operator's webhook and by Web Push.

A notice says that somebody is needed, how many, how urgently. Never a word of anybody's.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from secrets import token_urlsafe
from typing import Protocol

import msgspec

from moderation import roster
from moderation.actor import Role
from moderation.crew import Device, Volunteers
from moderation.crew_events import CrewEvent, PushGone
from server.alarms.posting import outgoing
from server.alarms.push import Sent, WebPush
from server.alarms.webhook import Webhook
from server.backplane import Unavailable
from server.streams.crew import StoredCrew

NEEDED, TEST, GREET = "needed", "test", "greet"


class Notice(Protocol):
    """A case as it may be told outside."""

    @property
    def case(self) -> str:
        """Its random id."""

    @property
    def level(self) -> str:
        """How urgent it is."""

    @property
    def topic(self) -> str:
        """What its room is about."""

    @property
    def language(self) -> str:
        """Which language is spoken there."""


class NobodyReached(OSError):
    """Nothing at all could be sent."""


class Outside:
    """Every way to somebody who is not at the desk."""

    def __init__(self, crew: StoredCrew, push: WebPush, webhook: Webhook | None) -> None:
        self._crew = crew
        self._push = push
        self._webhook = webhook

    def reaches(self) -> bool:
        """Return whether there is any way to call somebody at all."""
        acting = (one for one in self._crew.crew.people.values() if one.role is not Role.SHADOW)
        return self._webhook is not None or any(one.devices for one in acting)

    async def send(self, step: str, notices: Sequence[Notice]) -> None:
        """Call those whose turn it is; raise `NobodyReached` if nothing could be sent."""
        called = roster.called(self._crew.crew, step, self._crew.now())
        devices = [device for volunteer in called for device in volunteer.devices]
        told, rung = await asyncio.gather(
            self._tell(_note(NEEDED, step, notices)),
            self._ring(devices, _message(NEEDED, len(notices)), NEEDED),
        )
        if not told and not rung:
            raise NobodyReached(step)

    async def test(self, volunteer: str) -> int:
        """Ring a volunteer's own devices to see whether they ring; return how many took it."""
        one = self._crew.crew.people.get(volunteer)
        return await self._ring(one.devices if one else (), _message(TEST, 0), TEST)

    def reaches_greeter(self) -> bool:
        """Return whether somebody would greet at this hour, and can be called."""
        return bool(roster.greeters(self._crew.crew, self._crew.now()))

    async def greet(self, rooms: int) -> int:
        """Call those who would greet, since somebody waits in so many rooms."""
        called = roster.greeters(self._crew.crew, self._crew.now())
        devices = [device for volunteer in called for device in volunteer.devices]
        return await self._ring(devices, _message(GREET, rooms), GREET)

    async def _tell(self, body: bytes) -> bool:
        return self._webhook is not None and await self._webhook.tell(body)

    async def _ring(self, devices: Sequence[Device], message: bytes, about: str) -> int:
        if not devices:
            return 0
        async with outgoing(self._push.places.resolver()) as session:
            calls = (self._push.call(session, device, message, about) for device in devices)
            sent = await asyncio.gather(*calls)
        both = list(zip(devices, sent, strict=True))
        await self._forget([device.endpoint for device, it in both if it is Sent.GONE])
        return sum(it is Sent.TAKEN for it in sent)

    async def _forget(self, endpoints: Sequence[str]) -> None:
        """Keep no device that its push service does not know any more."""
        if endpoints:
            with suppress(Unavailable, TimeoutError):  # the next call finds it gone again
                await self._crew.change(lambda crew, _now: _gone(crew, endpoints))


def _gone(crew: Volunteers, endpoints: Iterable[str]) -> Sequence[CrewEvent]:
    kept = {device.endpoint for one in crew.people.values() for device in one.devices}
    return [PushGone(endpoint) for endpoint in endpoints if endpoint in kept]


def _message(kind: str, count: int) -> bytes:
    return msgspec.json.encode({"t": kind, "n": count, "id": token_urlsafe(9)})


def _note(kind: str, step: str, notices: Sequence[Notice]) -> bytes:
    cases = [
        {"id": it.case, "level": it.level, "topic": it.topic, "language": it.language}
        for it in notices
    ]
    levels = Counter(it.level for it in notices)
    return msgspec.json.encode(
        {"t": kind, "step": step, "n": len(notices), "levels": levels, "cases": cases}
    )
