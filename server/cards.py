"""Private cards: what the desk does for one person reaches them at once, and again at `enter`.

A listener of the desks' streams. Nobody else in the room learns that a case exists.
"""

from typing import Any, Protocol

from moderation.case import Case, Talk
from moderation.events import (
    AlarmDue,
    CardGiven,
    CaseJoined,
    CaseRaised,
    SanctionSet,
    TalkEnded,
    TalkOffered,
)
from moderation.raising import asked_for, card_follows
from server.duty import Duty
from server.kinds import DESK, Entry
from server.log import Log
from server.stream_names import desk_stream
from server.streams import Streams
from server.wire import frames
from server.wire.frames import Card, ServerFrame


class Receiver(Protocol):
    """A member's connection."""

    def send(self, frame: ServerFrame) -> None:
        """Queue a frame for this member alone."""


class Cards:
    """Who is here to be handed a card."""

    def __init__(self, streams: Streams, duty: Duty) -> None:
        self._streams = streams
        self._duty = duty
        self._rooms: dict[str, dict[str, list[Receiver]]] = {}

    async def arrive(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver in, and hand over what an open case holds for them."""
        here = self._rooms.setdefault(room_id, {}).setdefault(member, [])
        if receiver not in here:
            here.append(receiver)
        desk = (await self._streams.log(DESK, desk_stream(room_id))).state
        case = desk.open_case(room_id, member)
        if case is not None and asked_for(case):
            receiver.send(self._card("help"))
        if case is not None and case.talk in {Talk.OFFERED, Talk.OPEN}:
            receiver.send(self._talk(case))

    def depart(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver out."""
        members = self._rooms.get(room_id)
        if members is None or receiver not in members.get(member, ()):
            return
        members[member].remove(receiver)
        if not members[member]:
            del members[member]
        if not members:
            del self._rooms[room_id]

    def is_here(self, room_id: str, member: str) -> bool:
        """Return whether the person has a socket on this node."""
        return bool(self._rooms.get(room_id, {}).get(member))

    def changed(self, log: Log[Any], entry: Entry) -> None:
        """Hand over what a desk's new entry means for somebody who is here."""
        event = entry.event
        case = log.state.cases.get(getattr(event, "case", ""))
        if isinstance(event, SanctionSet):
            self._send(event.room, event.member, self._sanction(event))
        elif case is not None:
            self._about_case(case, event)

    def _about_case(self, case: Case, event: object) -> None:
        match event:
            case CaseRaised() | CaseJoined() if card_follows(event):
                self._to_person(case, self._card("help"))
            case CardGiven(kind="help"):
                self._to_person(case, self._card("help"))
            case CardGiven(kind="helper") | AlarmDue(step="helper"):
                self._to_others(case)
            case TalkOffered():
                self._to_person(case, self._talk(case))
            case TalkEnded():
                self._to_person(case, self._card("talk_ended"))
            case AlarmDue() if event.step.startswith("update"):
                self._to_person(case, self._card("update"))
            case _:
                pass

    def _to_others(self, case: Case) -> None:
        """Tell everybody else in the room how to listen; no person, message or flag is named."""
        for member in list(self._rooms.get(case.room, ())):
            if member != case.about:
                self._send(case.room, member, self._card("helper"))

    def _to_person(self, case: Case, card: Card) -> None:
        self._send(case.room, case.about, card)

    def _send(self, room_id: str, member: str, card: Card) -> None:
        for receiver in self._rooms.get(room_id, {}).get(member, ()):
            receiver.send(card)

    def _card(self, kind: str) -> Card:
        return Card(kind=kind, duty=frames.Duty(on=self._duty.on))

    def _talk(self, case: Case) -> Card:
        return Card(kind="talk", duty=frames.Duty(on=self._duty.on), line=case.line)

    def _sanction(self, event: SanctionSet) -> Card:
        return Card(
            kind="sanction",
            duty=frames.Duty(on=self._duty.on),
            what=event.what,
            until=event.until,
            reason=event.reason,
        )
