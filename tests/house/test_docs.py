"""What the documents say is so: their commands run, their links lead somewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args

import pytest
from patience import SOON_S

from moderation.audit import Acted
from moderation.crew_events import CrewEvent
from moderation.events import DeskEvent
from rooms.erasing import ErasingEvent
from rooms.events import HouseEvent, MailEvent, MemberEvent, RoomEvent
from rooms.group.events import GroupEvent
from rooms.sponsor.events import PairEvent
from rooms.timetable.events import TimetableEvent
from server.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]

RUN = re.compile(r"^```console run\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
MADE = re.compile(r"\bmake ([a-z][a-z-]+)")
FILE = re.compile(r"`((?:rooms|moderation|server|client|tests|docs|bench)/[\w./-]*)`")


@dataclass(frozen=True)
class Told:
    """A command of a document and what the document says it answers."""

    command: str
    answers: list[str]


def _blocks() -> Iterator[tuple[str, list[Told]]]:
    for path in DOCS:
        for number, block in enumerate(RUN.findall(path.read_text(encoding="utf-8")), 1):
            yield f"{path.relative_to(ROOT)}#{number}", list(_told(block))


def _told(block: str) -> Iterator[Told]:
    """Commands begin with `$ `; what follows each is a part of its answer, `...` is anything."""
    for part in block.split("$ ")[1:]:
        command, _, answer = part.partition("\n")
        yield Told(command, [line for line in answer.splitlines() if line and line != "..."])


BLOCKS = dict(_blocks())


def test_there_are_commands_to_run():
    assert "README.md#1" in BLOCKS


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS)
def test_a_document_s_commands_answer_what_it_says(block: str, tmp_path: Path):
    ours_first = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for told in BLOCKS[block]:
        ran = subprocess.run(
            ["bash", "-c", told.command],
            cwd=tmp_path,
            env={**os.environ, "PATH": ours_first},
            capture_output=True,
            text=True,
            timeout=SOON_S,
            check=False,
        )

        assert ran.returncode == 0, told.command + ran.stderr
        answer = ran.stdout + ran.stderr
        assert [line for line in told.answers if line.strip() not in answer] == [], answer


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_s_links_lead_somewhere(path: Path):
    links = LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_target_that_is_named_is_in_the_makefile():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    in_code = re.compile(r"`[^`\n]*`|^```console.*?^```", re.MULTILINE | re.DOTALL)

    named = {
        target
        for path in DOCS
        for code in in_code.findall(path.read_text(encoding="utf-8"))
        for target in MADE.findall(code)
    }

    assert named - set(targets) == set()


def test_the_table_of_settings_is_all_of_them():
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    in_table = re.findall(r"^\| `(KITH_[A-Z_]+)` \|", told, re.MULTILINE)

    assert sorted(in_table) == sorted(PREFIX + field.name.upper() for field in fields(Settings))


def test_the_picture_of_the_tree_shows_only_files_that_exist():
    told = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    tree = told[told.index("## The tree") :].split("```")[1]

    folder = room = ""
    missing = []
    for line in tree.splitlines():
        if top := re.match(r"([a-z]+/)", line):
            folder, room = top[1], ""
        elif first := re.match(r"  (?=\S)([a-z]+/)?", line):  # else it goes on from the line before
            room = first[1] or ""
        files = [folder + room + name for name in re.findall(r"\b[a-z_]+\.py\b", line)]
        folders = [folder + name for name in re.findall(r"(?<=  )[a-z]+/(?= )", line[1:])]
        missing += [name for name in files + folders if not (ROOT / name).exists()]

    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_only_files_that_exist(path: Path):
    named = FILE.findall(path.read_text(encoding="utf-8"))

    # `xx` stands for any language.
    assert [n for n in named if "/xx." not in n and not (ROOT / n).exists()] == []


def test_every_sentence_that_is_explained_is_one_that_is_said(ours: Callable[..., list[Path]]):
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([^`]+)` \|", told[told.index("## What the sentences") :], re.MULTILINE
    )
    source = "".join(path.read_text(encoding="utf-8") for path in ours(".py", under=("server",)))
    said = re.sub(r'"\s*\n\s*f?"', "", source)  # a sentence may stand on several lines

    pieces = [piece.strip() for row in rows for piece in row.split("...")]

    assert len(rows) > 5
    assert [piece for piece in pieces if piece not in said] == []


def test_every_field_that_is_stored_is_told():
    told = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    table = told[told.index("## Field by field") : told.index("## Everywhere else")]
    in_table: set[tuple[str, str]] = set()
    event = ""
    for name, named in re.findall(r"^\| (?:`(\w+)`)? ?\| (`[^|]*`) \|", table, re.MULTILINE):
        event = name or event
        in_table |= {(event, field) for field in re.findall(r"`(\w+)`", named)}

    stored = {
        (kind.__name__, field)
        for union in (
            RoomEvent,
            HouseEvent,
            TimetableEvent,
            GroupEvent,
            PairEvent,
            MemberEvent,
            MailEvent,
            ErasingEvent,
            DeskEvent,
            Acted,
            CrewEvent,
        )
        for kind in (get_args(union) or (union,))
        for field in kind.__struct_fields__
    }

    assert in_table == stored


def test_the_changelog_has_a_place_for_what_is_not_released():
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()

    assert "## Unreleased" in lines


def test_every_decision_says_context_decision_and_price():
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        assert headings[0].startswith(f"{int(path.name[:4])}. "), path.name
        assert headings[1:] == ["Context", "Decision", "Price"], path.name
        assert len(text.split()) < 400, f"{path.name}: half a page"
