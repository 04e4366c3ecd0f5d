"""What `docs/privacy.md` tells beside the stored events is what there is: each table, both ways."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from prometheus_client import Counter, Gauge

from server.backplane import sqlite_schema
from server.backup.copying import HouseCopy, StreamCopy
from server.counters import Counters
from server.notes import Kind, Note, Place
from server.streams import kinds
from server.streams.let_go import Line
from server.wire import desk, frames

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[str, str]


def told(heading: str) -> set[Row]:
    """Return each name of a table's first column with each of its second, or with nothing."""
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    section = re.split(r"^#{2,3} ", text.partition(f"### {heading}\n")[2], flags=re.MULTILINE)[0]
    rows = set()
    for line in section.splitlines():
        names, values = (
            [*re.findall(r"`([^`]+)`", cell)] for cell in [*line.split("|"), "", ""][1:3]
        )
        rows |= {(name, value) for name in names for value in values or [""]}
    return rows


def structs(*roots: Any) -> Iterator[type]:  # noqa: ANN401 - any annotation there is
    """Return the structs and dataclasses that are in these, at whatever depth."""
    waiting, seen = list(roots), set()
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        is_ours = isinstance(kind, type) and (
            is_dataclass(kind) or issubclass(kind, msgspec.Struct)
        )
        if is_ours and kind not in seen:
            seen.add(kind)
            yield kind
            waiting += get_type_hints(kind).values()


def in_wire(*bases: type[msgspec.Struct]) -> set[Row]:
    every = [kind for base in bases for kind in base.__subclasses__()]
    every += [kind for base in every for kind in base.__subclasses__()]
    rows = set()
    for kind in structs(*every):
        name = kind.__struct_config__.tag or kind.__name__
        names = [field.encode_name for field in msgspec.structs.fields(kind)] or ["none"]
        rows |= {(str(name), field) for field in names}
    return rows


def with_fields(rows: set[Row]) -> set[Row]:
    """Leave out rows of frames that say nothing beside that they are there."""
    return {(frame, field) for frame, field in rows if field not in {"", "none"}}


def test_a_snapshot_s_fields():
    states = [
        type(kind.initial())
        for kind in vars(kinds).values()
        if isinstance(kind, kinds.Kind) and kind.facts
    ]
    stored = {
        (kind.__name__, name)
        for kind in structs(*states)
        for name in (
            [f.name for f in fields(kind)] if is_dataclass(kind) else kind.__struct_fields__
        )
    }

    assert stored == told("In snapshots")


def test_a_backup_s_fields_and_the_list_s():
    there = {
        (kind.__name__, name)
        for kind in (HouseCopy, StreamCopy, Line)
        for name in kind.__struct_fields__
    }

    assert there == told("In a backup, and in the list beside the keys")


def test_the_store_s_columns():
    schema = vars(sqlite_schema)["_SCHEMA"]
    columns = {
        (table, column)
        for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", schema, re.DOTALL)
        for column in re.findall(r"^ +([a-z]\w*) [A-Z]", body, re.MULTILINE)
    }

    assert columns == told("In the store's own tables")


def test_redis_keys(ours: Callable[..., list[Path]]):
    files = [
        p
        for p in ours(".py", ".lua", under=("server/backplane",))
        if "redis" in p.name or p.suffix == ".lua"
    ]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    named = {name for name, _ in told("In Redis")}
    written = {
        *re.findall(r"""["'](kith:[a-z_]+)["']""", source),
        *(f"T{end}" for end in re.findall(r"shard \.\. '(:\w+)", source)),
        *(f"S{end}" for end in re.findall(r"stream \.\. '(:\w+)", source)),
        *(f"T{kind}" for kind in re.findall(r'\("(places)", "(?:values)"\)', source)),
        *(f"T{kind}" for kind in re.findall(r"\}(pace):\{", source)),
    }

    stems = {re.sub(r":[A-Z]+:?$", "", name) for name in named}
    assert len(written) > 15
    assert set() == written - stems
    assert set() == stems - written - {"S", "Tvalues", "kith"}


@pytest.mark.parametrize(
    ("heading", "bases"),
    [
        ("On the wire, in rooms", (frames.ClientFrame, frames.ServerFrame)),
        ("On the wire, at the desk", (desk.DeskFrame, desk.ToDesk)),
    ],
)
def test_every_field_of_every_frame(heading: str, bases: tuple[type[msgspec.Struct], ...]):
    there, in_table = in_wire(*bases), told(heading)
    shared = {"hand", "pass", "test", "beat"}  # two frames in one row, one of them with less

    assert set() == with_fields(there) - in_table
    assert {f for f, _ in there} == {f for f, _ in in_table}
    assert {f for f, _ in with_fields(in_table) - there} <= shared


def test_cookies(ours: Callable[..., list[Path]]):
    source = "".join(path.read_text(encoding="utf-8") for path in ours(".py", under=("server",)))
    named = {name for name, _ in told("Cookies")}

    assert 2 == source.count(".set_cookie(")
    assert {"__Host-k", "k", "__Secure-kith-desk", "kith-desk"} == named
    assert [] == [name for name in named if f'"{name}"' not in source]


def test_what_scripts_put_into_the_browser_s_storage(ours: Callable[..., list[Path]]):
    scripts = [*ours(".js", ".html", under=("client/web",))]
    source = "".join(path.read_text(encoding="utf-8") for path in scripts)
    used = {
        re.sub(r"\$\{.*", "HANDLE", name)
        for name in re.findall(r"""["'`](k\.(?:[a-z]+|\$\{[^`]*))["'`]""", source)
    }

    assert used == {name for name, _ in told("In the browser's storage")}
    assert [] == re.findall(r"indexedDB|caches\.|document\.cookie|cookieStore", source)


def test_what_is_noted():
    in_table = told("Notes")

    for name, words in (("note", Note), ("place", Place), ("kind", Kind)):
        assert {word.value for word in words} == {
            value for field, value in in_table if field == name
        }


def test_only_fields_that_are_told_are_noted(ours: Callable[..., list[Path]]):
    noted = {
        keyword.arg
        for path in ours(".py", under=("server",))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "note"
        for keyword in call.keywords
    }

    assert noted == {name for name, _ in told("Notes")} - {"note"}


def test_metrics():
    metrics = [m for m in vars(Counters()).values() if isinstance(m, Counter | Gauge)]
    there = {
        (family.name, label)
        for metric in metrics
        for family in metric.describe()
        for label in (vars(metric)["_labelnames"] or ("none",))
    }

    in_table = {(name, label or "none") for name, label in told("Metrics")}
    assert len(there) > 8
    assert there == in_table


def test_what_is_called_outside():
    source = (ROOT / "server/alarms/outside.py").read_text(encoding="utf-8")
    sent = {
        key.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    section = text[text.index("### To the outside") : text.index("### Notes")]

    assert sent == set(re.findall(r"`(\w+)`", section))
