"""Thousands of nearly right messages to a real server, over real sockets.

Each gets a clear answer or a clean close, the server notes nothing, and others in the room go on
talking as if nothing were.
"""

import json
from collections import Counter
from contextlib import AsyncExitStack, suppress
from itertools import count
from typing import Self

from bare_socket import CLOSE, BareSocket
from desk_door import COOKIE, Caller, caller, invitation
from hostile import seeds
from hostile.mutations import Mutator
from kith_process import KithProcess
from plain_member import FROM_HERE, PlainMeeting, PlainMember
from wire import fresh_key

PING, PONG = 0x9, 0xA
# How a socket may end: done, broken framing, broken UTF-8, too big, come back, a fault.
ENDS = {1000, 1002, 1007, 1009, 4004, 4500, 4502, 4503}
STATUS = {200, 201, 204, 303, 400, 401, 403, 404, 409, 410, 413, 415, 422, 429}
ASKED = ("join/begin", "join/finish", "signin/begin", "signin/finish", "passkeys/finish")
BY_COORDINATORS = (*ASKED, "invitations", "roster", "crew/x", "passkeys/begin")
# All but the one that pauses a room for everybody, which is what it is for.
OF_MEMBERS = [frame for frame in seeds.member_frames() if json.loads(frame)["t"] != "halt"]
_names = count(1)


class Attack:
    """One hostile visitor with every door of a house before them. `seen` is how it answered."""

    def __init__(self, meeting: PlainMeeting, stack: AsyncExitStack, seed: int) -> None:
        self.seen: Counter[str] = Counter()
        self._meeting = meeting
        self._stack = stack
        self._port = meeting.process.port
        self._key = fresh_key()
        self._members = Mutator(seed, OF_MEMBERS)
        self._desk = Mutator(seed, seeds.desk_frames())
        self._bodies = Mutator(seed, seeds.FORMS + seeds.sign_ins())

    @classmethod
    async def begin(cls, process: KithProcess, stack: AsyncExitStack, seed: int) -> Self:
        self = cls(await PlainMeeting.open(process, stack), stack, seed)
        self._ada, self._ben = await self._meeting.join(), await self._meeting.join()
        self._plain = await self._meeting.visit()
        self._coordinator = await stack.enter_async_context(caller(process))
        name = f"Robin {'abcdefghij'[next(_names) % 10]}"
        await self._coordinator.join(invitation(process, "coordinator"), name)
        return self

    async def run(self, rounds: int) -> None:
        """Try every door so often, and see now and then that others still talk."""
        token = (await self._plain.get("/write")).field("token")
        for number in range(rounds):
            await self._member_frame(whole=number % 3 > 0)
            await self._desk_frame()
            await self._form(self._plain, token)
            await self._ask(self._coordinator)
            if number % 10 == 0:
                await self.others_talk()

    async def others_talk(self) -> None:
        """See that two people who are in the room hear each other."""
        ada, ben = self._ada, self._ben
        # In letters alone: digits and signs at random look like somebody's number now and then.
        text = "good evening " + "".join("abcdefghij"[int(digit)] for digit in str(next(_names)))
        answer = await ada.say(text)
        assert "ack" == answer["t"], answer
        await ben.until_said(text)
        for wire in (ada, ben):
            wire.skipped.clear()

    async def _member_frame(self, *, whole: bool) -> None:
        frame = self._members.mutated(self._members.one_of(OF_MEMBERS))
        async with BareSocket(self._port) as bare:
            await bare.send_frame("enter", room=self._meeting.room, key=self._key)
            assert "hello" == (await bare.next_frame())["t"]
            if whole:
                await bare.send(frame)
                self.seen[f"socket {await _comes_to(bare)}"] += 1
            else:
                bare.writer.write(self._members.mutated(b"\x81\xff" + bytes(12) + frame))
                self.seen[f"framing {await _ends_as(bare)}"] += 1

    async def _desk_frame(self) -> None:
        frame = self._desk.mutated(self._desk.one_of(seeds.desk_frames()))
        cookie = f"{COOKIE}={self._coordinator.cookie}"
        host = f"localhost:{self._port}"
        headers = {"Origin": f"http://{host}", "Cookie": cookie}
        async with BareSocket(self._port, desk=True, **headers) as bare:
            assert "desk" == (await bare.next_frame())["t"]
            await bare.send(frame)
            self.seen[f"desk socket {await _comes_to(bare)}"] += 1

    async def _form(self, plain: PlainMember, token: str) -> None:
        body = self._bodies.one_of(seeds.FORMS).replace(b"A" * 22, token.encode(), 1)
        path = self._bodies.one_of((b"/write", b"/write", b"/line/1", b"/alone", b"/meant"))
        headers = {**FROM_HERE, "Content-Type": "application/x-www-form-urlencoded"}
        url = plain.room + path.decode()
        sent = self._bodies.mutated(body)
        async with plain.session.post(url, data=sent, headers=headers, **STAY) as answer:
            assert answer.status in STATUS, (answer.status, sent)
            self.seen[f"form {answer.status}"] += 1

    async def _ask(self, who: Caller) -> None:
        body = self._bodies.mutated(self._bodies.one_of(seeds.sign_ins()))
        path = self._bodies.one_of([path.encode() for path in BY_COORDINATORS]).decode()
        headers = {"Origin": who.origin, "Content-Type": "application/json"}
        url = f"{who.origin}/desk/api/{path}"
        async with who.session.post(url, data=body, headers=headers) as answer:
            said = await answer.read()
            assert answer.status in STATUS, (answer.status, path, body)
            assert answer.status < 400 or "code" in json.loads(said), said
            self.seen[f"sign-in {answer.status}"] += 1


STAY = {"allow_redirects": False}


async def _comes_to(bare: BareSocket) -> str:
    """Return what a frame came to: the answers up to our ping's, or the number of the close."""
    with suppress(ConnectionError):
        await bare.send(b"still there", opcode=PING)
    while True:
        try:
            opcode, payload = await bare.next()
        except (EOFError, ConnectionError):  # we were too slow to read the close
            return "ended"
        if opcode == CLOSE:
            return _known(int.from_bytes(payload[:2]))
        if (opcode, payload) == (PONG, b"still there"):
            return "goes on"


async def _ends_as(bare: BareSocket) -> str:
    """Say nothing more; return how the server ends it."""
    with suppress(ConnectionError, OSError):
        bare.writer.write_eof()
    try:
        return _known(await bare.closed_with())
    except (EOFError, ConnectionError):
        return "ended"


def _known(code: int) -> str:
    assert code in ENDS, code
    return str(code)


async def attack(process: KithProcess, seed: int, rounds: int) -> Counter[str]:
    """Run one attack on a house that stands; return what its doors answered."""
    async with AsyncExitStack() as stack:
        one = await Attack.begin(process, stack, seed)
        await one.run(rounds)
        await one.others_talk()
        return one.seen


def noted(process: KithProcess) -> list[str]:
    """Return what a server should not have said."""
    unwanted = ("our_bug", "library", "Traceback")
    return [line for line in process.stderr if any(word in line for word in unwanted)]
