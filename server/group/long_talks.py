"""A word about rest to whoever has stood by one person for an hour without a break."""

from collections.abc import Awaitable, Callable

from moderation.private_line import home_of, is_sponsor_line
from rooms.events import MessagePosted
from rooms.sponsor.pairs import Pairs
from rooms.sponsor.resting import Sitting, heard
from rooms.state import Room
from server.group.cards import Cards
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of
from server.tasks import Tasks


class LongTalks:
    """A listener of the lines between two: how long each has gone on, and nothing that was said."""

    def __init__(
        self, pairs: Callable[[str], Awaitable[Pairs]], cards: Cards, tasks: Tasks
    ) -> None:
        self._pairs = pairs
        self._cards = cards
        self._tasks = tasks
        self._sittings: dict[str, Sitting] = {}

    def said(self, log: Log[Room], entry: Entry) -> None:
        """Count a word on a line of two members."""
        line = room_of(log.stream)
        if not isinstance(entry.event, MessagePosted) or not is_sponsor_line(line):
            return
        if line not in self._sittings:
            still = self._sittings.items()
            self._sittings = {name: one for name, one in still if not one.is_over(entry.at)}
        self._sittings[line], is_long = heard(self._sittings.get(line), entry.at)
        if is_long:
            self._tasks.start(self.tell(line))

    async def tell(self, line: str) -> None:
        """Tell whoever was asked to stand by the other, and nobody else."""
        pair = (await self._pairs(home_of(line))).pairs.get(line)
        if pair is not None:
            self._cards.tell(line, pair.sponsor, "rest")
