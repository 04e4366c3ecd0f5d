"""A calm room in a terminal: one line in, one line out."""

import asyncio
import io
import sys
from typing import TextIO

from client import address, identity, recovery
from client.catalogue import Catalogue, english
from client.events import Ended
from client.help_lines import FINDER, HelpLines
from client.keyboard import Keyboard, secret_line
from client.link import Link
from client.pairs import is_line
from client.screen import Screen
from client.talk import Talk
from server.wire.closes import Close, may_return

DONE, STAY_AWAY, NOT_UNDERSTOOD = 0, 1, 2
WELCOME = ("welcome.who", "welcome.what", "welcome.nobody", "welcome.commands")
SAID_AT_THE_END: dict[int, str] = {
    Close.NO_SUCH_ROOM: "door.no_such_room",
    Close.REMOVED: "door.removed",
    Close.WRONG_ORIGIN: "door.wrong_origin",
}


def main(room: str, url: str, words: str | None) -> int:
    """Talk in a room until the person leaves; return the program's exit code."""
    catalogue = english()
    screen = Screen(sys.stdout, catalogue, is_terminal=sys.stdout.isatty())
    _let_no_letter_stop(sys.stdout)
    try:
        address.parse(url)
        secret = _secret(words, catalogue)
    except address.UnsafeAddress as unsafe:
        screen.tell("door.unsafe", why=str(unsafe))
        return NOT_UNDERSTOOD
    except recovery.NotOurWords as not_ours:
        screen.tell(not_ours.key, n=not_ours.n)
        return NOT_UNDERSTOOD
    for key in WELCOME:
        screen.tell(key)
    return asyncio.run(_visit(url, room, secret, screen, catalogue))


def _secret(words: str | None, catalogue: Catalogue) -> bytes:
    """Return the secret of the words. `-` asks for them: a command line is seen by others."""
    if words is None:
        return identity.new_secret()
    if words == "-":
        words = secret_line(sys.stdin.fileno(), catalogue.say("words.ask"))
    return recovery.from_words(words)


async def _visit(url: str, room: str, secret: bytes, screen: Screen, words: Catalogue) -> int:
    """Go from door to door until a room takes us in, and stay until the end."""
    lines = HelpLines(address.parse(url), screen)
    keyboard = Keyboard(sys.stdin.fileno())
    keyboard.open()
    unsaid: list[str] = []
    key: bytes | None = None
    home = room
    try:
        while True:
            async with Link(url, room, secret=secret, key=key) as link:
                talk = Talk(link, keyboard, screen, words, lines)
                await talk.run(unsaid)
            if link.is_private and not talk.away:  # over, for whatever reason: back to the room
                screen.tell("alone.back")
                room, unsaid = home, []
                continue
            if talk.next_room is None:
                return _farewell(talk.ended, screen, link.appeal_at)
            home = room if is_line(talk.next_room) else talk.next_room
            key = link.key if talk.keeps_its_key else None
            room, unsaid = talk.next_room, talk.unsaid
    finally:
        keyboard.close()


def _farewell(ended: Ended | None, screen: Screen, appeal_at: str) -> int:
    """Say how it ended."""
    if ended is None or ended.code == Close.DONE:
        screen.tell("door.left")
        return DONE
    screen.tell(SAID_AT_THE_END.get(ended.code, "door.ended"), finder=FINDER)
    if ended.appeal:
        screen.tell("card.code", code=ended.appeal, address=appeal_at)
    return STAY_AWAY if not may_return(ended.code) else DONE


def _let_no_letter_stop(out: TextIO) -> None:
    """Write a sign for what this terminal has no letter for, instead of failing."""
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="replace")
