"""Private cards: what the desk does for one person reaches them at once, and again at `enter`.

A listener of the desks' streams. Nobody else in the room learns that a case exists, and what
belongs to a private line is told on that line alone.
"""

from collections.abc import Callable
from typing import Any

from msgspec import UNSET

from moderation.case import Case, State, Talk
from moderation.desk import Desk
from moderation.events import (
    AlarmDue,
    CardGiven,
    CaseClaimed,
    CaseDropped,
    CaseEscalated,
    CaseGivenBack,
    CaseJoined,
    CaseRaised,
    SanctionSet,
    TalkEnded,
    TalkOffered,
)
from moderation.private_line import case_on, home_of, is_line, is_sponsor_line
from moderation.raising import asked_for, card_follows
from moderation.sanctions import Sanction
from server.duty.duty import Duty
from server.duty.faces import Faces
from server.fanout.hub import Hub
from server.group.receivers import Receiver, Receivers
from server.streams.keyed_secrets import KeyedSecrets
from server.streams.kinds import DESK, Entry
from server.streams.log import Log
from server.streams.names import desk_stream
from server.streams.streams import Streams
from server.wire import codec, frames
from server.wire.frames import Card, Here
from server.wire.framing import text_frame

LATE = "update"  # and `update_2` and so on, every five minutes


class Cards:
    """Who is here, in a room or on a private line, to be handed a card."""

    def __init__(  # noqa: PLR0913, PLR0917 - what cards tell of, by name
        self,
        streams: Streams,
        duty: Duty,
        hub: Hub,
        faces: Faces,
        secrets: KeyedSecrets,
        now: Callable[[], int],
    ) -> None:
        self._streams = streams
        self._duty = duty
        self._hub = hub
        self._faces = faces
        self._secrets = secrets
        self._now = now
        self._here = Receivers[Receiver]()
        self._volunteers: dict[str, str] = {}  # who was last seen on which line

    async def arrive(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver in, and hand over what an open case holds for them."""
        self._here.arrive(room_id, member, receiver)
        desk = (await self._streams.log(DESK, desk_stream(room_id))).state
        if is_line(room_id):
            self._on_line(desk, room_id, receiver)
        else:
            self._in_room(desk, room_id, member, receiver)

    def depart(self, room_id: str, member: str, receiver: Receiver) -> None:
        """Count a receiver out."""
        self._here.depart(room_id, member, receiver)

    def hand(self, room_id: str, member: str, card: Card) -> None:
        """Hand somebody who is in the room, or on the line, a card."""
        for receiver in self._here.of(room_id, member):
            receiver.send(card)

    def tell(self, room_id: str, member: str, kind: str) -> None:
        """Hand somebody a card that says no more than its kind."""
        self.hand(room_id, member, Card(kind=kind, duty=self.on_duty()))

    def is_here(self, room_id: str, member: str) -> bool:
        """Return whether the person has a socket on this node."""
        return bool(self._here.of(room_id, member))

    def on_duty(self) -> frames.Duty:
        """Return how many volunteers are on duty, as it is told."""
        return frames.Duty(on=self._duty.on)

    def changed(self, log: Log[Any], entry: Entry) -> None:
        """Hand over what a desk's new entry means for somebody who is here."""
        event = entry.event
        case = log.state.cases.get(getattr(event, "case", ""))
        if isinstance(event, SanctionSet):
            sanction = log.state.sanctions.sanctions.get(entry.n)
            if sanction is not None:
                self.hand(event.room, event.member, self._sanction(sanction))
        elif case is not None:
            self._about_case(case, event)
            if case.line:
                self._about_line(case, event)

    def _in_room(self, desk: Desk, room_id: str, member: str, receiver: Receiver) -> None:
        case = desk.open_case(room_id, member)
        if case is not None and asked_for(case):
            receiver.send(self._card("help"))
            if _is_late(case):
                receiver.send(self._card("update"))
        if case is not None and case.talk in {Talk.OFFERED, Talk.OPEN}:
            receiver.send(self._talk(case))
        for sanction in desk.sanctions.of(room_id, member, self._now()):
            receiver.send(self._sanction(sanction))

    def _on_line(self, desk: Desk, line: str, receiver: Receiver) -> None:
        case = case_on(desk, line)
        if case is not None and case.state is not State.CLAIMED:
            receiver.send(self._card("dropped" if case.dropped else "handed_on"))

    def _about_case(self, case: Case, event: object) -> None:
        match event:
            case CaseRaised(kind="back") | CaseJoined(kind="back"):
                self._to_person(case, self._card("welcome"))
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
            case AlarmDue() if event.step.startswith(LATE) and asked_for(case):
                self._to_person(case, self._card("update"))
            case _:
                pass

    def _about_line(self, case: Case, event: object) -> None:
        """Tell the person on the line the truth about who is there."""
        match event:
            case TalkEnded():
                self._volunteers.pop(case.line, None)
                self.hand(case.line, case.about, self._card("talk_ended"))
            case CaseClaimed(by=by) | TalkOffered(by=by):
                self._beside(case.line, by)
            case CaseDropped() | CaseGivenBack() | CaseEscalated() if case.talk is Talk.OPEN:
                self._beside(case.line, "")
                kind = "dropped" if case.dropped else "handed_on"
                self.hand(case.line, case.about, self._card(kind))
            case _:
                pass

    def _beside(self, line: str, volunteer: str) -> None:
        """Tell the person on the line which volunteer came, and which one went."""
        before = self._volunteers.pop(line, "")
        if volunteer:
            self._volunteers[line] = volunteer
        channel = self._hub.open_channel(line)
        if channel is None or before == volunteer:
            return
        joined = [self._faces.on(line, volunteer)] if volunteer else UNSET
        left = [self._faces.on(line, before).id] if before else UNSET
        channel.tell(text_frame(codec.encode(Here(joined=joined, left=left))))

    def _to_others(self, case: Case) -> None:
        """Tell everybody else in the room how to listen; no person, message or flag is named."""
        for member in self._here.members(case.room):
            if member != case.about:
                self.hand(case.room, member, self._card("helper"))

    def _to_person(self, case: Case, card: Card) -> None:
        self.hand(case.room, case.about, card)
        for line in filter(is_sponsor_line, self._here.rooms()):
            if home_of(line) == case.room:  # they may have gone from the room to a line of two
                self.hand(line, case.about, card)

    def _card(self, kind: str) -> Card:
        return Card(kind=kind, duty=self.on_duty(), called=self._duty.calls or UNSET)

    def _talk(self, case: Case) -> Card:
        return Card(kind="talk", duty=self.on_duty(), line=case.line)

    def _sanction(self, sanction: Sanction) -> Card:
        return Card(
            kind="sanction",
            duty=self.on_duty(),
            what=sanction.what.value,
            until=sanction.ends,
            reason=sanction.reason,
            code=self._secrets.appeal(sanction.case, sanction.member),
        )


def _is_late(case: Case) -> bool:
    """Whether the person was told that nobody had time yet, and that is still so."""
    told = any(step.startswith(LATE) for step in case.alarms)
    return told and case.state in {State.OPEN, State.ESCALATED}
