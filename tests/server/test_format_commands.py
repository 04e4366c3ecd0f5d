"""`kith format`: what a founder is told of a protocol."""

from importlib import resources
from pathlib import Path

import pytest

from server.cli import main

CIRCLE = (resources.files("rooms.formats") / "sharing_circle.toml").read_text("utf-8")


def checked(folder: Path, text: str) -> int:
    file = folder / "circle.toml"
    file.write_text(text, encoding="utf-8")
    return main(["format", "check", str(file)])


def test_a_good_format_is_told_how_long_it_lasts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert 0 == checked(tmp_path, CIRCLE)
    assert [
        "sharing_circle, version 1: fine. 7 scenes came out as they say.",
        "With 6 people it lasts about 30 minutes, at most 63.",
        "With 12 people it lasts about 48 minutes, at most 63.",
    ] == capsys.readouterr().out.splitlines()


def test_everything_that_is_wrong_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    text = CIRCLE.replace('kind = "closing"', 'kind = "talk"').replace("turn_s = 180", "turn_s = 3")

    assert 1 == checked(tmp_path, text)
    assert [
        "It has no end: the last step must be of the kind closing.",
        "Step sharing: a turn needs turn_s, at least 30 seconds.",
        "Step sharing: the quiet signal comes before the turn begins.",
    ] == capsys.readouterr().out.splitlines()[:3]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert 1 == main(["format", "check", str(tmp_path / "none.toml")])
    assert f"The file {tmp_path / 'none.toml'} cannot be read.\n" == capsys.readouterr().err


def test_the_ready_made_ones_are_listed(capsys: pytest.CaptureFixture[str]):
    assert 0 == main(["format", "list"])
    assert "silent_reading\t1\tsocial\t47 min\tSilent reading together" in (
        capsys.readouterr().out.splitlines()
    )
