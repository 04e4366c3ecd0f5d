"""What a program that strangers talk to does not do: run or build what it is given."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

OURS = ("rooms", "moderation", "server")
# What would run text as a program, or build objects that somebody else chose.
IMPORTS = {"pickle", "shelve", "marshal", "xml", "lxml", "yaml", "subprocess", "pty", "random"}
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "md5", "sha1"}
# RFC 6455 asks for it, to show that a handshake was understood; it keeps nothing secret.
ASKED_FOR = {("handshake.py", "sha1")}
STATEMENTS = {"execute", "executemany", "executescript"}


def _trees(ours: Callable[..., list[Path]]) -> Iterator[tuple[Path, ast.Module]]:
    for path in ours(".py", under=OURS):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr="compile"):
            return "re.compile"
        case ast.Attribute(attr=attr):
            return attr
        case ast.Name(id=name):
            return name
        case _:
            return ""


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


def called(tree: ast.Module) -> set[str]:
    return {_name(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def written_into(tree: ast.Module) -> list[int]:
    """Return the lines with a statement for the store that is put together of pieces."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node) in STATEMENTS
        if node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]


def test_nothing_runs_text_or_reads_objects_of_strangers(ours: Callable[..., list[Path]]):
    found = {
        (path.name, name)
        for path, tree in _trees(ours)
        for name in (imported(tree) & IMPORTS) | (called(tree) & CALLS)
    }

    assert ASKED_FOR == found


def test_statements_are_whole_and_values_go_beside_them(ours: Callable[..., list[Path]]):
    found = [(path.name, line) for path, tree in _trees(ours) for line in written_into(tree)]

    # These are of our own words: the schema at the first start, a setting, and question marks.
    assert ["sqlite_rows.py", "sqlite_schema.py", "sqlite_schema.py"] == sorted(n for n, _ in found)


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from xml import sax", "eval('1')", "os.system(x)", "md5(b'')"],
)
def test_what_is_dangerous_is_found(source: str):
    tree = ast.parse(source)

    assert (imported(tree) & IMPORTS) | (called(tree) & CALLS)


def test_a_statement_of_pieces_is_found():
    tree = ast.parse('sql.execute(f"SELECT * FROM {table}")\nsql.execute("SELECT ?", (x,))')

    assert [1] == written_into(tree)
