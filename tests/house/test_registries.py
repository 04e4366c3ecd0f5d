"""Adding a thing is adding one file; each file brings its own examples or sources."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from rooms import formats
from rooms.formats import checking

Ours = Callable[..., list[Path]]


def _tomls(ours: Ours, folder: str) -> list[Path]:
    return ours(".toml", under=(folder,))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_every_format_brings_scenes_that_come_to_each_of_its_steps(ours: Ours):
    for path in _tomls(ours, "rooms/formats"):
        form = formats.parse(path.read_text(encoding="utf-8"))

        assert path.stem == form.id
        assert [] == checking.faults(form)


def test_every_help_line_says_where_it_was_found_and_when_it_was_looked_at(ours: Ours):
    for path in _tomls(ours, "moderation/helplines"):
        country = _read(path)
        for line in country["lines"]:
            assert line["source"].startswith("https://"), path.name
            assert date.fromisoformat(str(line["checked_on"])) <= date.today(), path.name  # noqa: DTZ011 - a day is a day


def test_every_lexicon_and_detector_brings_examples_of_both_kinds(ours: Ours):
    lexica = _tomls(ours, "moderation/lexicon")
    detectors = [p for p in ours(".py", under=("moderation/detectors",)) if p.name != "__init__.py"]

    for path in lexica:
        assert {"caught", "let_through"} <= set(_read(path)["examples"]), path.name
    for path in detectors:
        text = path.read_text(encoding="utf-8")
        assert "CAUGHT" in text, path.name
        assert "LET_THROUGH" in text, path.name
