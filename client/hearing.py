"""What the room says, put on the screen."""

from collections.abc import Iterable

from client import cards
from client.catalogue import Catalogue
from client.events import Away, Ended, Event, Missed, TurnedAway
from client.link import Link
from client.our_group import OurGroup
from client.pairs import Pairs, is_pair
from client.screen import Screen
from client.silence import Silence
from client.sitting import Sitting
from server.wire.frames import (
    Card,
    Closing,
    Door,
    Erased,
    Group,
    Hello,
    Here,
    Hidden,
    Meeting,
    Over,
    Pause,
    Resume,
    Roles,
    Rule,
    Said,
    Shown,
    Step,
    Turn,
)

HOUR_S = 3_600


class Hearing:
    """Follows one link. `lowest` is the first line of the room that was shown, `is_young`
    whether the young meet there.
    """

    def __init__(self, link: Link, screen: Screen, words: Catalogue, silence: Silence) -> None:
        self.lowest = 0
        self.next_room: str | None = None
        self.ended: Ended | None = None
        self.offered = ""
        self.side_room = ""
        self.rings = False
        self.is_young = False
        self.sitting = Sitting(screen, words.say, self._name)
        self.group = OurGroup(screen, words.say, self._name)
        self.pairs = Pairs(screen)
        self._link = link
        self._screen = screen
        self._words = words
        self._silence = silence
        self._been_in = False
        self._erases = 0
        self._names: dict[str, str] = {}
        self._turned_away_by = ""

    async def follow(self) -> None:
        """Show what happens until the link has ended, or the room sends us next door."""
        try:
            async for event in self._link.events():
                self._hear(event)
                if self.next_room or self.ended:
                    return
        finally:
            self._silence.end()

    def who(self) -> None:
        """Tell who is here."""
        everybody = self._link.members
        if self._screen.me in everybody and len(everybody) == 1 and not self._link.others:
            self._screen.tell("in.alone")
            return
        names = [self._badged(ident, name) for ident, name in everybody.items()]
        self._screen.tell("who.here", names=", ".join(names))
        if self._link.others:
            self._screen.tell("who.others", n=self._link.others)

    def _name(self, ident: str) -> str:
        return self._link.members.get(ident, "…")

    def _badged(self, ident: str, name: str) -> str:
        """Return a name as it is told: one's own, and a guest's with their badge."""
        if ident == self._screen.me:
            return self._words.say("who.you", name=name)
        what = self.group.badge(ident)
        return self._words.say("who.guest", name=name, what=what) if what else name

    def _hear(self, event: Event) -> None:  # noqa: C901 - one arm for each kind of event
        self._erases = self._erases + 1 if isinstance(event, Erased) else 0
        match event:
            case Hello():
                self._come_in(event)
            case Said() | Hidden() | Shown() | Erased() | Rule():
                self._line(event)
            case Meeting() | Step() | Closing() | Turn() | Roles() | Pause() | Resume() | Over():
                self.rings = False
                self.sitting.hear(event)
            case Door():
                self._screen.tell("line.slower" if event.until else "line.as_before")
            case Here():
                self._here(event)
            case Card():
                self._card(event)
            case Group():
                self.group.hear(event)
            case Missed():
                self._screen.tell("line.missed")
            case Away():
                self._silence.begin()
            case TurnedAway():
                self._turned_away(event)
            case Ended():
                self.ended = event

    def _come_in(self, hello: Hello) -> None:
        was_told = self._silence.end()
        self._screen.me, self._turned_away_by = hello.you.id, ""
        self._names = {person.id: person.alias for person in hello.members}
        if self._been_in:
            if was_told:
                self._screen.tell("in.again")
            self.sitting.enter(hello)
            return
        self._been_in = True
        self.lowest = hello.from_
        if self._link.is_private:
            self._screen.tell("pair.in" if is_pair(self._link.room) else "alone.in")
            return
        self.is_young = hello.room.side == "young"
        self._screen.tell("in.room", title=hello.room.title, alias=hello.you.alias)
        self._screen.tell("in.kept", n=max(1, round(hello.room.keep_s / HOUR_S)))
        if self.is_young and not hello.meeting:
            self._screen.tell("in.young")
        self._screen.tell("in.on_duty" if hello.duty.on else "in.nobody_on_duty", n=hello.duty.on)
        self.who()
        self.sitting.enter(hello)

    def _line(self, event: Said | Hidden | Shown | Erased | Rule) -> None:
        match event:
            case Said():
                self._screen.show(event)
                self.sitting.said(event)
            case Hidden():
                self._screen.take_off(event.of)
                self._screen.tell("line.hidden", n=event.of)
            case Shown():
                self._screen.tell("line.back", n=event.of)
            case Erased() if event.of:
                self._screen.take_off(event.of)
                if self._erases == 1:  # when a meeting's words go, it is told once
                    self._screen.tell("line.gone", n=event.of)
            case _:
                pass

    def _here(self, here: Here) -> None:
        me = self._screen.me
        came = {person.id: person.alias for person in here.joined or ()}
        others = [name for ident, name in came.items() if ident != me]
        self._tell_names("who.came", others)
        if others and self.rings:
            self._screen.ring()
        went = [self._names.pop(ident, "") for ident in here.left or () if ident != me]
        self._tell_names("who.went", [name for name in went if name])
        self._names.update(came)

    def _tell_names(self, key: str, names: Iterable[str]) -> None:
        if listed := ", ".join(names):
            self._screen.tell(key, names=listed)

    def _card(self, card: Card) -> None:
        if card.kind == "talk":
            self.offered = card.line or ""
        if card.kind == "talk_ended":
            self.offered = ""
        if card.kind == "side_room":
            if card.next == self.side_room:  # told again after a break
                return
            self.side_room = card.next or ""
        self.pairs.hear(card)
        self.tell(cards.sentences(card, self._link.appeal_at))

    def tell(self, sentences: Iterable[cards.Sentence]) -> None:
        """Write sentences; a class of reason is told in words."""
        for key, places in sentences:
            said = {name: self._named(value) for name, value in places.items()}
            self._screen.tell(key, **said)

    def _named(self, value: str | int) -> str | int:
        is_key = isinstance(value, str) and value.startswith("reason.")
        return self._words.say(str(value)) if is_key else value

    def _turned_away(self, event: TurnedAway) -> None:
        self.next_room = event.next_room
        if event.next_room:
            self._screen.tell("door.next")
        elif event.code != self._turned_away_by:
            self._screen.tell("door.full" if event.code == "room_full" else "door.later")
        self._turned_away_by = event.code
