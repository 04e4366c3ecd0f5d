"""What a person in a terminal reads when things happen in the room."""

import asyncio
import io

import pytest
from patience import SOON_S
from recorded import Caller, a_link, playing
from room_frames import ME, said, wire

from client.address import parse
from client.catalogue import english
from client.hearing import Hearing
from client.help_lines import HelpLines
from client.screen import Screen
from client.silence import Silence

AMBER = {"id": "a", "alias": "Amber River"}

STEPS = [{"id": "sharing", "kind": "round", "minutes": 45, "turn_s": 180}]
PART = "Sharing circle, part 1 of 1: Sharing."
FREE = "Nobody is speaking now. Write /turn when you are ready."
BEGAN = wire(
    t="meeting",
    n=1,
    at=1,
    id="m",
    format="sharing_circle",
    version=1,
    title="Sharing circle",
    steps=STEPS,
    guided=True,
)
ROUND = wire(t="step", n=2, at=2, step=0, id="sharing", kind="round", speak="holder", until=9)
QUIET = wire(t="step", n=2, at=2, step=0, id="sharing", kind="round", speak="nobody", until=120_002)
PAUSED = (
    "The room is paused for a moment, for everybody. A volunteer asked for it, or was called. "
    "It goes on by itself."
)
HELD = {"holder": "a", "alias": "Amber River", "phase": "held", "left_s": 90, "wish": "listen"}
OVER = wire(t="over", n=5, at=5, why="done")
OPENED = wire(
    t="turn",
    n=4,
    at=4,
    why="passed",
    line=[],
    feedback={"of": "a", "alias": "Amber River", "wish": "welcome", "until": 9},
)


def turn(n: int, holder: str, why: str, *line: str) -> bytes:
    """Write the frame that tells who has the piece, and why it is told."""
    facts = {"holder": holder, "alias": "Amber River", "phase": "open", "left_s": 180}
    return wire(t="turn", n=n, at=n, why=why, line=list(line), turn=facts | {"wish": "listen"})


async def read_after(*frames: bytes, n: int = 0, **hello: object) -> list[str]:
    """Return what is written when these frames follow hello, up to the end of the link."""

    async def play(caller: Caller) -> None:
        await caller.let_in(n=n, **hello)
        await caller.send(*frames)
        await caller.socket.close(4500)

    out = io.StringIO()
    screen = Screen(out, english(), is_terminal=False)
    async with playing(play) as url, a_link(url) as link:
        silence = Silence(screen, HelpLines(parse(url), screen))
        await Hearing(link, screen, english(), silence).follow()
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ([wire(t="hidden", n=1, at=1, of=9)], ["Line 9 was hidden."]),
        ([wire(t="shown", n=1, at=1, of=9)], ["Line 9 is back."]),
        ([wire(t="erased", n=1, at=1, of=9)], ["Line 9 is gone."]),
        ([wire(t="erased", n=1, at=1)], []),
        ([wire(t="rule", n=1, at=1)], []),
        (
            [wire(t="door", n=1, at=1, until=9), wire(t="door", n=2, at=2)],
            ["The door is slower for a while.", "The door is as before."],
        ),
        (
            [wire(t="gap", from_=1, to=3)],
            ["You missed some lines while away. They cannot be shown."],
        ),
        ([BEGAN], ["A meeting begins: Sharing circle."]),
        ([BEGAN, ROUND], ["A meeting begins: Sharing circle.", PART, FREE]),
        (
            [BEGAN, ROUND, turn(3, "a", "passed"), turn(4, "a", "asked", ME), turn(5, ME, "time")],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "Amber River is speaking. We others listen.",
                "You are number 1 in line.",
                "Your turn comes in about 3 minutes, or sooner.",
                "It is your turn, for about 3 minutes. You can write /pass at any time.",
            ],
        ),
        (
            [BEGAN, ROUND, turn(3, ME, "asked"), turn(4, ME, "soon"), turn(5, ME, "grace")],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "It is your turn, for about 3 minutes. You can write /pass at any time.",
                "About half a minute left.",
                "Your time is over. You have a minute for your last sentence.",
            ],
        ),
        (
            [BEGAN, QUIET],
            [
                "A meeting begins: Sharing circle.",
                PART,
                "Nobody writes in this part, for about 2 minutes.",
            ],
        ),
        (
            [BEGAN, ROUND, turn(3, "a", "asked"), OPENED, said(5, 1, by=ME), said(6, 2, by="b")],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "Amber River is speaking. We others listen.",
                "You can answer Amber River now. One message each.",
                "   5  00:00  You: hello",
                "You have answered Amber River. The others can still answer.",
                "   6  00:00  Amber River: hello",
            ],
        ),
        (
            [BEGAN, ROUND, turn(3, "a", "asked"), turn(4, "a", "line_lost"), OVER],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "Amber River is speaking. We others listen.",
                "Amber River lost the connection. We keep the place.",
                "The meeting is over. You can stay and talk.",
            ],
        ),
        (
            [BEGAN, ROUND, turn(3, "a", "asked"), turn(4, "a", "asked", "b"), turn(5, "b", "time")],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "Amber River is speaking. We others listen.",
                "Amber River is speaking. We others listen.",
            ],
        ),
        (
            [
                BEGAN,
                ROUND,
                turn(3, ME, "asked"),
                wire(t="pause", n=4, at=4, until=9),
                wire(t="resume", n=5, at=5, turn=HELD),
            ],
            [
                "A meeting begins: Sharing circle.",
                PART,
                FREE,
                "It is your turn, for about 3 minutes. You can write /pass at any time.",
                PAUSED,
                "It goes on.",
                "Amber River lost the connection. We keep the place.",
            ],
        ),
        ([wire(t="here", joined=[AMBER])], ["Came in: Amber River."]),
        ([wire(t="here", joined=[{"id": ME, "alias": "Quiet Harbour"}])], []),
        (
            [wire(t="here", joined=[AMBER]), wire(t="here", left=["a", "nobody we knew"])],
            ["Came in: Amber River.", "Left: Amber River."],
        ),
        (
            [wire(t="card", kind="thanks", of=4, duty={"on": 0})],
            ["Somebody was helped by what you said in line 4."],
        ),
        ([wire(t="card", kind="something new", duty={"on": 0})], []),
    ],
)
async def test_what_happens_is_told_in_one_sentence(frames: list[bytes], told: list[str]):
    at_the_door = await read_after()
    assert told == (await read_after(*frames))[len(at_the_door) :]


async def test_the_help_card_tells_who_is_on_duty():
    card = await read_after(wire(t="card", kind="help", duty={"on": 2}))
    assert "2 volunteers are on duty now and will see it." in card


@pytest.mark.parametrize(
    ("hello", "told"),
    [
        ({}, "You are the first here. That is all right."),
        (
            {"members": [{"id": ME, "alias": "Quiet Harbour"}, AMBER]},
            "Here now: Quiet Harbour (you), Amber River.",
        ),
        ({"others": 3, "members": [AMBER]}, "And 3 more."),
        ({"duty": {"on": 1}}, "One volunteer is on duty now."),
    ],
)
async def test_the_door_tells_who_is_here(hello: dict[str, object], told: str):
    assert told in await read_after(**hello)


async def test_a_newcomers_backlog_is_no_news_about_a_lost_line():
    lines = await read_after(said(1, 1), said(2, 2), n=2, **{"from": 1})
    assert ["hello", "hello"] == [line.rpartition(": ")[2] for line in lines[-2:]]


async def test_a_short_break_is_nobodys_business():
    async def drop(caller: Caller) -> None:
        await caller.let_in()
        await caller.socket.close(1012)

    async def end(caller: Caller) -> None:
        await caller.let_in(resumed=True)
        await caller.socket.close(4500)

    out = io.StringIO()
    screen = Screen(out, english(), is_terminal=False)
    async with playing(drop, end) as url, a_link(url) as link, asyncio.timeout(SOON_S):
        silence = Silence(screen, HelpLines(parse(url), screen))
        await Hearing(link, screen, english(), silence).follow()
    assert "connected" not in out.getvalue()


async def test_a_card_says_that_somebody_is_called_only_where_it_is_so():
    unsaid = await read_after(wire(t="card", kind="help", duty={"on": 0}))
    said_so = await read_after(wire(t="card", kind="help", duty={"on": 0}, called=True))

    calling = "We are calling a volunteer. We do not know how soon somebody can come."
    assert (False, True) == (calling in unsaid, calling in said_so)


async def test_a_sanction_is_told_with_its_end_its_reason_and_its_code():
    told = await read_after(
        wire(
            t="card",
            kind="sanction",
            duty={"on": 0},
            what="pause",
            until=1_800_000_000_000,
            reason="attack",
            code="abcdefghijklmnop",
        )
    )

    assert "For now you can read here, but not write." in told
    assert "A volunteer decided this. The reason: words that hurt somebody." in told
    assert any("abcdefghijklmnop" in line and line.endswith("/appeal") for line in told)


async def test_an_offered_talk_says_how_to_answer():
    told = await read_after(wire(t="card", kind="talk", duty={"on": 1}, line="room~abc"))

    assert "A volunteer would like to write with you alone." in told
