"""What can be done in a room besides talking."""

from collections.abc import Awaitable
from typing import assert_never

from client import recovery
from client.beside import AskedBeside
from client.catalogue import Catalogue
from client.commands import (
    After,
    Do,
    ForgetMe,
    Help,
    PassOn,
    ReportLine,
    ThankLine,
    Unclear,
)
from client.events import Accepted, LinkEnded, Refused
from client.group_commands import AboutGuest, AskFor, EndLine, ForGroup, ServeAs
from client.hearing import Hearing
from client.help_lines import HelpLines
from client.link import Link
from client.own_words import reason
from client.screen import Screen
from client.serving import NothingToDo, serve
from client.standing_by import said_of, stand_by
from client.taking_part import NobodyOfThisName, take_part
from server.wire.frames import Said

EARLIER = 30
HELP = (
    "help",
    "need",
    "yes",
    "notmeant",
    "who",
    "thank",
    "report",
    "earlier",
    "meeting",
    "turn",
    "pass",
    "after",
    "lead",
    "alone",
    "ring",
    "slip",
    "meetings",
    "remind",
    "group",
    "serve",
    "halt",
    "move",
    "noguest",
    "stand",
    "lines",
    "again",
    "blank",
    "words",
    "forget",
)
HELP_LAST = ("leave", "away", "slash", "history")

Deed = Do | ThankLine | ReportLine | Help | ForgetMe | PassOn | After | ForGroup | Unclear


class Doing:
    """Carries out one deed at a time; an answer that never comes is the link's to tell."""

    def __init__(
        self, link: Link, screen: Screen, words: Catalogue, lines: HelpLines, hearing: Hearing
    ) -> None:
        self._link = link
        self._screen = screen
        self._words = words
        self._lines = lines
        self._hearing = hearing
        self._beside = AskedBeside(link, screen, hearing, self._ask)

    async def do(self, deed: Deed) -> None:
        """Do it, and tell what came of it."""
        match deed:
            case ThankLine():
                await self._ask(self._link.thank(deed.n), "thanks.given")
            case ReportLine():
                await self._ask(self._link.report(deed.n, deed.why), "report.given")
            case Help():
                await self._help(deed.country)
            case ForgetMe():
                await self._forget(deed)
            case PassOn() | After():
                await self._take_part(deed)
            case (
                ServeAs()
                | AboutGuest()
                | AskFor()
                | EndLine()
                | Do(what="noserve" | "halt" | "goon" | "move" | "stand" | "nostand")
            ):
                await self._for_group(deed)
            case Unclear():
                self._screen.tell(deed.key)
            case Do(what="ring" | "noring" | "slip" | "meetings" | "remind" as what):
                await self._beside.do(what)
            case Do():
                await self._plain(deed)
            case _:
                assert_never(deed)

    async def _plain(self, deed: Do) -> None:  # noqa: C901 - one arm for each command
        match deed.what:
            case "who":
                self._hearing.who()
            case "need":
                await self._ask(self._link.need(), "need.given")
            case "earlier":
                await self._earlier()
            case "words":
                self._recovery_words()
            case "notmeant":
                await self._ask(self._link.answer("not_meant"), "answer.given")
            case "notnow":
                self._hearing.offered = ""
                await self._ask(self._link.answer("not_now"), "answer.given")
            case "meeting":
                self._hearing.sitting.tell()
            case "group":
                self._hearing.group.tell()
            case "lines":
                self._hearing.pairs.tell()
            case "turn" | "noturn" | "last" | "lead" | "nolead" | "next" | "alone" | "notalone":
                await self._take_part(deed)
            case (
                "leave"
                | "away"
                | "yes"
                | "blank"
                | "ring"
                | "noring"
                | "slip"
                | "meetings"
                | "remind"
                | "noserve"
                | "halt"
                | "goon"
                | "move"
                | "side"
                | "stand"
                | "nostand"
            ):
                raise LookupError("this is not done in a room, but to it, or with own words")
            case _:
                assert_never(deed.what)

    async def _ask(self, asking: Awaitable[Accepted], done: str) -> None:
        try:
            await asking
        except Refused as refused:
            self._screen.tell("asked.refused")
            self._screen.tell(reason(self._words, refused.code))
        except LinkEnded:
            return
        else:
            self._screen.tell(done)

    async def _take_part(self, deed: Do | PassOn | After) -> None:
        try:
            done = "turn.alone" if deed == Do("alone") else "turn.done"
            await self._ask(take_part(self._link, self._hearing.sitting, deed), done)
        except NobodyOfThisName:
            self._screen.tell("turn.not_here")

    async def _for_group(self, deed: Do | ForGroup) -> None:
        group, pairs = self._hearing.group, self._hearing.pairs
        try:
            match deed:
                case AskFor() | EndLine() | Do(what="stand" | "nostand"):
                    await self._ask(stand_by(self._link, group, pairs, deed), said_of(deed))
                case _:
                    await self._ask(serve(self._link, group, deed), "group.done")
        except NothingToDo as nothing:
            self._screen.tell(nothing.key)

    async def _help(self, country: str) -> None:
        if country:
            await self._lines.show(country)
            return
        self._screen.tell("help.commands")
        for name in (*HELP, *HELP_LAST):
            self._screen.tell(f"help.{name}")

    async def _forget(self, deed: ForgetMe) -> None:
        if not deed.sure:
            self._screen.tell("forget.sure")
            return
        await self._ask(self._link.forget(), "forget.done")

    async def _earlier(self) -> None:
        before = self._hearing.lowest
        if before <= 1:
            self._screen.tell("earlier.none" if before else "command.not_in")
            return
        try:
            page = await self._link.more(before, EARLIER)
        except LinkEnded:
            return
        lines = [event for event in page.events if isinstance(event, Said)]
        self._hearing.lowest = page.start if page.start > page.first_kept else 1
        if not lines:
            self._screen.tell("earlier.none")
            return
        self._screen.tell("earlier.begin")
        for line in lines:
            self._screen.show(line)
        self._screen.tell("earlier.end")

    def _recovery_words(self) -> None:
        self._screen.tell("words.these")
        self._screen.item(" ".join(recovery.to_words(self._link.secret)))
        self._screen.tell("words.paper")
