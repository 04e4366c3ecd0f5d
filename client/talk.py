"""One visit to one room: what is typed becomes what is done."""

import asyncio
import signal
from collections.abc import Coroutine, Iterable
from contextlib import suppress

from client import commands
from client.catalogue import Catalogue
from client.commands import Again, Command, Do, Speak
from client.doing import Doing
from client.events import Ended
from client.group_commands import OpenLine
from client.hearing import Hearing
from client.help_lines import HelpLines
from client.keyboard import Keyboard, TooLong
from client.link import Link
from client.own_words import OwnWords
from client.pairs import is_line
from client.screen import Screen
from client.silence import Silence

SETTLE_S = 10.0  # the longest the room takes to answer
AWAY_S = 1.0


class Talk:
    """Puts one link, one keyboard and one screen together."""

    def __init__(
        self, link: Link, keyboard: Keyboard, screen: Screen, words: Catalogue, lines: HelpLines
    ) -> None:
        self._link = link
        self._keyboard = keyboard
        self._screen = screen
        self._own = OwnWords(link, screen, words)
        self._hearing = Hearing(link, screen, words, Silence(screen, lines))
        self._doing = Doing(link, screen, words, lines, self._hearing)
        self._tasks = asyncio.TaskGroup()
        self._open: set[asyncio.Task[None]] = set()
        self._saying: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self._leaving = False
        self.away = False

    @property
    def ended(self) -> Ended | None:
        """How the link ended, if it did."""
        return self._hearing.ended

    @property
    def next_room(self) -> str | None:
        """Where there is space, if this room had none and nobody wanted to leave."""
        return None if self._leaving else self._hearing.next_room

    @property
    def keeps_its_key(self) -> bool:
        """Whether the next room knows one by the key of this one."""
        room = self.next_room or ""
        return is_line(room) or room == self._hearing.side_room

    @property
    def unsaid(self) -> list[str]:
        """What was typed and has no answer; the next room may hear it."""
        return list(self._own.on_their_way.values())

    async def run(self, unsaid: Iterable[str] = ()) -> None:
        """Talk until the person leaves, the link has ended, or the room sends us next door."""
        loop = asyncio.get_running_loop()
        async with self._tasks:
            loop.add_signal_handler(signal.SIGINT, self._do, Do("leave"))
            self._start(self._follow())
            for text in unsaid:
                self._do(Speak(text))
            self._start(self._listen())
            try:
                await self._over.wait()
            finally:
                loop.remove_signal_handler(signal.SIGINT)
            await self._settle(AWAY_S if self.ended else 0)
            for task in self._open:
                task.cancel()

    async def _follow(self) -> None:
        await self._hearing.follow()
        self._over.set()

    async def _listen(self) -> None:
        while not self._leaving:
            try:
                typed = await self._keyboard.line()
            except TooLong:
                self._screen.tell("no.too_long")
                continue
            command = Do("leave") if typed is None else commands.read(typed)
            if command:
                self._do(command)

    def _do(self, command: Command) -> None:
        """Begin what was asked; each thing on its own, so that nothing holds up `/away`."""
        match command:
            case Speak():
                self._screen.wipe_typed(command.text)
                self._saying.add(self._start(self._own.say(command.text)))
            case Again():
                self._saying.add(self._start(self._own.again(command.text)))
            case Do(what="blank"):
                self._saying.add(self._start(self._own.blank()))
            case Do(what="yes"):
                self._go_to(self._hearing.offered, "alone.nothing")
            case Do(what="side"):
                self._go_to(self._hearing.side_room, "side.nothing")
            case OpenLine():
                self._go_to(self._hearing.pairs.may_open(command.number), "pair.which")
            case Do(what="leave"):
                self._leaving = True
                self._start(self._leave())
            case Do(what="away"):
                self._leaving = True
                self.away = True
                self._screen.clear()
                self._start(self._away())
            case _:
                self._start(self._doing.do(command))

    def _go_to(self, room: str, without: str) -> None:
        """Go to a line or a side room, if there is one: one thing at a time in a terminal."""
        if not room:
            self._screen.tell(without)
            return
        self._hearing.next_room = room
        self._over.set()

    def _start(self, doing: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._tasks.create_task(doing)
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        task.add_done_callback(self._saying.discard)
        return task

    async def _leave(self) -> None:
        """Go when what was said has its answer, or will not get one."""
        await self._settle(SETTLE_S)
        await self._link.leave()

    async def _away(self) -> None:
        """Go now. The screen is clear already; the room hears of it if it can."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AWAY_S):
                await self._link.leave()
        self._over.set()

    async def _settle(self, patience_s: float) -> None:
        if self._saying:
            await asyncio.wait(self._saying, timeout=patience_s)
