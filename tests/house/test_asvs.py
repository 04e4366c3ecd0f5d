"""`docs/asvs.md` names every requirement of levels 1 and 2 once, and only tests that exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has.
IN_CHAPTER = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
OF_LEVEL_1 = 70
# Those of level 3 stand between the others, so that numbers alone do not tell what is missing.
LEFT_OUT = "1.2.10 1.3.12 1.5.3 2.3.5 2.4.2 3.1.1 3.2.3 3.3.5 3.6.1 6.7.1 6.7.2 10.2.3 10.3.5"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([a-z ]+) \| (.*) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
TEXT = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROWS = ROW.findall(TEXT)


def test_every_requirement_is_here_once():
    numbers = [row[0] for row in ROWS]
    in_chapter = Counter(int(number.partition(".")[0]) for number in numbers)

    assert len(set(numbers)) == len(numbers)
    assert IN_CHAPTER == tuple(in_chapter[chapter] for chapter in range(1, 18))
    assert OF_LEVEL_1 == sum(level == "1" for _, level, *_ in ROWS)
    assert set() == set(numbers) & set(LEFT_OUT.split())


def test_the_table_at_the_top_counts_what_is_below():
    told = {
        name: int(many)
        for name, many in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", TEXT, re.MULTILINE)
    }

    assert Counter(status for *_, status, _ in ROWS) == told


def test_what_is_met_is_shown_and_what_is_not_says_why():
    without = [row[0] for row in ROWS if row[3] == "met" and not TEST.search(row[4])]
    silent = [row[0] for row in ROWS if row[3] != "met" and not TEST.sub("", row[4]).strip(" .,")]

    assert ([], []) == (without, silent)


@pytest.mark.parametrize("document", ["docs/asvs.md", "SECURITY.md"])
def test_every_test_that_is_named_exists(document: str):
    named = set(TEST.findall((ROOT / document).read_text(encoding="utf-8")))
    missing = [
        f"{path}::{name}" for path, name in sorted(named) if not _is_there(ROOT / path, name)
    ]

    assert len(named) > 10
    assert [] == missing


def _is_there(file: str, name: str) -> bool:
    path = ROOT / file
    defined = re.compile(rf"^(?:async )?def {name}\(", re.MULTILINE)
    return path.exists() and defined.search(path.read_text(encoding="utf-8")) is not None
