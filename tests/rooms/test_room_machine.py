"""Whatever people do in whatever order: the room keeps its promises."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from memory_streams import MemoryStreams, Pace, run

from rooms.commands import Post
from rooms.events import MessageErased, MessageHidden, MessagePosted, MessageShown
from rooms.membership import places_for
from rooms.refusal import Code, Refusal
from rooms.service import Rooms
from server.backplane.leases import Leases

ROOM = "gambling"
CAPACITY = 3
PEOPLE = st.sampled_from(["ada", "ben", "cem", "deniz", "ela"])
IDS = st.sampled_from(["1", "2", "3"])
TEXTS = st.sampled_from(["hello", "", " ", "\x00", "x" * 2_001, "goodbye"])
LINES = st.integers(1, 12)


class RoomMachine(RuleBasedStateMachine):
    """A room, its places and its stream, against what was promised of them."""

    def __init__(self) -> None:
        super().__init__()
        self.streams = MemoryStreams(ROOM, CAPACITY)
        self.rooms = Rooms(self.streams, Pace(), Pace())
        self.elapsed = 0
        self.places = Leases(lambda: self.elapsed)
        self.inside: set[str] = set()
        self.closed = False
        self.accepted: dict[tuple[str, str], tuple[int, str]] = {}

    @rule(who=PEOPLE, held_back=st.integers(0, 4), returning=st.booleans())
    def enter(self, who: str, held_back: int, *, returning: bool) -> None:
        capacity = places_for(CAPACITY, held_back, returning=returning)
        lease = self.places.take(ROOM, who, "", 90, capacity)
        assert lease.held is (who in self.inside or len(self.inside) < capacity)
        if lease.held:
            self.inside.add(who)

    @rule(who=PEOPLE)
    def leave(self, who: str) -> None:
        self.places.free(ROOM, who)
        self.inside.discard(who)

    @rule()
    def everybody_is_silent_for_too_long(self) -> None:
        self.elapsed += 90_000
        self.inside.clear()

    @rule(who=PEOPLE, id_=IDS, text=TEXTS, closes=st.booleans())
    def say(self, who: str, id_: str, text: str, *, closes: bool) -> None:
        if closes and not self.closed:
            self.streams.meanwhile = self.close
        head = len(self.streams.entries)
        known = self.accepted.get((who, id_))
        try:
            n = run(self.rooms.post(ROOM, Post(who, id_, f"the {who}", text)))
        except Refusal as refusal:
            assert refusal.code is self.expected(text, known)  # noqa: PT017 - either is right
            assert len(self.streams.entries) == head
        else:
            if known is None:
                assert (n, self.closed) == (head + 1, False)
                self.accepted[who, id_] = (n, text)
            assert self.accepted[who, id_] == (n, text)
        self.streams.meanwhile = lambda: None

    def expected(self, text: str, known: tuple[int, str] | None) -> Code:
        """Return why words that were refused had to be."""
        if known is not None:
            return Code.ID_REUSED
        of_text = {"": Code.EMPTY, " ": Code.EMPTY, "\x00": Code.BAD_TEXT}
        if len(text) > 2_000:
            return Code.TOO_LONG
        return of_text.get(text, Code.NO_SUCH_ROOM)

    @precondition(lambda self: not self.closed)
    @rule()
    def close(self) -> None:
        self.closed = True
        self.streams.close()

    @precondition(lambda self: self.closed)
    @rule()
    def open_again(self) -> None:
        self.closed = False
        self.streams.reopen()

    @rule(of=LINES, what=st.sampled_from([MessageHidden, MessageShown, MessageErased]))
    def treat_a_line(
        self, of: int, what: type[MessageHidden | MessageShown | MessageErased]
    ) -> None:
        line = run(self.streams.line(ROOM, of))
        if line is not None:
            self.streams.happen(what(of))

    @invariant()
    def never_above_capacity(self) -> None:
        held = set(self.places.held(ROOM))
        assert held == self.inside
        assert len(held) <= CAPACITY

    @invariant()
    def replay_gives_the_same_room(self) -> None:
        replayed, lived = self.streams.replayed(), self.streams.folded
        assert (replayed.head, replayed.hidden) == (lived.head, lived.hidden)
        assert replayed.rule == lived.rule
        kept = [event for _, _, event in self.streams.entries if event is not None]
        authors = {event.alias for event in kept if isinstance(event, MessagePosted)}
        assert authors <= set(replayed.authors) <= set(lived.authors)

    @invariant()
    def every_accepted_line_stands_once(self) -> None:
        kept = [event for _, _, event in self.streams.entries]
        said = [(e.by, e.id) for e in kept if isinstance(e, MessagePosted)]
        assert len(said) == len(set(said))
        assert set(said) <= set(self.accepted)


TestRoom = RoomMachine.TestCase
TestRoom.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
