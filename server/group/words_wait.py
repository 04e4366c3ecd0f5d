"""That words wait on a line of two, told to whichever of them is in the room, and not on it."""

from collections.abc import Awaitable, Callable

from moderation.private_line import home_of, is_sponsor_line
from rooms.events import MessagePosted
from rooms.sponsor.pairs import Pairs
from rooms.state import Room
from server.group.cards import Cards
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.tasks import Tasks
from server.wire.frames import Card


class WordsWait:
    """A listener of the lines between two: it tells that there are words, and none of them.

    Once is enough, until whoever was told has been there.
    """

    def __init__(
        self, pairs: Callable[[str], Awaitable[Pairs]], cards: Cards, tasks: Tasks
    ) -> None:
        self._pairs = pairs
        self._cards = cards
        self._tasks = tasks
        self._told: set[tuple[str, str]] = set()

    def said(self, log: Log[Room], entry: Entry) -> None:
        """Follow a word on a line of two members."""
        line = room_of(log.stream)
        if isinstance(entry.event, MessagePosted) and is_sponsor_line(line):
            self._tasks.start(self.tell(line, entry.event.by))

    async def tell(self, line: str, by: str) -> None:
        """Tell the other one, if they are in the room and not there."""
        self._told.discard((line, by))
        home = home_of(line)
        pair = (await self._pairs(home)).pairs.get(line)
        if pair is None:
            return
        other, alias = pair.other(by)[0], pair.alias_of(by)
        if self._cards.is_here(line, other):
            self._told.discard((line, other))
        elif self._cards.is_here(home, other) and (line, other) not in self._told:
            self._told.add((line, other))
            on = self._cards.on_duty()
            self._cards.hand(home, other, Card(kind="line_words", duty=on, line=line, alias=alias))
