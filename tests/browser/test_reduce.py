"""The rules of the room as values, in the browser they are written for."""

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.slow

FOLD = """async (frames) => {
  const {outside, receive} = await import("/s/state/room.js");
  const {told} = await import("/s/state/cards.js");
  const fold = (room, frame) => told(receive(room, frame));
  return JSON.parse(JSON.stringify(frames.reduce(fold, outside)));
}"""

Frame = dict[str, Any]


def hello(first: int, head: int, *, resumed: bool = False, epoch: str = "e") -> Frame:
    return {
        "t": "hello",
        "epoch": epoch,
        "n": head,
        "from": first,
        "resumed": resumed,
        "house": "h",
        "you": {"id": "me", "alias": "calm river", "index": 0},
        "room": {"id": "r", "title": "A room", "keep_s": 60},
        "members": [{"id": "me", "alias": "calm river"}],
        "others": 0,
        "duty": {"on": 0},
        "ping_s": 25,
    }


def said(n: int, by: str = "you", key: str = "x") -> Frame:
    return {"t": "said", "n": n, "at": n, "by": by, "alias": by, "text": f"line {n}", "id": key}


def event(kind: str, n: int, of: int | None = None) -> Frame:
    return {"t": kind, "n": n, "at": n} | ({} if of is None else {"of": of})


async def room(page: Page, *frames: Frame) -> dict[str, Any]:
    folded: dict[str, Any] = await page.evaluate(FOLD, list(frames))
    return folded


def told(folded: dict[str, Any]) -> list[str]:
    """What stands in the log: the text of a line, else its kind."""
    return [line.get("text") or line["kind"] for line in folded["lines"]]


RESUMED = hello(3, 4, resumed=True)
TALK = [
    ("lines stand by number", [hello(1, 2), said(1), said(2)], ["line 1", "line 2"]),
    ("a line that comes twice stands once", [hello(1, 1), said(1), said(1)], ["line 1"]),
    ("what is older than the start is not heard", [hello(5, 5), said(4), said(5)], ["line 5"]),
    (
        "after a jump nothing stands until a hello",
        [hello(1, 0), said(1), said(3), said(4)],
        ["line 1"],
    ),
    (
        "a hello mends a jump",
        [hello(1, 2), said(1), said(2), said(4), RESUMED, said(3), said(4)],
        ["line 1", "line 2", "line 3", "line 4"],
    ),
    ("nothing stands after a resync", [hello(1, 1), said(1), {"t": "resync"}, said(2)], ["line 1"]),
    (
        "another epoch is another talk, and says so",
        [hello(1, 1), said(1), {"t": "reset", "epoch": "f"}, hello(1, 1, epoch="f"), said(1)],
        ["missed", "line 1"],
    ),
    (
        "a gap after a return is told",
        [
            hello(1, 1),
            said(1),
            hello(2, 4, resumed=True),
            {"t": "gap", "from": 2, "to": 3},
            said(4),
        ],
        ["line 1", "missed", "line 4"],
    ),
    (
        "a gap in what one never saw is told otherwise",
        [hello(1, 3), said(1), {"t": "gap", "from": 2, "to": 2}, said(3)],
        ["line 1", "gap", "line 3"],
    ),
    ("a hidden line leaves its text", [hello(1, 1), said(1), event("hidden", 2, 1)], ["hidden"]),
    ("an erased line leaves its text", [hello(1, 1), said(1), event("erased", 2, 1)], ["gone"]),
    (
        "erased lines in a row are told once",
        [hello(1, 2), event("erased", 1), event("erased", 2)],
        ["gone"],
    ),
    (
        "a slower door is told in one line, and when it is as before in another",
        [hello(1, 2), event("door", 1) | {"until": 9}, event("door", 2)],
        ["slower", "as_before"],
    ),
    ("a rule says nothing to people", [hello(1, 1), event("rule", 1), said(2)], ["line 2"]),
    ("a frame of a later version is no line", [hello(1, 1), event("step", 1), said(2)], ["line 2"]),
    (
        "earlier lines stand above",
        [
            hello(5, 5),
            said(5),
            {"t": "lines", "events": [said(3), said(4)], "from": 3, "first_kept": 1},
        ],
        ["line 3", "line 4", "line 5"],
    ),
    (
        "what is shown again comes back to its place",
        [
            *(hello(1, 2), said(1), said(2), event("hidden", 3, 1), event("shown", 4, 1)),
            {"t": "lines", "events": [said(1)], "from": 1, "first_kept": 1},
        ],
        ["line 1", "line 2"],
    ),
]


@pytest.mark.parametrize(
    ("frames", "expected"), [case[1:] for case in TALK], ids=[c[0] for c in TALK]
)
async def test_the_talk(blank: Page, frames: list[Frame], expected: list[str]):
    assert expected == told(await room(blank, *frames))


async def test_hidden_words_are_nowhere_in_the_page(blank: Page):
    folded = await room(blank, hello(1, 1), said(1), event("hidden", 2, 1))

    assert "line 1" not in str(folded)


async def test_who_comes_into_a_paused_room_knows_it_until_it_goes_on(blank: Page):
    paused, on = hello(3, 4) | {"paused": 99}, {"t": "resume", "n": 5, "at": 5}

    before, after = await room(blank, paused), await room(blank, paused, said(3), said(4), on)

    assert {"pause": {"n": 4, "until": 99}} == before["meeting"]
    assert after["meeting"]["resume"]["n"] > after["meeting"]["pause"]["n"]
    assert {} == (await room(blank, paused, hello(3, 4)))["meeting"]


async def test_a_card_says_who_is_on_duty_now(blank: Page):
    card = {"t": "card", "kind": "help", "duty": {"on": 0}}

    folded = await room(blank, hello(1, 0), card, {"t": "onduty", "duty": {"on": 2}})

    assert (2, [2]) == (folded["duty"], [line["duty"] for line in folded["lines"]])


async def test_a_card_that_came_before_its_parts_is_told_with_them(blank: Page):
    kinds = await blank.evaluate(
        """async (frames) => {
          const {outside, receive} = await import("/s/state/room.js");
          const {told} = await import("/s/state/cards.js");
          const early = frames.reduce(receive, outside);
          return [early, told(early)].map(({lines, duty}) => [lines.map(({kind}) => kind), duty]);
        }""",
        [
            hello(1, 1),
            {"t": "card", "kind": "help", "duty": {"on": 0}},
            said(1),
            {"t": "onduty", "duty": {"on": 2}},
        ],
    )

    assert [[["said"], 0], [["said", "card"], 2]] == kinds


async def test_what_a_volunteer_offers_is_no_line_of_the_talk(blank: Page):
    card = {"t": "card", "kind": "talk", "line": "r~a", "duty": {"on": 1}}

    folded = await room(blank, hello(1, 1), card, said(1))

    assert ["offer", "line 1"] == told(folded)


async def test_ones_own_line_keeps_its_row_and_says_that_it_is_saved(blank: Page):
    ack = {"t": "ack", "id": "k", "n": 1, "saved": True}

    before = await room(blank, hello(1, 0), ack, said(1, by="me", key="k"))
    after = await room(blank, hello(1, 0), said(1, by="me", key="k"), ack)

    assert before["lines"] == after["lines"]
    assert [("id:k", "saved")] == [(line["key"], line["kept"]) for line in after["lines"]]


async def test_an_equal_id_of_somebody_else_is_another_line(blank: Page):
    folded = await room(blank, hello(1, 2), said(1, by="me", key="k"), said(2, by="you", key="k"))

    assert ["id:k", "n:2"] == [line["key"] for line in folded["lines"]]


async def test_only_the_newest_rows_are_kept_and_the_rest_can_be_asked_for(blank: Page):
    folded = await room(blank, hello(1, 350), *(said(n) for n in range(1, 351)))

    assert (300, 51, True) == (len(folded["lines"]), folded["earliest"], folded["moreBefore"])


async def test_people_come_and_go(blank: Page):
    joined = {"t": "here", "joined": [{"id": "a", "alias": "b c"}]}

    rules = await blank.evaluate(
        """async ([...frames]) => {
          const {outside, receive} = await import("/s/state/room.js");
          return [...frames.reduce(receive, outside).people.keys()];
        }""",
        [hello(1, 0), joined, {"t": "here", "left": ["me"]}],
    )

    assert ["a"] == rules
