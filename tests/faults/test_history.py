"""A round that was written is read as it was."""

from pathlib import Path

import history
import pytest
from history import (
    Ack,
    Act,
    Gap,
    Join,
    Lost,
    Nack,
    OnDesk,
    Present,
    Receive,
    Reset,
    Resync,
    Round,
    Seen,
    Send,
)

ROUND: list[Seen] = [
    Round(client="round", at=0.5, room="", fault="kill", seed=7, late_ms=20_000),
    Join(client="a", at=1.0, room="r", member="m1", epoch="e", head=3, first=4, after_epoch="e"),
    Send(client="a", at=1.5, room="r", id="i1", body=history.digest("good evening"), raises=True),
    Ack(client="a", at=1.75, room="r", id="i1", n=4),
    Nack(client="a", at=2.0, room="r", id="i2", code="attack", held=True),
    Receive(client="a", at=2.25, room="r", n=4, by="m1", id="i1", body="d"),
    Gap(client="a", at=2.5, room="r", first=5, last=6),
    Reset(client="a", at=2.75, room="r", epoch="f"),
    Resync(client="a", at=3.0, room="r"),
    Lost(client="a", at=3.25, room="r"),
    Present(client="a", at=3.5, room="r"),
    Act(client="v", at=3.75, room="r", id="1", kind="close", case="c", fence=9),
    OnDesk(client="v", at=4.0, room="r", n=9, time=1, kind="case_claimed", case="c"),
]


def test_what_was_written_is_read(tmp_path: Path):
    history.write(ROUND, tmp_path / "round.jsonl")
    assert ROUND == list(history.read(tmp_path / "round.jsonl"))


@pytest.mark.parametrize("text", ["good evening", "good evening ", "Good evening", ""])
def test_only_the_same_words_have_the_same_digest(text: str):
    others = {"good evening", "good evening ", "Good evening", ""} - {text}
    assert history.digest(text) not in {history.digest(other) for other in others}
    assert "good" not in history.digest(text)
