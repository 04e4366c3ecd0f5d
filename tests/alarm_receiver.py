"""A push service and a pager on loopback: keeps what came, and answers as each path is told to."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_bytes
from typing import Any

import http_ece
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from patience import SOON_S

from rooms import base64url

STATUS = {"ok": 201, "gone": 410, "unknown": 404, "broken": 500, "busy": 429}


class Receiver:
    """What came: path, headers, body, in order."""

    def __init__(self) -> None:
        self.port = 0
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.never = asyncio.Event()
        self._arrived = asyncio.Condition()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def paths(self) -> list[str]:
        return sorted(path for path, _, _ in self.came)

    async def got(self, path: str, times: int = 1) -> tuple[dict[str, str], bytes]:
        """Wait for what comes to a path; return the first one's headers and body."""
        async with asyncio.timeout(SOON_S), self._arrived:
            await self._arrived.wait_for(lambda: self.paths().count(path) >= times)
        return next((headers, body) for at, headers, body in self.came if at == path)

    async def take(self, request: web.Request) -> web.Response:
        path = request.path[1:]
        self.came.append((path, dict(request.headers), await request.read()))
        async with self._arrived:
            self._arrived.notify_all()
        behaviour = path.partition("/")[0]
        if behaviour == "hang":
            await self.never.wait()
        if behaviour == "moved":
            return web.Response(status=307, headers={"Location": self.at("ok/elsewhere")})
        return web.Response(status=STATUS.get(behaviour, 200), text="x" * 100_000)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        receiver.never.set()
        await runner.cleanup()


class TestDevice:
    """A browser's subscription, made here, that opens what is sealed for it."""

    __test__ = False

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.auth = token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def subscription(self) -> dict[str, Any]:
        """Return what `PushSubscription.toJSON()` says."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": base64url.encode(point), "auth": base64url.encode(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def opened(self, body: bytes) -> dict[str, Any]:
        """Return what was sealed for this device alone."""
        plain = http_ece.decrypt(
            body, private_key=self._key, auth_secret=self.auth, version="aes128gcm"
        )
        message: dict[str, Any] = json.loads(plain)
        return message


def claims(authorization: str) -> dict[str, Any]:
    """Return what a VAPID header claims."""
    token = authorization.partition("t=")[2].partition(",")[0]
    part = token.split(".")[1]
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return said
