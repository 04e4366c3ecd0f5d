"""Two nodes let people in at the same moment: places, words and records stay single."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest
from cut_line import cut_line
from ears import Ear, channel_of
from msgspec import UNSET, UnsetType
from redis_nodes import until
from redis_process import RedisProcess
from stores import RedisStore

from moderation.private_line import PrivateLines
from rooms import aliases, base64url, formats
from rooms.membership import ALIASES
from rooms.refusal import Code, Refusal
from server.auditing import Heads
from server.backplane import Dropped, Unavailable
from server.commands.operating import Operating, RoomWanted
from server.doors.doors import Doors
from server.doors.visit import Premises, Visit
from server.foundation import Foundation, foundation
from server.group.agreements import Agreements
from server.group.by_arrangement import ByArrangement
from server.group.newcomers import Newcomers
from server.presence.place import Place, lease_of
from server.presence.places import Places
from server.settings import Settings
from server.streams.care import StoredCare
from server.streams.kinds import HOUSE, MEMBERS
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import members_stream
from server.streams.records import MemberRecords
from server.upkeep.health import Health
from server.wire.frames import After, Enter

pytestmark = pytest.mark.slow

NAMES = cache(aliases.load)
RACES = 6  # each is a pair who would bear the same name


@dataclass
class Clock:
    """A loop's seconds, in our hands."""

    at: float = 0.0


@dataclass(frozen=True)
class Node:
    """What of a node lets people in."""

    ground: Foundation
    doors: Doors
    places: Places
    records: MemberRecords
    operating: Operating
    health: Health
    clock: Clock

    async def open(self, room: str, capacity: int = 12) -> str:
        await self.operating.open([RoomWanted(room, "grief", "self", "en", "A room", capacity)])
        return room

    async def knows(self, room: str) -> None:
        log = await self.ground.streams.log(HOUSE, HOUSE_STREAM)
        await until(lambda: room in log.state.rooms)

    async def enter(
        self, room: str, key: bytes, alias: int = 0, after: After | UnsetType = UNSET
    ) -> Visit | Code:
        try:
            return await self.doors.enter(Enter(room, base64url.encode(key), alias, after=after))
        except Refusal as refusal:
            return refusal.code


def node_of(ground: Foundation) -> Node:
    places = Places(ground.backplane)
    now = ground.backplane.now
    health, clock = Health(ground.backplane), Clock()
    stored = StoredCare(ground.streams, ground.keys.fingerprint, now)
    newcomers = Newcomers(places.attending, limited=True)
    premises = Premises(
        formats.load(),
        NAMES,
        ground.keys.fingerprint,
        ground.epoch,
        now,
        lambda: health.settling(clock.at),
        PrivateLines(stored),
        lambda _case: {},
        lambda _case, _member: "",
        ByArrangement(Agreements(ground.streams, stored, newcomers), places, now),
    )
    return Node(
        ground,
        Doors(ground.streams, places, premises),
        places,
        MemberRecords(ground.streams, now),
        Operating(ground, formats.load(), Heads(Path()), limited=True),
        health,
        clock,
    )


@pytest.fixture
async def pair(redis: RedisProcess, tmp_path: Path) -> AsyncIterator[tuple[Node, Node]]:
    redis.empty()
    settings = Settings(data=tmp_path / "data", redis=redis.url)
    async with AsyncExitStack() as stack:
        grounds = [await stack.enter_async_context(foundation(settings)) for _ in "ab"]
        yield node_of(grounds[0]), node_of(grounds[1])


def namesakes() -> Iterator[tuple[tuple[bytes, int], tuple[bytes, int]]]:
    """Yield two keys, and which of their names is the same."""
    seen: dict[str, tuple[bytes, int]] = {}
    for number in range(4_000):
        key = sha256(b"%d" % number).digest()
        for index in range(ALIASES):
            words = NAMES("en").words(key, index)
            other = seen.setdefault(words, (key, index))
            if other[0] != key:
                yield other, (key, index)


async def test_two_who_would_bear_the_same_name_never_do(pair: tuple[Node, Node]) -> None:
    """Cure: `_is_doubled` in doors.py: the one who finds the name taken looks again."""
    first, second = pair
    for number, (ada, ben) in enumerate(islice(namesakes(), RACES)):
        room = await first.open(f"names-{number}")
        await second.knows(room)

        visits = await asyncio.gather(first.enter(room, *ada), second.enter(room, *ben))

        told = {visit.you.id: visit.you.alias for visit in visits if isinstance(visit, Visit)}
        kept = {m: place.alias for m, place in (await first.places.holders(room)).items()}
        assert 2 == len(set(told.values()))
        assert told == kept


async def test_who_is_sent_on_to_a_room_comes_in_by_a_node_that_has_not_heard_of_it(
    pair: tuple[Node, Node], redis: RedisProcess, tmp_path: Path
) -> None:
    """Cure: `_card` in doors.py asks the store before it says that there is no such room."""
    first, _ = pair
    may_all = ("on", "nopass", "allkeys", "allcommands")
    redis.ask("ACL", "SETUSER", "far", *may_all, "allchannels")
    far = Settings(data=tmp_path / "data", redis=redis.url.replace("://", "://far:none@"))
    async with foundation(far) as ground:
        node = node_of(ground)
        await node.knows(await first.open("old"))
        redis.ask("ACL", "SETUSER", "far", *may_all, "resetchannels")  # it hears nothing more
        room = await first.open("new")
        redis.ask("ACL", "SETUSER", "far", *may_all, "allchannels")

        visit = await node.enter(room, sha256(b"ada").digest())

        assert isinstance(visit, Visit)
        assert Code.NO_SUCH_ROOM == await node.enter("none", sha256(b"ada").digest())


async def test_the_last_place_is_given_once(pair: tuple[Node, Node]) -> None:
    """Cure: a place is a lease, taken in one step in the store."""
    first, second = pair
    room = await first.open("small", capacity=3)
    await second.knows(room)
    keys = [sha256(b"guest %d" % number).digest() for number in range(10)]

    answers = await asyncio.gather(
        *((first, second)[n % 2].enter(room, key) for n, key in enumerate(keys))
    )

    assert 3 == sum(isinstance(answer, Visit) for answer in answers)
    assert 7 == answers.count(Code.ROOM_FULL)
    assert 3 == len(await second.places.holders(room))


async def test_after_a_long_outage_newcomers_wait_until_everybody_could_renew(
    pair: tuple[Node, Node],
) -> None:
    """Cure: `settling` in health.py: a place may have run out whose holder is still here."""
    first, second = pair
    room = await first.open("returning", capacity=2)
    await second.knows(room)
    ada, ben, newcomer = (sha256(name).digest() for name in (b"ada", b"ben", b"newcomer"))
    for key in (ada, ben):
        visit = await second.enter(room, key)
        assert isinstance(visit, Visit)
        await second.ground.backplane.release(
            lease_of(room), visit.you.id
        )  # as if its time had run out
    await first.health.probe(0)

    answers = []
    for at, written in ((60, False), (100, True), (105, False)):
        first.clock.at = at
        if written:
            await first.health.probe(at)
        answers.append(await first.enter(room, newcomer))
    after = After(visit.kept.epoch, visit.kept.head)
    back = [await first.enter(room, key, after=after) for key in (ada, ben)]
    first.clock.at = 111

    assert [Code.UNAVAILABLE] * 3 == answers
    assert all(isinstance(visit, Visit) for visit in back)
    assert Code.ROOM_FULL == await first.enter(room, newcomer)


async def test_a_short_outage_keeps_nobody_waiting(pair: tuple[Node, Node]) -> None:
    first, _ = pair
    room = await first.open("short")
    await first.health.probe(0)
    first.clock.at = 40
    await first.health.probe(40)

    assert isinstance(await first.enter(room, sha256(b"newcomer").digest()), Visit)


async def test_one_member_on_two_nodes_is_one_member_and_is_forgotten_whole(
    pair: tuple[Node, Node],
) -> None:
    """Cure: `expect_n` in records.py: of two records `forget` would know only the last."""
    first, second = pair
    room = await first.open("devices")
    await second.knows(room)
    for number in range(RACES):
        key = sha256(b"device %d" % number).digest()
        visits = await asyncio.gather(first.enter(room, key, 0), second.enter(room, key, 3))
        one, other = (visit for visit in visits if isinstance(visit, Visit))
        assert one.you == other.you

    member = one.you.id
    await first.doors.forget(room, member)

    second.ground.streams.unload(members_stream(room))  # read it again, as after a start
    assert await second.records.find(room, member) is None


async def test_a_node_that_was_deaf_while_facts_were_written_anew_reads_them(
    pair: tuple[Node, Node], redis: RedisProcess, tmp_path: Path
) -> None:
    """Cure: `Dropped`, and `_restore` in streams.py: a forgotten member stays forgotten."""
    first, _ = pair
    room = await first.open("deaf")
    async with cut_line(redis.port) as line, AsyncExitStack() as stack:
        far = Settings(data=tmp_path / "data", redis=f"redis://127.0.0.1:{line.port}/0")
        deaf = await stack.enter_async_context(foundation(far))
        visit = await first.enter(room, sha256(b"ada").digest())
        assert isinstance(visit, Visit)
        member = visit.you.id
        log = await deaf.streams.log(MEMBERS, members_stream(room))
        await until(lambda: member in log.state.records)

        line.fall_silent()
        await first.doors.forget(room, member)

        await until(lambda: member not in log.state.records)


async def test_a_dropped_entry_is_not_taken_for_an_erased_one(pair: tuple[Node, Node]) -> None:
    first, _ = pair
    room = await first.open("kept")
    visit = await first.enter(room, sha256(b"ada").digest())
    assert isinstance(visit, Visit)
    streams = first.ground.streams
    log = await streams.log(MEMBERS, members_stream(room))
    await streams.rewrite(log)

    await streams._take(log, Dropped(log.stream, log.head))  # noqa: SLF001 - as a late look would

    assert visit.you.id in log.state.records


async def test_the_places_of_a_killed_node_end_and_the_others_are_told(tmp_path: Path) -> None:
    store = RedisStore(tmp_path / "redis")
    try:
        backplanes = store.make(), store.make()
        for backplane in backplanes:
            await backplane.open()
        dies, lives = (Places(backplane) for backplane in backplanes)
        ear, channel = Ear(), channel_of("a")
        channel.readers.add(ear)
        for places, member in ((dies, "ada"), (lives, "ben")):
            place = Place(f"alias of {member}", 0)
            await places.take("a", member, place, 12)
            places.arrive("a", channel, member, place, object())
        assert ["a"] == await lives.tell(0)
        assert ["ada", "ben"] == sorted(await lives.holders("a"))

        for _ in range(4):  # nobody renews the dead node's
            store.advance(30_000)
            await lives.renew()
            await lives.tell(0)

        assert ["ben"] == list(await lives.holders("a"))
        assert b'"left":["ada"]' in ear.frames[-1]
        for backplane in backplanes:
            await backplane.close()
    finally:
        store.end()


async def test_an_outage_that_outlasted_the_places_makes_nobody_leave(tmp_path: Path) -> None:
    """Cure: `_unsure` in places.py: first the places are renewed, then people are told."""
    store = RedisStore(tmp_path / "redis")
    try:
        backplane = store.make()
        await backplane.open()
        places, ear, channel = Places(backplane), Ear(), channel_of("a")
        channel.readers.add(ear)
        place = Place("two words", 0)
        await places.take("a", "ada", place, 12)
        places.arrive("a", channel, "ada", place, object())
        await places.tell(0)

        store.redis.kill()
        with pytest.raises(Unavailable):
            await places.renew()
        store.advance(120_000)
        store.redis.start()
        await until(backplane.reachable)
        places.look_again("a")
        await places.tell(0)

        assert not any(b"left" in frame for frame in ear.frames)
        assert ["ada"] == list(await places.holders("a"))
        await backplane.close()
    finally:
        store.end()
