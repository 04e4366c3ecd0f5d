"""Thanks on their way: given to the receiver at once or at the next `enter`, then gone."""

from collections import defaultdict
from typing import Any, Protocol

from server.duty import Duty as OnDuty
from server.kinds import MAIL, Entry
from server.log import Log
from server.stream_names import mail_stream, room_of
from server.streams import Streams
from server.wire.frames import Card, Duty, ServerFrame


class Receiver(Protocol):
    """A member's connection."""

    def send(self, frame: ServerFrame) -> None:
        """Queue a frame for this member alone."""

    def soon_collect(self) -> None:
        """Have what waits for this member handed over."""


class Mailbox:
    """Who is here to be given what waits; a listener of the mail streams."""

    def __init__(self, streams: Streams, duty: OnDuty) -> None:
        self._streams = streams
        self._duty = duty
        self._here: defaultdict[tuple[str, str], list[Receiver]] = defaultdict(list)

    def arrive(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver in."""
        here = self._here[room_id, member]
        if receiver not in here:
            here.append(receiver)

    def depart(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver out."""
        here = self._here.get((room_id, member), [])
        if receiver in here:
            here.remove(receiver)
        if not here:
            self._here.pop((room_id, member), None)

    def posted(self, log: Log[Any], entry: Entry) -> None:
        """Have new mail handed over to a receiver who is here."""
        if entry.event is not None:
            here = self._here.get((room_of(log.stream), entry.event.to))
            if here:
                here[0].soon_collect()

    async def collect(self, room_id: str, member: str) -> None:
        """Give everybody who is this member what waits, and erase it."""
        log = await self._streams.log(MAIL, mail_stream(room_id))
        for n, mail in list(log.state.of(member).items()):
            here = self._here.get((room_id, member), [])
            if not here or log.state.waiting.pop(n, None) is None:
                continue  # gone again, or handed over by another turn of this
            for receiver in here:
                receiver.send(Card(kind="thanks", duty=Duty(on=self._duty.on), of=mail.of))
            await self._streams.erase(log.stream, n)
