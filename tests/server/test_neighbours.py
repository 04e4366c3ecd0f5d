"""What nodes tell each other that need not survive, also when a node says what nobody knows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from ears import channel_of
from patience import SOON_S

from server.backplane.sqlite import SqliteBackplane
from server.neighbours import COUNTS, PEOPLE_CHANGED, Neighbours
from server.presence.place import Place
from server.presence.places import Places


class Socket:
    """A member's connection that stays."""


async def inhabited(store: SqliteBackplane, room: str, *members: str) -> Places:
    """Return the places of a node on which these are in a room."""
    places = Places(store)
    channel = channel_of(room)
    for member in members:
        place = Place(f"the {member}", 0)
        await places.take(room, member, place, 12)
        places.arrive(room, channel, member, place, Socket())
    await places.tell(0)
    return places


async def test_the_others_counts_are_heard(store: SqliteBackplane):
    here = Neighbours(store, await inhabited(store, "grief", "ada"))
    there = Neighbours(store, await inhabited(store, "gambling", "ben", "cem"))
    async with listening(here):
        await there.tell_counts()
        await heard(here, {"grief": 1, "gambling": 2})


@pytest.mark.parametrize("stream", [PEOPLE_CHANGED, COUNTS, "{3f}what-a-later-version-tells"])
@pytest.mark.parametrize("payload", [b"\xff\xfe", b"\xc1", b""])
async def test_what_cannot_be_understood_is_passed_over(
    store: SqliteBackplane, stream: str, payload: bytes
):
    here = Neighbours(store, await inhabited(store, "grief", "ada"))
    there = Neighbours(store, await inhabited(store, "gambling", "ben"))
    async with listening(here):
        await store.signal(stream, payload)
        await there.tell_counts()
        await heard(here, {"grief": 1, "gambling": 1})


@asynccontextmanager
async def listening(neighbours: Neighbours) -> AsyncIterator[None]:
    """Have a node listen for as long as the block lasts; it must still do so at the end."""
    task = asyncio.create_task(neighbours.listen())
    await asyncio.sleep(0)  # until it listens
    yield
    still = not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert still


async def heard(neighbours: Neighbours, counts: dict[str, int]) -> None:
    async with asyncio.timeout(SOON_S):
        while neighbours.counts() != counts:  # noqa: ASYNC110 - looks from outside
            await asyncio.sleep(0)
