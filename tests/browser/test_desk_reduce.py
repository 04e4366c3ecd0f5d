"""The rules of the volunteers' desk as values, in the browser they are written for."""

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.slow

Frame = dict[str, Any]
ME = {"id": "v1", "name": "Ash", "role": "volunteer"}
FOLD = """async (frames) => {
  const {away, receive, ...acts} = await import("/s/desk/state/desk.js");
  const step = (desk, frame) =>
    frame.act ? acts[frame.act](desk, ...frame.with) : receive(desk, frame, 1000);
  const desk = acts.settled(frames.reduce(step, away));
  return JSON.parse(JSON.stringify({
    ...desk, waiting: acts.waiting(desk), cases: [...desk.cases], held: [...desk.held],
    lost: [...desk.lost], unread: [...desk.unread], leaving: [...desk.leaving],
  }));
}"""


def item(case: str = "a", level: str = "S2", **more: object) -> Frame:
    told = {"id": case, "title": "A room", "kind": "flag", "level": level, "state": "open"}
    return told | {"since": 0, "at": 0, "by": "", "fence": 0} | more


def desk(*cases: Frame, **more: object) -> Frame:
    told = {"t": "desk", "v": 1, "you": ME, "on_shift": True, "cases": list(cases), "duty": []}
    return told | {"now": 5000, "beat_s": 20, "lease_s": 120} | more


def case(**fields: Any) -> Frame:  # noqa: ANN401 - a frame's fields
    return {"t": "case", "case": item(**fields)}


def mine(name: str = "a", **more: object) -> Frame:
    return case(case=name, state="claimed", by="Ash", fence=7, **more)


def act(name: str, *given: object) -> Frame:
    return {"act": name, "with": list(given)}


def detail(name: str = "a", **more: object) -> Frame:
    return {"t": "detail", "case": item(name), "messages": [], "context": [], **more}


async def fold(page: Page, *frames: Frame) -> dict[str, Any]:
    folded: dict[str, Any] = await page.evaluate(FOLD, list(frames))
    return folded


async def value(page: Page, module: str, expression: str, *given: object) -> Any:  # noqa: ANN401 - any value of a rule
    """Return what an expression over one of the desk's modules says; `$` is what is given."""
    script = f"""async ($) => {{
      const it = await import("/s/desk/state/{module}.js");
      return JSON.parse(JSON.stringify({expression}));
    }}"""
    return await page.evaluate(script, list(given))


ORDERS = [
    ("the most severe first", [item("a", "S3"), item("b", "S1"), item("c")], "b c a"),
    ("the longest wait first", [item("a", since=9), item("b", since=5)], "b a"),
    ("what nobody has before what somebody has", [item("a", state="claimed"), item("b")], "b a"),
    ("a lost volunteer's before others", [item("a"), item("b", dropped=True, since=9)], "b a"),
    (
        "what is handed over counts as nobody's",
        [item("a", state="claimed"), item("b", state="claimed", handover=True, since=9)],
        "b a",
    ),
    ("what only waits for a signature last", [item("a", "S1", sign=True), item("b", "S3")], "b a"),
]


@pytest.mark.parametrize(
    ("cases", "expected"), [one[1:] for one in ORDERS], ids=[one[0] for one in ORDERS]
)
async def test_the_order_of_the_queue(blank: Page, cases: list[Frame], expected: str):
    assert expected.split() == (await fold(blank, desk(*cases)))["rows"]


async def test_while_focus_is_inside_nothing_comes_or_moves(blank: Page):
    inside = act("whileInside", True)  # noqa: FBT003 - as JavaScript says it

    folded = await fold(blank, desk(item("a", "S3")), inside, case(case="b", level="S1"))

    assert (["a"], 1) == (folded["rows"], folded["waiting"])


async def test_the_list_is_as_it_should_be_once_somebody_asks_or_leaves(blank: Page):
    before = [desk(item("a", "S3")), act("whileInside", True), case(case="b", level="S1")]  # noqa: FBT003 - the same

    asked = await fold(blank, *before, act("updated"))
    left = await fold(blank, *before, act("whileInside", False))  # noqa: FBT003 - the same

    assert (["b", "a"], True) == (asked["rows"], asked["frozen"])
    assert (["b", "a"], 0) == (left["rows"], left["waiting"])


LOSSES = [
    ("to somebody else", case(state="claimed", by="Elm"), {"by": "Elm", "how": "taken"}),
    ("with the line", case(dropped=True), {"by": "", "how": "dropped"}),
    ("by being set free", case(), {"by": "", "how": "free"}),
]


@pytest.mark.parametrize(
    ("after", "expected"), [one[1:] for one in LOSSES], ids=[one[0] for one in LOSSES]
)
async def test_a_claim_can_be_lost(blank: Page, after: Frame, expected: Frame):
    folded = await fold(blank, desk(), mine(), after)

    assert [["a", expected]] == folded["lost"]
    assert [] == folded["held"]


async def test_what_one_lets_go_of_is_not_lost(blank: Page):
    folded = await fold(blank, desk(), mine(), act("leaves", "a"), case())

    assert ([], [], []) == (folded["lost"], folded["held"], folded["leaving"])


async def test_an_act_refused_leaves_the_claim_as_it_was(blank: Page):
    folded = await fold(blank, desk(), mine(), act("leaves", "a"), act("stays", "a"), case())

    assert [["a", {"by": "", "how": "free"}]] == folded["lost"]


async def test_a_late_decision_tells_who_has_it_now(blank: Page):
    folded = await fold(blank, desk(), mine(), act("refusedAs", "a", "Elm"))

    assert [["a", {"by": "Elm", "how": "taken"}]] == folded["lost"]


async def test_taking_it_again_ends_the_loss(blank: Page):
    folded = await fold(blank, desk(), mine(), case(dropped=True), act("claimed", "a", 9))

    assert ([], [["a", 9]]) == (folded["lost"], folded["held"])


async def test_claims_stand_after_the_line_came_back(blank: Page):
    claimed = item("a", state="claimed", by="Ash", fence=7)

    folded = await fold(blank, desk(), mine(), desk(claimed))

    assert ([["a", 7]], []) == (folded["held"], folded["lost"])


async def test_a_case_that_left_while_the_line_was_lost_is_gone(blank: Page):
    folded = await fold(blank, desk(item("a"), item("b")), desk(item("b")))

    assert ["b"] == folded["rows"]


async def test_a_detail_that_comes_late_puts_nothing_on_the_list_again(blank: Page):
    gone = {"t": "gone", "case": "a"}

    folded = await fold(blank, desk(item("a")), act("opened", "a"), gone, detail("a"))

    assert ([], []) == (folded["rows"], folded["cases"])
    assert "a" == folded["detail"]["case"]["id"]


async def test_only_the_open_case_s_detail_is_kept(blank: Page):
    folded = await fold(blank, desk(item("a"), item("b")), act("opened", "a"), detail("b"))

    assert folded["detail"] is None


async def test_a_private_line_grows_once_by_each_line(blank: Page):
    said = {"t": "talk", "case": "a", "state": "open", "line": {"n": 1, "by": "person"}}

    folded = await fold(blank, desk(item("a")), act("opened", "a"), detail(), said, said)

    assert [{"n": 1, "by": "person"}] == folded["detail"]["line"]
    assert "open" == folded["detail"]["case"]["talk"]


async def test_nothing_of_a_private_line_that_is_over_is_kept(blank: Page):
    said = {"t": "talk", "case": "a", "state": "open", "line": {"n": 1, "by": "person"}}
    over = {"t": "talk", "case": "a", "state": "ended"}

    folded = await fold(blank, desk(item("a")), act("opened", "a"), detail(), said, over)

    assert [] == folded["detail"]["line"]


async def test_words_for_another_case_are_marked_until_it_is_opened(blank: Page):
    said = {"t": "talk", "case": "a", "state": "open", "line": {"n": 1, "by": "person"}}
    before = [desk(item("a"), item("b")), act("opened", "b"), detail("b"), said]

    assert ["a"] == (await fold(blank, *before))["unread"]
    assert [] == (await fold(blank, *before, act("opened", "a")))["unread"]


async def test_a_frame_of_a_later_version_changes_nothing(blank: Page):
    assert (await fold(blank, desk())) == await fold(blank, desk(), {"t": "later", "case": "a"})


async def test_an_urgent_flag_rings_after_30_and_then_every_60_seconds(blank: Page):
    rung = await value(
        blank,
        "ringing",
        """(() => {
          const cases = new Map([["a", $[0]]]);
          let ringing = it.alarmed(it.quiet, "a", 0);
          const at = [];
          for (let s = 1; s <= 200; s += 1) {
            const then = it.ring(ringing, cases, s * 1000);
            ringing = then.ringing;
            if (then.now.length) at.push(s);
          }
          return at;
        })()""",
        item(),
    )

    assert [30, 90, 150] == rung


STILL = [
    ("what somebody has", item(state="claimed", by="Elm")),
    ("what can wait", item(level="S3")),
    ("what is gone", item("b")),
]


@pytest.mark.parametrize("told", [one[1] for one in STILL], ids=[one[0] for one in STILL])
async def test_these_ring_once_only(blank: Page, told: Frame):
    rung = await value(
        blank,
        "ringing",
        "it.ring(it.alarmed(it.quiet, 'a', 0), new Map([[$[0].id, $[0]]]), 40000).now",
        told,
    )

    assert [] == rung


LEASES = [
    (0, "yours"),
    (89_000, "yours"),
    (90_000, "ending"),
    (119_000, "ending"),
    (120_000, "over"),
]


@pytest.mark.parametrize(("at", "expected"), LEASES)
async def test_a_claim_is_warned_of_for_its_last_half_minute(blank: Page, at: int, expected: str):
    assert expected == (await value(blank, "lease", "it.lease(0, 120, $[0])", at))["state"]


BLANKS = [
    ("Hello", ""),
    ("until [time], then", "[time]"),
    ("[]", "[]"),
    ("[...]", "[...]"),
    ("a [b\nc]", "[b\nc]"),
    ("Hello {name}", "{name}"),
    ("until ____", "____"),
    ("a ] b [ c", ""),
]


@pytest.mark.parametrize(("text", "expected"), BLANKS)
async def test_a_place_left_to_fill_is_found(blank: Page, text: str, expected: str):
    assert expected == await value(blank, "drafting", "it.blankIn($[0])", text)


async def test_openings_used_last_come_first(blank: Page):
    used = await value(blank, "drafting", "it.usedNow(it.usedNow([], 'c'), 'b')")

    assert ["b", "c", "a"] == await value(
        blank, "drafting", "it.byUse(['a', 'b', 'c'], $[0])", used
    )


async def test_spans_count_code_points(blank: Page):
    told = await value(blank, "drafting", "it.pieces('😀 oh no', [[2, 4]])")

    assert [("😀 ", False), ("oh", True), (" no", False)] == [
        (piece["text"], piece["marked"]) for piece in told
    ]


AGES = [(59_999, "moment", 0), (60_000, "minutes", 1), (3_600_000, "hours", 1)]


@pytest.mark.parametrize(("ms", "unit", "n"), AGES)
async def test_ages_are_words(blank: Page, ms: int, unit: str, n: int):
    assert {"unit": unit, "n": n} == await value(blank, "order", "it.age($[0])", ms)


LIGHTS = [([item()], "now"), ([item(level="S3")], "soon"), ([item(state="claimed")], "calm")]


@pytest.mark.parametrize(("cases", "light"), LIGHTS, ids=[one[1] for one in LIGHTS])
async def test_the_desk_s_health_is_a_traffic_light(blank: Page, cases: list[Frame], light: str):
    assert light == (await value(blank, "order", "it.health($[0], 0)", cases))["light"]


async def test_each_lane_that_cannot_wait_is_counted_by_itself(blank: Page):
    cases = [item("a", "S1"), item("b", "S2"), item("c", "S2"), item("d", "S3")]

    assert {"now": 1, "soon": 2} == (await value(blank, "order", "it.health($[0], 0)", cases))[
        "lanes"
    ]


async def test_who_takes_no_flags_about_children_is_not_rung_for_who_may_be_one(blank: Page):
    rung = [
        await value(blank, "order", "it.isSparedFrom({noChildren: true}, $[0])", about)
        for about in (item(young=True), item())
    ]

    assert [True, False] == rung


async def test_who_is_with_a_person_in_danger_takes_no_second_one(blank: Page):
    held = [
        await value(blank, "order", "it.holdsNow($[0], (one) => one.by === 'vera')", cases)
        for cases in ([item(level="S1", by="vera"), item("b")], [item(by="vera"), item("b", "S1")])
    ]

    assert [True, False] == held


HOUR_MS = 3_600_000
CARRIED = [
    (0, 2 * HOUR_MS - 1, False),
    (0, 2 * HOUR_MS, True),
    (4, HOUR_MS, False),
    (5, HOUR_MS, True),
]


@pytest.mark.parametrize(("severe", "at", "due"), CARRIED)
async def test_an_end_is_offered_after_five_or_two_hours(
    blank: Page,
    severe: int,
    at: int,
    due: bool,  # noqa: FBT001 - a table's column
):
    steps = "[...Array($[0])].reduce((one) => it.took(one, true), it.took(it.begun(0), false))"

    assert due is await value(blank, "rest", f"it.isDue({steps}, $[1])", severe, at)


async def test_a_little_longer_is_half_an_hour(blank: Page):
    asked = "[1, 29, 30].map((n) => it.isDue(it.later(it.begun(0), $[0]), $[0] + n * 60000))"

    assert [False, False, True] == await value(blank, "rest", asked, 2 * HOUR_MS)


NOTED = [("claimed", 1, True), ("claimed", 2, False), ("claimed", 0, False), ("open", 1, False)]


@pytest.mark.parametrize(("state", "noted", "expected"), NOTED)
async def test_twenty_minutes_without_a_note_are_long(
    blank: Page,
    state: str,
    noted: int,
    expected: bool,  # noqa: FBT001 - a table's column
):
    told = item(state=state, noted=noted)

    assert expected is await value(
        blank, "order", "it.isLongWithoutNote($[0], 1 + 20 * 60000)", told
    )


async def test_where_somebody_waits_is_shown_until_nobody_does(blank: Page):
    here = {"title": "Quiet", "language": "en", "n": 1, "at": "/t/x"}
    waits = desk(alone=[here])

    assert [here] == (await fold(blank, waits))["alone"]
    assert [here] == (await fold(blank, desk(), {"t": "alone", "rooms": [here]}))["alone"]
    assert [] == (await fold(blank, waits, {"t": "alone", "rooms": []}))["alone"]
    assert [] == (await fold(blank, waits, desk()))["alone"]


def held(name: str, room: str = "r1", **more: object) -> Frame:
    return item(name, "S3", room=room, kind="held", held=1, together=True, **more)


GATHERED = [
    ("several of a room are one row", [held("a"), held("b"), held("c", "r2")], ["c", "room:r1"]),
    ("one alone is a row like any other", [held("a"), item("b", "S3")], ["a", "b"]),
    (
        "what worries is never inside",
        [held("a"), held("b"), item("c", "S3", room="r1")],
        ["c", "room:r1"],
    ),
    ("what somebody took leaves it", [held("a"), item("b", "S3", state="claimed")], ["a", "b"]),
]


@pytest.mark.parametrize(
    ("cases", "expected"), [one[1:] for one in GATHERED], ids=[one[0] for one in GATHERED]
)
async def test_what_a_raid_leaves_is_one_row_of_its_room(
    blank: Page, cases: list[Frame], expected: list[str]
):
    folded = await fold(blank, desk(*cases))

    assert (expected, 0) == (folded["rows"], folded["waiting"])


async def test_what_is_decided_together_is_what_was_told_and_still_waits(blank: Page):
    cases = [[one["id"], one] for one in (held("a"), held("c"), held("d"))]
    told = {"room": "r1", "held": [{"case": one, "id": f"m{one}"} for one in "abc"]}

    left = await value(blank, "together", "it.undecided(new Map($[0]), $[1])", cases, told)
    seen = await value(blank, "together", "it.seen($[0])", left["held"])

    assert ({"a": ["ma"], "c": ["mc"]}, 1) == (seen, left["newer"])


MAY = [
    ("volunteer", True, ""),
    ("volunteer", False, "desk.claim.no_shift"),
    ("shadow", True, "desk.shadow.may"),
    ("shadow", False, "desk.shadow.may"),
]


@pytest.mark.parametrize(("role", "on_shift", "expected"), MAY)
async def test_why_one_may_not_decide_is_said(
    blank: Page, role: str, expected: str, *, on_shift: bool
):
    mine = {"you": ME | {"role": role}, "onShift": on_shift}

    assert expected == await value(blank, "desk", "it.hindrance($[0])", mine)


LED = [
    ("nobody is on", [], False),
    ("nobody leads", [{"id": "v2"}], False),
    ("somebody else leads", [{"id": "v2", "lead": True}], True),
    ("I lead, and call nobody by calling the lead", [{"id": "v1", "lead": True}], False),
]


@pytest.mark.parametrize(("duty", "expected"), [one[1:] for one in LED], ids=[o[0] for o in LED])
async def test_the_lead_is_called_only_where_somebody_leads(
    blank: Page, duty: list[Frame], *, expected: bool
):
    mine = {"you": ME, "duty": duty}

    assert expected == await value(blank, "desk", "it.isLed($[0], true)", mine)


CLOSING = [
    ("a case in my hands", True, [["a", 7]], False, True),
    ("words half written, whoever has the case", True, [], True, True),
    ("words half written after the shift", False, [], True, True),
    ("a shift with nothing in my hands", True, [], False, False),
    ("no shift any more", False, [["a", 7]], False, False),
]


@pytest.mark.parametrize(
    ("on_shift", "held", "writing", "expected"),
    [one[1:] for one in CLOSING],
    ids=[one[0] for one in CLOSING],
)
async def test_closing_the_page_is_asked_about_only_where_it_would_cost(
    blank: Page, *, on_shift: bool, held: list[object], writing: bool, expected: bool
):
    script = "it.wouldLose({onShift: $[0], held: new Map($[1])}, $[2])"

    assert expected == await value(blank, "desk", script, on_shift, held, writing)


async def test_what_stays_for_the_next_is_counted_beside_what_is_mine(blank: Page):
    cases = [item("a", "S1", state="claimed", by="Ash", since=1), item("b", "S2", since=4_000)]
    cases += [item("c", "S3", since=2_000), item("d", "S2", state="claimed", by="Elm")]

    left = await value(blank, "order", "it.leftOpen($[0], (one) => one.by === 'Ash', 9000)", cases)

    assert (["a"], 2, 7_000, 1) == (
        [one["id"] for one in left["mine"]],
        left["free"],
        left["oldest"],
        left["urgent"],
    )
