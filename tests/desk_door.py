"""Somebody at the desk's door over HTTP: joins, signs in, asks. Each has cookies of their own."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiohttp import ClientSession, CookieJar
from kith_process import KithProcess
from soft_passkey import SoftPasskey

from server.commands.control import ask

JOIN = re.compile(r"https?://\S+/desk/join#(\S+)")
COOKIE = "kith-desk"


class Answer(NamedTuple):
    """Status and body of an answer; `code` is a refusal's."""

    status: int
    said: Any

    @property
    def code(self) -> str:
        code: str = self.said["code"]
        return code


class Caller:
    """A browser's worth of cookies at one server, and one passkey."""

    def __init__(self, session: ClientSession, house: KithProcess) -> None:
        self.session = session
        self.house = house
        self.passkey = SoftPasskey()
        self.id = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.house.port}"

    async def ask(self, method: str, path: str, said: object = None, **headers: str) -> Answer:
        named = {"Origin": self.origin, **headers}
        asked = {"json": said} if said is not None else {}
        url = f"{self.origin}/desk/api/{path}"
        async with self.session.request(method, url, headers=named, **asked) as answer:
            body = await answer.read()
            return Answer(answer.status, await answer.json() if body else None)

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        answer = await self.ask("GET", path)
        assert 200 == answer.status, answer
        return answer.said

    async def join(self, token: str, name: str) -> Answer:
        begun = await self.ask("POST", "join/begin", {"token": token})
        if 200 != begun.status:
            return begun
        made = self.passkey.made(begun.said["options"], self.origin)
        said = {"token": token, "name": name, "credential": made}
        finished = await self.ask("POST", "join/finish", said)
        if 200 == finished.status:
            self.id = finished.said["you"]["id"]
        return finished

    async def sign_in(self, **told: str) -> Answer:
        credential = await self.signed(**told)
        return await self.ask("POST", "signin/finish", {"credential": credential})

    async def signed(self, origin: str = "") -> Mapping[str, Any]:
        begun = await self.ask("POST", "signin/begin", {})
        return self.passkey.signed(begun.said["options"], origin or self.origin)

    def sit_down(self, **headers: str) -> Any:  # noqa: ANN401 - aiohttp's own context of a socket
        """Open the desk's socket."""
        return self.session.ws_connect(
            f"{self.origin}/desk/ws",
            protocols=("kith.desk.v1",),
            headers={"Origin": self.origin, **headers},
        )

    @property
    def cookie(self) -> str:
        return next(it.value for it in self.session.cookie_jar if it.key == COOKIE)


@asynccontextmanager
async def caller(house: KithProcess) -> AsyncIterator[Caller]:
    """Give somebody nobody knows yet."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Caller(session, house)


def invitation(house: KithProcess, role: str = "volunteer") -> str:
    """Return the token of an invitation, as `kith invite` makes it beside the running server."""
    answer = ask(house.data, {"do": "invite", "role": role, "hours": 1})
    assert answer is not None
    return token_in(answer["link"])


def printed(house: KithProcess) -> str | None:
    """Start and end the server; return the token that this start printed, if it did."""
    house.start()
    house.stop()  # it ends only after all that it has to say
    found = [token_in(line) for line in house.stdout if JOIN.search(line)]
    house.stdout.clear()
    return found[0] if found else None


def token_in(line: str) -> str:
    """Return the token of the link in a line."""
    found = JOIN.search(line)
    assert found, line
    return found[1]
