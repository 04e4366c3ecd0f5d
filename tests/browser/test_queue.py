"""The rules of what is written and not yet taken, as values, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.slow

QUEUE = """async (steps) => {
  const rules = await import("/s/state/queue.js");
  let queue = rules.nothing;
  for (const [rule, ...values] of steps) queue = rules[rule](queue, ...values);
  return {queue, next: rules.next(queue) ?? null};
}"""

Frame = dict[str, Any]


NEW = ["written", {"id": "k", "text": "hello"}]
FLY = ["flying", "k", 1000]
ACK = {"t": "ack", "id": "k", "n": 1, "saved": True}
OWN = {"t": "said", "id": "k", "by": "me", "n": 1}
DAY_LATER = 86_400_000


def nack(code: str, **more: object) -> Frame:
    return {"t": "nack", "id": "k", "code": code, **more}


def heard(frame: Frame) -> list[Any]:
    return ["heard", frame, "me", 1000]


QUEUES = [
    ("new words are ready", [NEW], "ready"),
    ("what is on its way waits", [NEW, FLY], "flying"),
    ("the answer saves it", [NEW, FLY, heard(ACK)], "saved"),
    ("saved and seen it leaves", [NEW, FLY, heard(ACK), heard(OWN)], None),
    ("seen and saved it leaves", [NEW, FLY, heard(OWN), heard(ACK)], None),
    ("seen it still owes an answer", [NEW, FLY, heard(OWN)], "flying"),
    ("somebody else's equal id changes nothing", [NEW, FLY, heard(OWN | {"by": "you"})], "flying"),
    ("a lost line makes it ready again", [NEW, FLY, ["lost"]], "ready"),
    ("a busy room makes it wait", [NEW, FLY, heard(nack("slow_down", after_s=3))], "waiting"),
    ("then it goes again", [NEW, FLY, heard(nack("disk", after_s=3)), ["due", 4000]], "ready"),
    ("not before its time", [NEW, FLY, heard(nack("disk", after_s=3)), ["due", 3999]], "waiting"),
    ("a refusal gives it back", [NEW, FLY, heard(nack("bad_text"))], "refused"),
    ("a volunteer may hold it", [NEW, FLY, heard(nack("attack", held=True))], "held"),
    (
        "held and let through it leaves",
        [NEW, FLY, heard(nack("attack", held=True)), heard(OWN)],
        None,
    ),
    ("no answer in time is not sent", [NEW, FLY, ["unanswered", "k"]], "unsent"),
    ("no answer, but it is there", [NEW, FLY, heard(OWN), ["unanswered", "k"]], None),
    (
        "a return sends it again",
        [NEW, FLY, ["lost"], ["back", {"unbroken": True, "now": DAY_LATER}]],
        "ready",
    ),
    (
        "after a long break the person decides",
        [NEW, FLY, ["lost"], ["back", {"unbroken": False, "now": DAY_LATER}]],
        "unsent",
    ),
    (
        "what never left may always go",
        [NEW, ["back", {"unbroken": False, "now": DAY_LATER}]],
        "ready",
    ),
    ("the end leaves it unsent", [NEW, FLY, ["over"]], "unsent"),
    ("trying again makes it ready", [NEW, ["over"], ["retried", "k"]], "ready"),
    ("thrown away it is gone", [NEW, ["over"], ["dropped", "k"]], None),
    (
        "what replaces a held one takes its place",
        [
            ["written", {"id": "h", "text": ""}],
            ["written", {"id": "k", "text": "", "replaces": "h"}],
        ],
        "ready",
    ),
]


@pytest.mark.parametrize(
    ("steps", "expected"), [case[1:] for case in QUEUES], ids=[c[0] for c in QUEUES]
)
async def test_the_queue(blank: Page, steps: list[list[Any]], expected: str | None):
    found = (await blank.evaluate(QUEUE, steps))["queue"]

    assert ([expected] if expected else []) == [item["state"] for item in found]


async def test_words_go_out_in_the_order_they_were_written(blank: Page):
    second = ["written", {"id": "l", "text": "second"}]

    waiting = await blank.evaluate(QUEUE, [NEW, second, FLY, heard(nack("slow_down", after_s=9))])
    going_on = await blank.evaluate(QUEUE, [NEW, second, FLY, heard(ACK)])

    assert waiting["next"] is None
    assert going_on["next"]["id"] == "l"


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("call 123 now", [[5, 8]], "call  now"),
        ("\U0001f642\U0001f642 ab", [[1, 3]], "\U0001f642ab"),
        ("all of it", [[0, 99]], ""),
        ("none", [], "none"),
    ],
)
async def test_marked_parts_count_code_points(
    blank: Page, text: str, spans: list[list[int]], expected: str
):
    script = "async (values) => (await import('/s/parts/returned.js')).withoutMarked(...values)"

    assert expected == await blank.evaluate(script, [text, spans])
