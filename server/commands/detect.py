"""`kith detect`: messages in, verdicts out, one JSON object a line. Nothing is kept."""

import time
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from moderation.screening import Screen, Verdict  # noqa: TID253 - this is what it is for

LONGEST_LINE = 256 * 1024
DONE, FAILED = 0, 1


class Asked(msgspec.Struct, frozen=True):
    """A message to look at; `before` are its author's last lines, the oldest first.

    Other fields are the asker's own. A room kind we do not know is looked at as `general`.
    """

    text: str
    room_kind: str | None = None
    language: str | None = None
    before: tuple[str, ...] | None = None


def detect(asked: BinaryIO, answers: BinaryIO) -> int:
    """Answer every line, also the malformed ones; fail at the end if there were any."""
    screen = Screen.load()
    code = DONE
    for number, line in _lines(asked):
        answer = _answer(screen, line)
        if "error" in answer:
            answer |= {"line": number}
            code = FAILED
        answers.write(msgspec.json.encode(answer) + b"\n")
        answers.flush()
    return code


def _lines(asked: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that says something with its number; None for one that is too long."""
    number = 0
    while line := asked.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = asked.readline(LONGEST_LINE + 1)
            yield number, None
        elif line.strip():
            yield number, line


def _answer(screen: Screen, line: bytes | None) -> dict[str, object]:
    if line is None:
        return {"error": f"The line is longer than {LONGEST_LINE} bytes."}
    try:
        asked = msgspec.json.decode(line, type=Asked)
    except msgspec.ValidationError as error:
        return {"error": f"The line does not have the fields it should: {error}."}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {"error": "The line is not a JSON object in UTF-8."}
    return _looked(screen, asked)


def _looked(screen: Screen, asked: Asked) -> dict[str, object]:
    began = time.perf_counter_ns()
    verdict = screen.look(
        asked.text,
        room_kind=asked.room_kind or "general",
        language=asked.language,
        before=asked.before or (),
    )
    spent_us = (time.perf_counter_ns() - began) / 1000
    return {**_told(verdict), "us": round(spent_us, 1)}


def _told(verdict: Verdict) -> dict[str, object]:
    return {
        "level": verdict.level.value,
        "family": verdict.family or None,
        "spans": verdict.spans,
        "why": verdict.why,
        "rule": verdict.rule,
        "lowered_by": verdict.lowered_by,
        "hold": verdict.hold.value if verdict.hold else None,
        "hold_spans": verdict.hold_spans,
    }
