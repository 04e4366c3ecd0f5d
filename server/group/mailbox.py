"""Thanks on their way: given to the receiver at once or at the next `enter`, then gone."""

from typing import Any, Protocol

from rooms.events import YoungSaid
from server.duty.duty import Duty as OnDuty
from server.group.receivers import Receiver, Receivers
from server.streams.kinds import MAIL, Entry
from server.streams.log import Log
from server.streams.names import mail_stream, room_of
from server.streams.streams import Streams
from server.wire.frames import Card, Duty


class Collector(Receiver, Protocol):
    """A member's connection, that fetches what waits for them."""

    def soon_collect(self) -> None:
        """Have what waits for this member handed over."""


class Mailbox:
    """Who is here to be given what waits; a listener of the mail streams."""

    def __init__(self, streams: Streams, duty: OnDuty) -> None:
        self._streams = streams
        self._duty = duty
        self._here = Receivers[Collector]()

    def arrive(self, room_id: str, member: str, receiver: Collector) -> None:
        """Count a receiver in."""
        self._here.arrive(room_id, member, receiver)

    def depart(self, room_id: str, member: str, receiver: Collector) -> None:
        """Count a receiver out."""
        self._here.depart(room_id, member, receiver)

    def posted(self, log: Log[Any], entry: Entry) -> None:
        """Have new mail handed over to a receiver who is here."""
        if entry.event is None:
            return
        here = self._here.of(room_of(log.stream), entry.event.to)
        if isinstance(entry.event, YoungSaid):
            for receiver in here:
                receiver.send(self._young())
        elif here:
            here[0].soon_collect()

    def _young(self) -> Card:
        return Card(kind="young", duty=Duty(on=self._duty.on))

    async def collect(self, room_id: str, member: str) -> None:
        """Give everybody who is this member what waits, and erase it."""
        log = await self._streams.log(MAIL, mail_stream(room_id))
        for n, mail in list(log.state.of(member).items()):
            here = self._here.of(room_id, member)
            if not here or log.state.waiting.pop(n, None) is None:
                continue  # gone again, or handed over by another turn of this
            for receiver in here:
                receiver.send(Card(kind="thanks", duty=Duty(on=self._duty.on), of=mail.of))
            await self._streams.erase(log.stream, n)
