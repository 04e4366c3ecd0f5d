"""A file has one idea and fits in the head; so does a function."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

FILE_LINES = 250
TEST_FILE_LINES = 500  # a file of tests is a list, read one sentence at a time
FUNCTION_LINES = 60

# Each one says why it may be longer.
LONGER = {
    "client/web/wire/frames.d.js": "generated",
}

CODE = ("rooms", "moderation", "server", "client", "tests", "bench")
JS_HEAD = re.compile(
    r"^\s*(?!\(|if\b|for\b|while\b|switch\b|catch\b|else\b|\}|import\b|class\b).*\{$"
)

Ours = Callable[..., list[Path]]


def test_no_file_outgrows_its_idea(ours: Ours, root: Path):
    lengths = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for path in ours(".py", ".js", under=CODE)
    }

    too_long = {n: of for n, of in lengths.items() if of > _most(n) and n not in LONGER}

    assert too_long == {}, "the idea in it wants two names"


def _most(name: str) -> int:
    return TEST_FILE_LINES if name.startswith("tests/") else FILE_LINES


def test_no_python_function_outgrows_its_level(ours: Ours, root: Path):
    too_long = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in ours(".py", under=CODE)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]

    assert too_long == [], "a function does one thing at one level"


def test_no_script_function_outgrows_its_level(ours: Ours, root: Path):
    too_long = [
        f"{path.relative_to(root)}:{start}"
        for path in ours(".js", under=CODE)
        for start, end in _script_blocks(path.read_text(encoding="utf-8").splitlines())
        if end - start >= FUNCTION_LINES
    ]

    assert too_long == [], "a function does one thing at one level"


def _script_blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First and last line of every block with parentheses in its head, by its indentation."""
    for start, line in enumerate(lines, 1):
        if not JS_HEAD.match(line) or "(" not in line:
            continue
        indent = line[: len(line) - len(line.lstrip())]
        for end, later in enumerate(lines[start:], start + 1):
            if later.startswith(indent + "}"):
                yield start, end
                break
