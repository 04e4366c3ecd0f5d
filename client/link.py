"""A member's link for programs: says, hears, and comes back by itself.

    async with Link("http://localhost:8080", "gambling") as link:
        accepted = await link.say("good evening")
        async for event in link.events():
            ...

Leaving the block closes the socket; the room keeps the place for 90 s. `leave()` gives it
back at once. Who does not read `events()` is in time no longer read to: a thousand wait, then
the link stops hearing, but for answers. Nothing is ever written to a disk. The rules are in
`stay.py`, the sockets in `lifeline.py`.
"""

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Literal, Self

from msgspec import UNSET

from client import address, fetch, identity, outgoing
from client.backoff import Backoff
from client.effects import Page
from client.events import Accepted, Event, LinkEnded
from client.lifeline import Lifeline
from client.pairs import is_line
from client.pending import Asked
from client.stay import Stay
from server.wire.frames import (
    After,
    Answer,
    Enter,
    Forget,
    Hand,
    Hello,
    Lead,
    More,
    Need,
    Next,
    Pass,
    Report,
    Say,
    Slip,
    Thank,
    Wait,
    Why,
    Wish,
)


class Link:
    """One member in one room. `key` stands for `secret` and `house` where it is at hand."""

    def __init__(  # noqa: PLR0913 - each has its default and is named by the caller
        self,
        url: str,
        room: str,
        *,
        secret: bytes | None = None,
        key: bytes | None = None,
        house: str | None = None,
        alias: int | None = None,
        after: After | None = None,
        origin: str | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self.room = room
        self.secret = secret or identity.new_secret()
        self.address = address.parse(url)
        self._key = key
        self._house = house
        self._alias = alias
        self._stay = Stay(after)
        self._lifeline = Lifeline(
            self.address, self._enter, self._stay, origin=origin, backoff=backoff or Backoff()
        )
        self._one_page = asyncio.Lock()
        self._tasks = asyncio.TaskGroup()
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._running = self._tasks.create_task(self._lifeline.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._running:
            self._running.cancel()
        # What the block raised is its own; the group only waits for, and speaks for, its task.
        await self._tasks.__aexit__(None, None, None)

    async def _enter(self) -> Enter:
        """Find the key for this room, and say what is said at its door."""
        if self._key is None:
            house = self._house or await fetch.house(self.address)
            self._key = identity.room_key(self.secret, house, self.room)
        alias = UNSET if self._alias is None else self._alias
        return Enter(room=self.room, key=identity.spell(self._key), alias=alias)

    @property
    def key(self) -> bytes | None:
        """The room's key, once it is known; a private line that came from the room has the same."""
        return self._key

    @property
    def is_private(self) -> bool:
        """Whether this is a private line, and no room."""
        return is_line(self.room)

    @property
    def appeal_at(self) -> str:
        """Where one asks another volunteer, with a code."""
        return f"{self.address.http}/appeal"

    @property
    def members(self) -> dict[str, str]:
        """Who is in the room: member id and the two words."""
        return dict(self._stay.roster.members)

    @property
    def others(self) -> int:
        """How many more are there than `members` names."""
        return self._stay.roster.others

    async def hello(self) -> Hello:
        """Return what the door said last, as soon as we are in."""
        await self._lifeline.entered.wait()
        if self._stay.hello is None:
            raise LinkEnded
        return self._stay.hello

    def events(self) -> AsyncIterator[Event]:
        """Yield what happens, each line once and in order; `Ended` is the last."""
        return self._lifeline.inbox.events()

    async def say(
        self, text: str, *, to: int | None = None, replaces: str | None = None, ident: str = ""
    ) -> Accepted:
        """Say something; return when the room has it, or raise `Refused`.

        A lost line only delays the answer. Giving up on waiting does not take the words back.
        """
        say = Say(
            id=ident or identity.new_id(),
            text=text,
            to=UNSET if to is None else to,
            replaces=UNSET if replaces is None else replaces,
        )
        return await self.ask(say)

    async def thank(self, n: int) -> Accepted:
        """Thank the author of line `n`, privately."""
        return await self.ask(Thank(id=identity.new_id(), n=n))

    async def report(self, n: int, why: Why) -> Accepted:
        """Ask a volunteer to look at line `n`."""
        return await self.ask(Report(id=identity.new_id(), n=n, why=why))

    async def need(self) -> Accepted:
        """Say "I need someone"."""
        return await self.ask(Need(id=identity.new_id()))

    async def answer(self, what: Literal["not_meant", "not_now"]) -> Accepted:
        """Answer a card."""
        return await self.ask(Answer(id=identity.new_id(), what=what))

    async def hand(self, *, up: bool, last: bool = False) -> Accepted:
        """Ask for a turn, or take it back; `last` goes to the end of the line."""
        ident = identity.new_id()
        return await self.ask(Hand(id=ident, up=up, last=last or UNSET))

    async def pass_on(self, to: str = "") -> Accepted:
        """Pass the turn on, or give it to a member."""
        return await self.ask(Pass(id=identity.new_id(), to=to or UNSET))

    async def wish(self, what: Literal["listen", "welcome", "question"]) -> Accepted:
        """Say what may follow one's turn."""
        return await self.ask(Wish(id=identity.new_id(), what=what))

    async def next(self, step: str) -> Accepted:
        """End the step, as the chair."""
        return await self.ask(Next(id=identity.new_id(), step=step))

    async def lead(self, *, up: bool) -> Accepted:
        """Open the meeting, or lay it down."""
        return await self.ask(Lead(id=identity.new_id(), up=up))

    async def wait(self, *, up: bool) -> Accepted:
        """Wait for others, or no longer; said again while one waits."""
        return await self.ask(Wait(id=identity.new_id(), up=up))

    async def slip(self) -> Accepted:
        """Ask for an attendance slip; it comes in a card."""
        return await self.ask(Slip(id=identity.new_id()))

    async def forget(self) -> Accepted:
        """Have the room forget this key; the link ends."""
        return await self.ask(Forget(id=identity.new_id()))

    async def more(self, before: int, limit: int = 50) -> Page:
        """Return earlier lines that are still kept; `before` is not among them."""
        async with self._one_page:
            self._refuse_if_ended()
            with self._lifeline.answers.page() as page:
                self._lifeline.inbox.open_wide()
                self._lifeline.perform(self._stay.more(More(before=before, limit=limit)))
                return await page

    async def leave(self) -> None:
        """Give the place back and end; return when it is done."""
        if not self._lifeline.ended.is_set():
            self._lifeline.inbox.open_wide()
            self._lifeline.perform(self._stay.leave())
        await self._lifeline.ended.wait()

    async def ask(self, frame: Asked) -> Accepted:
        """Ask it; return when the room has it, or raise `Refused`."""
        self._refuse_if_ended()
        outgoing.check(frame)
        with self._lifeline.answers.to(frame.id) as answer:
            self._lifeline.inbox.open_wide()
            self._lifeline.perform(self._stay.ask(frame))
            return await answer

    def _refuse_if_ended(self) -> None:
        if self._lifeline.ended.is_set():
            raise LinkEnded
