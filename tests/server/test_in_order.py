"""Words of one author stay in order, also behind one that is sent back."""

import asyncio
from collections.abc import Sequence

import pytest
from patience import SOON_S

from rooms.commands import Post
from rooms.refusal import Code, Refusal
from server.backplane import Unavailable
from server.streams.in_order import InOrder, let_next_go
from server.streams.in_turn import InTurn


class Slow:
    """A room that stores what it is told to, when it is told to; what is left out is refused."""

    def __init__(self, refuses: dict[str, Exception] | None = None) -> None:
        self.stored: list[str] = []
        self.heard: list[tuple[str, Code]] = []
        self.refuses = refuses or {}
        self.may_go_on = asyncio.Event()

    async def post(self, room_id: str, command: Post, replaces: str = "") -> int:
        assert (room_id, replaces) == ("room", "")
        if not self.stored:  # the first takes longest
            await self.may_go_on.wait()
        if command.text in self.refuses:
            raise self.refuses.pop(command.text)
        self.stored.append(command.text)
        return len(self.stored)

    async def hear(self, room_id: str, command: Post, code: Code) -> None:
        assert "room" == room_id
        self.heard.append((command.text, code))


async def told(room: Slow, *texts: str, within_s: float | None = None) -> Sequence[object]:
    """Post all in one breath on one socket, and return what each was told."""
    posts = InOrder(room, InTurn())

    async def post(text: str) -> int:
        async with asyncio.timeout(within_s):
            return await posts.post("room", Post("ada", text, "two words", text))

    asked = [asyncio.create_task(post(text)) for text in texts]
    if within_s is None:
        asyncio.get_running_loop().call_soon(room.may_go_on.set)  # when all have asked
    answers = await asyncio.gather(*asked, return_exceptions=True)
    return [
        a.code if isinstance(a, Refusal) else type(a) if isinstance(a, Exception) else a
        for a in answers
    ]


async def test_the_first_is_stored_first_however_long_it_takes():
    room = Slow()

    assert [1, 2, 3] == await told(room, "one", "two", "three")
    assert ["one", "two", "three"] == room.stored


@pytest.mark.parametrize("why", [Code.SLOW_DOWN, Code.UNAVAILABLE, Code.DISK])
async def test_who_is_behind_one_that_is_to_come_again_is_told_the_same(why: Code):
    room = Slow({"two": Refusal(why, after_s=3)})

    assert [1, why, why] == await told(room, "one", "two", "three")
    assert ["one"] == room.stored
    assert [("three", why)] == room.heard, "who listens for distress was not asked"


async def test_a_store_that_is_away_is_such_a_reason():
    room = Slow({"one": Unavailable()})

    assert [Unavailable, Code.UNAVAILABLE] == await told(room, "one", "two")


async def test_so_is_a_message_whose_time_ran_out():
    room = Slow()

    assert {TimeoutError, Code.UNAVAILABLE} >= set(await told(room, "one", "two", within_s=0.05))
    assert [] == room.stored


async def test_what_comes_after_the_answer_goes_on():
    room = Slow({"one": Unavailable()})
    room.may_go_on.set()
    posts = InOrder(room, InTurn())
    post = Post("ada", "id", "two words", "one")
    with pytest.raises(Unavailable):
        await posts.post("room", post)

    assert 1 == await posts.post("room", post)


async def test_one_that_is_queued_lets_the_next_one_follow_at_once():
    queued: list[str] = []
    stored = asyncio.Event()

    class Queue:
        async def post(self, _room: str, command: Post, _replaces: str = "") -> int:
            queued.append(command.text)
            let_next_go()
            if len(queued) == 2:
                stored.set()
            await stored.wait()
            return len(queued)

    posts = InOrder(Queue(), InTurn())
    both = [posts.post("room", Post("ada", text, "two words", text)) for text in ("one", "two")]
    async with asyncio.timeout(SOON_S):
        await asyncio.gather(*both)

    assert ["one", "two"] == queued


async def test_words_that_are_refused_for_good_hold_nobody_up():
    room = Slow({"two": Refusal(Code.TOO_LONG)})

    assert [1, Code.TOO_LONG, 2] == await told(room, "one", "two", "three")
