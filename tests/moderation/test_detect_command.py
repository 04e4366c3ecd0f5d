"""`kith detect` answers every line, also those it cannot read."""

import json
from io import BytesIO
from typing import Any

from moderation.screening import Screen
from server.commands.detect import DONE, FAILED, LONGEST_LINE, detect

WANTED = {"level", "family", "spans", "why", "lowered_by", "hold", "us"}


def _detected(*lines: bytes) -> tuple[int, list[dict[str, Any]]]:
    answers = BytesIO()
    code = detect(BytesIO(b"\n".join(lines)), answers)
    return code, [json.loads(line) for line in answers.getvalue().splitlines()]


def test_each_message_gets_one_verdict_in_order():
    code, answers = _detected(
        b'{"text": "what a nice day"}',
        b'{"text": "i want to kill myself", "room_kind": "grief", "language": "en", "before": []}',
    )

    assert DONE == code
    assert ["none", "S2"] == [answer["level"] for answer in answers]
    assert all(set(answer) >= WANTED for answer in answers)
    assert [[2, 21]] == answers[1]["spans"]
    assert answers[1]["us"] > 0


def test_a_verdict_is_the_screen_s():
    text = "no quiero vivir más, y punto"

    _, (answer,) = _detected(json.dumps({"text": text}).encode())

    assert Screen.load().look(text).why == answer["why"]


def test_a_malformed_line_is_answered_with_its_number_and_the_rest_goes_on():
    code, answers = _detected(
        b'{"text": "hello"}',
        b"nonsense",
        b'{"text": 5}',
        b"\xff\xfe",
        b"",
        b'["text"]',
        b'{"text": "hello again", "id": 7, "before": null}',
    )

    assert FAILED == code
    assert [None, 2, 3, 4, 6, None] == [answer.get("line") for answer in answers]
    assert all("error" in answer for answer in answers[1:5])
    assert "none" == answers[-1]["level"]


def test_a_line_without_end_is_refused_and_the_next_one_read():
    code, answers = _detected(b"x" * (3 * LONGEST_LINE), b'{"text": "hello"}')

    assert FAILED == code
    assert 1 == answers[0]["line"]
    assert "none" == answers[1]["level"]


def test_a_room_kind_nobody_knows_is_looked_at_as_general():
    _, (answer,) = _detected(b'{"text": "i want to kill myself", "room_kind": "chess"}')

    assert "S2" == answer["level"]
