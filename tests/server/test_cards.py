"""Who is handed which card, and who is not, when something happens on the desk."""

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from moderation.desk import Desk, evolve
from moderation.events import (
    AlarmDue,
    CaseClaimed,
    CaseDropped,
    CaseRaised,
    DeskEvent,
    TalkAccepted,
    TalkOffered,
)
from moderation.private_line import sponsor_line_id
from rooms.events import MessagePosted
from rooms.sponsor.events import LineAgreed, LineAsked
from rooms.sponsor.pairs import Pairs
from rooms.sponsor.pairs import evolve as pairs_evolve
from server.counters import Counters
from server.duty.duty import Duty
from server.duty.faces import Faces
from server.fanout.hub import Hub
from server.group.cards import Cards
from server.group.long_talks import LongTalks
from server.streams.keyed_secrets import KeyedSecrets
from server.streams.kinds import DESK, LINE, Entry
from server.streams.kinds import ROOM as ROOM_KIND
from server.streams.log import Log
from server.streams.names import room_stream
from server.tasks import Tasks
from server.wire.frames import Card, ServerFrame

if TYPE_CHECKING:
    from rooms.state import Room
    from server.streams.streams import Streams

ROOM = "gambling"
CASE = "1-a"


class Pocket:
    """Somebody's socket: what they were handed."""

    def __init__(self) -> None:
        self.frames: list[ServerFrame] = []

    def send(self, frame: ServerFrame) -> None:
        self.frames.append(frame)

    @property
    def cards(self) -> list[str]:
        return [frame.kind for frame in self.frames if isinstance(frame, Card)]


class OneDesk:
    """Streams in which only the desk is asked for."""

    def __init__(self) -> None:
        self.desk: Log[Desk] = Log("{1}desk", DESK)

    async def log(self, _kind: object, _stream: str) -> Log[Desk]:
        return self.desk


class World:
    """Ada, of whom the case is, and Ben, both in the room."""

    def __init__(self) -> None:
        self.streams = OneDesk()
        self.duty = Duty()
        secrets = KeyedSecrets(b"k" * 32)
        self.cards = Cards(
            cast("Streams", self.streams),
            self.duty,
            Hub(Counters()),
            Faces(secrets, str.title),
            secrets,
            lambda: 0,
        )
        self.ada, self.ben = Pocket(), Pocket()

    async def come_in(self) -> None:
        await self.cards.arrive(ROOM, "ada", self.ada)
        await self.cards.arrive(ROOM, "ben", self.ben)

    def happen(self, event: DeskEvent) -> None:
        desk = self.streams.desk
        n = desk.state.head + 1
        evolve(desk.state, n, 0, event)
        self.cards.changed(cast("Log[Any]", desk), Entry(n, 0, 0, event))

    def raise_case(self, kind: str = "flag") -> None:
        self.happen(CaseRaised(CASE, ROOM, kind, "ada", level="S1", of=1))


@pytest.fixture
async def world() -> World:
    world = World()
    await world.come_in()
    return world


async def test_own_words_are_answered_and_nobody_else_learns_of_it(world: World):
    world.raise_case()

    assert (["help"], []) == (world.ada.cards, world.ben.cards)


async def test_who_tells_how_they_would_die_is_answered_though_the_room_does_not_read_it(
    world: World,
):
    told = {"level": "S2", "rule": "method_detail", "family": "suicide"}
    world.happen(CaseRaised(CASE, ROOM, "held", "ada", **told))
    world.happen(AlarmDue(CASE, "update"))

    assert (["help", "update"], []) == (world.ada.cards, world.ben.cards)


@pytest.mark.parametrize(("family", "cards"), [("threat", ["help"]), ("encouragement", [])])
async def test_an_urge_to_harm_is_answered_and_telling_others_to_die_is_not(
    world: World, family: str, cards: list[str]
):
    world.happen(CaseRaised(CASE, ROOM, "flag", "ada", level="S1", family=family))

    assert cards == world.ada.cards


@pytest.mark.parametrize("rule", ["attack", "slow_door", "method_detail"])
async def test_what_is_held_and_is_no_cry_hands_nobody_anything(world: World, rule: str):
    level = "S3" if rule == "method_detail" else "S2"
    world.happen(CaseRaised(CASE, ROOM, "held", "ada", level=level, rule=rule))

    assert ([], []) == (world.ada.cards, world.ben.cards)


@pytest.mark.parametrize("kind", ["report", "held", "appeal"])
async def test_what_others_say_of_somebody_hands_them_nothing_ever(world: World, kind: str):
    world.raise_case(kind)
    world.happen(AlarmDue(CASE, "update"))
    world.happen(AlarmDue(CASE, "update_2"))
    await world.cards.arrive(ROOM, "ada", world.ada)

    assert ([], []) == (world.ada.cards, world.ben.cards)


async def test_late_help_is_told_to_its_author_alone_and_truly(world: World):
    world.raise_case()
    world.happen(AlarmDue(CASE, "update"))
    world.duty.reached_by(lambda: True)
    world.happen(AlarmDue(CASE, "update_2"))

    late = [frame for frame in world.ada.frames if isinstance(frame, Card)][1:]
    assert ["update", "update"] == [card.kind for card in late]
    assert [False, True] == [card.called is True for card in late]
    assert [] == world.ben.cards


async def test_who_comes_back_is_told_again_that_nobody_had_time_as_long_as_that_is_so(
    world: World,
):
    world.raise_case()
    world.happen(AlarmDue(CASE, "update"))
    back, after = Pocket(), Pocket()

    await world.cards.arrive(ROOM, "ada", back)
    world.happen(CaseClaimed(CASE, "vera"))
    await world.cards.arrive(ROOM, "ada", after)

    assert (["help", "update"], ["help"]) == (back.cards, after.cards)


async def test_the_helper_card_goes_to_the_others_and_names_nobody(world: World):
    world.raise_case()
    world.happen(AlarmDue(CASE, "helper"))

    assert (["help"], ["helper"]) == (world.ada.cards, world.ben.cards)
    assert "ada" not in str(world.ben.frames)


async def test_a_dropped_line_is_told_on_the_line_and_not_in_the_room(world: World):
    line, there = f"{ROOM}~abc", Pocket()
    world.raise_case()
    world.happen(CaseClaimed(CASE, "vera"))
    world.happen(TalkOffered(CASE, 2, "vera", line))
    await world.cards.arrive(line, "ada", there)
    world.happen(TalkAccepted(CASE, line))

    world.happen(CaseDropped(CASE, 2, "vera"))

    assert ["dropped"] == there.cards
    assert ["help", "talk"] == world.ada.cards
    assert [] == world.ben.cards


async def test_whoever_stands_by_another_for_an_hour_is_told_of_rest_and_nobody_else(world: World):
    line = sponsor_line_id(ROOM, "token")
    pairs = Pairs()
    for event in (LineAsked(line, "ada", "Ada", "ben", "Ben"), LineAgreed(line)):
        pairs_evolve(pairs, 1, 0, event)
    on_line: dict[str, Pocket] = {"ada": Pocket(), "ben": Pocket()}
    for member, pocket in on_line.items():
        await world.cards.arrive(line, member, pocket)

    async def known(_room_id: str) -> Pairs:
        return pairs

    said: Log[Room] = Log(room_stream(line), LINE)
    async with asyncio.TaskGroup() as group:
        talks = LongTalks(known, world.cards, Tasks(group))
        for minute in range(0, 70, 5):
            word = MessagePosted("ada", "Ada", "words", str(minute))
            talks.said(said, Entry(minute + 1, minute * 60_000, 0, word))
            talks.said(Log(room_stream(ROOM), ROOM_KIND), Entry(minute + 1, 0, 0, word))

    assert ([], ["rest"]) == (on_line["ada"].cards, on_line["ben"].cards)
    assert ([], []) == (world.ada.cards, world.ben.cards)
