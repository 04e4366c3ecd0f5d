"""Volunteers' devices: which of them may be called, and the worker that hears the call."""

import json
from importlib.resources import files
from typing import Any

from aiohttp import web
from msgspec import Struct

from moderation.crew import Device, Volunteers
from moderation.crew_events import CrewEvent, PushGone, PushSubscribed
from moderation.refusal import DeskCode, No
from server.alarms.push import WebPush
from server.desk.asking import answering, asked, somebody
from server.streams.crew import StoredCrew
from server.web.answers import as_json
from server.web.press import Press

WORKER = "/desk/sw.js"
WORDS = ("desk.push_title", "desk.push_needed", "desk.push_test", "desk.push_greet")


class Keys(Struct, frozen=True):
    """The public keys of a browser's subscription."""

    p256dh: str
    auth: str


class Subscription(Struct, frozen=True):
    """What a browser's `PushSubscription.toJSON()` says; it may say more."""

    endpoint: str
    keys: Keys


class Endpoint(Struct, frozen=True):
    """A device to call no more."""

    endpoint: str


class PushApi:
    """`/desk/api/push`, and the service worker `/desk/sw.js`."""

    def __init__(self, crew: StoredCrew, push: WebPush, press: Press) -> None:
        self._crew = crew
        self._push = push
        self._press = press
        self._worker = (files("client") / "web/desk/sw.js").read_text("utf-8")

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/desk/api/push", answering(self.key)),
            web.post("/desk/api/push", answering(self.subscribe)),
            web.delete("/desk/api/push", answering(self.unsubscribe)),
            web.get(WORKER, self.worker),
        ]

    async def key(self, request: web.Request) -> web.StreamResponse:
        """Return the key that a browser subscribes to, and how many devices are called."""
        return as_json({"key": self._push.public_key, "devices": len(somebody(request).devices)})

    async def subscribe(self, request: web.Request) -> web.StreamResponse:
        """Have a device of this volunteer called from now on."""
        by, wanted = somebody(request), await asked(request, Subscription)
        device = Device(wanted.endpoint, wanted.keys.p256dh, wanted.keys.auth)
        if not self._push.may_call(device):
            raise No(DeskCode.BAD_DEVICE)
        event = PushSubscribed(by.id, device.endpoint, device.p256dh, device.auth)

        def decide(crew: Volunteers, _now: int) -> tuple[CrewEvent, ...]:
            return () if device in crew.acting(by).devices else (event,)

        await self._crew.change(decide)
        return web.Response(status=204)

    async def unsubscribe(self, request: web.Request) -> web.StreamResponse:
        """Call a device of this volunteer no more."""
        by, endpoint = somebody(request), (await asked(request, Endpoint)).endpoint

        def decide(crew: Volunteers, _now: int) -> tuple[CrewEvent, ...]:
            if all(device.endpoint != endpoint for device in crew.acting(by).devices):
                raise No(DeskCode.NO_DEVICE)
            return (PushGone(endpoint),)

        await self._crew.change(decide)
        return web.Response(status=204)

    async def worker(self, request: web.Request) -> web.StreamResponse:
        """Return the service worker, with its few words in the language the address asks for."""
        words: dict[str, Any] = {
            key.rpartition("_")[2]: self._press.catalogue(request).text(key) for key in WORDS
        }
        text = f"const words = {json.dumps(words)};\n{self._worker}"
        return web.Response(
            text=text,
            content_type="text/javascript",
            headers={"Service-Worker-Allowed": "/desk"},
        )
