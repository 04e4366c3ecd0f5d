"""`kith check`: what must never be there is found wherever it was written, and told without it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from moderation.helplines import STALE_AFTER, load
from server.cli import main
from server.commands.leak_check import stale_lines


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["listening on http://192.0.2.7:8080", '{"note": "started"}'], []),
        (["GET / from 203.0.113.9"], ["an IPv4 address"]),
        (["GET / from 2001:db8::77"], ["an IPv6 address"]),
        (["fine", "agent Mozilla/5.0, referer: x"], ["a browser's name", "a referring page"]),
    ],
)
def test_a_log_is_searched_as_well(
    data: Path, lines: Sequence[str], kinds: Sequence[str], capsys: pytest.CaptureFixture[str]
):
    log = data.parent / "notes.log"
    log.write_text("\n".join(lines))

    code = main(["check", "--data", str(data), "--log", str(log)])

    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith(str(log))]
    assert [f"{log} holds {kind}." for kind in kinds] == told
    assert (code == 1) == bool(kinds)


def test_a_log_that_is_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["check", "--data", str(data), "--log", str(data / "none")]) == 1
    assert "none" in capsys.readouterr().err


def test_old_help_lines_are_told_by_their_country():
    looked = max(line.checked_on for here in load().countries for line in here.lines)

    assert [] == stale_lines(looked)
    assert "Help lines of GB: nobody has looked at them for half a year." in stale_lines(
        looked + STALE_AFTER + timedelta(days=1)
    )
