"""Pages hold nothing that their own security policy would refuse, and nothing that betrays."""

import re
from collections.abc import Callable
from pathlib import Path

WEB = "client/web"
TOPICS = ["depress", "gambl", "addict", "alcohol", "suicid", "grief", "famil", "violence"]

INLINE_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(r"""(?i)(?:src|href|url|import|from)\s*[=(]?\s*["']?(?:https?:)?//""")
UNSAFE = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function)"
)
PUBLIC = re.compile(r"^\s+_[a-z]\w*\s*[(=;]", re.MULTILINE)
STATIC_IMPORT = re.compile(
    r"""(?m)^\s*(?:import|export)\b[^"';]*?["'](\.{1,2}/[^"']+|/[^"']+)["']"""
)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ROUTE = re.compile(r"""["'](/[a-z][^"'\s]*)["']""")
IMPORT_DEPTH = 3

Ours = Callable[..., list[Path]]


def _found(pattern: re.Pattern[str], files: list[Path], root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {match[0].strip()}"
        for path in files
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


def test_templates_hold_no_inline_handlers_or_styles(ours: Ours, root: Path):
    templates = ours(".html", under=(WEB,))

    assert _found(INLINE_HANDLER, templates, root) == []
    assert _found(INLINE_STYLE, templates, root) == []


def test_nothing_comes_from_elsewhere(ours: Ours, root: Path):
    assert _found(FROM_ELSEWHERE, ours(".html", ".js", ".css", under=(WEB,)), root) == []


def test_scripts_never_write_markup(ours: Ours, root: Path):
    assert _found(UNSAFE, ours(".js", under=(WEB,)), root) == []


def test_private_things_in_scripts_are_really_private(ours: Ours, root: Path):
    assert _found(PUBLIC, ours(".js", under=(WEB,)), root) == [], "write #name"


def test_scripts_import_at_most_three_deep(ours: Ours, root: Path):
    imports = {
        path: [_target(path, spec, root) for spec in STATIC_IMPORT.findall(path.read_text("utf-8"))]
        for path in ours(".js", under=(WEB,))
    }

    def depth(path: Path, above: tuple[Path, ...] = ()) -> int:
        assert path not in above, f"{path.name} imports itself"
        return max((1 + depth(to, (*above, path)) for to in imports.get(path, [])), default=0)

    assert {str(p.relative_to(root)): depth(p) for p in imports if depth(p) > IMPORT_DEPTH} == {}


def _target(path: Path, spec: str, root: Path) -> Path:
    """Where an import leads: beside the file, or below the folder that is served."""
    return (path.parent / spec).resolve() if spec.startswith(".") else root / WEB / spec.lstrip("/")


def test_no_title_names_a_topic(ours: Ours, root: Path):
    titles = " ".join(_found(TITLE, ours(".html", under=(WEB,)), root)).lower()

    assert [topic for topic in TOPICS if topic in titles] == []
    assert "room" not in re.sub(r"client/web\S*", "", titles)


def test_no_address_names_a_topic(ours: Ours, root: Path):
    sources = ours(".py", under=("server",)) + ours(".html", ".js", under=(WEB,))

    routes = [place.split(": ", 1) for place in _found(ROUTE, sources, root)]

    assert [r for r in routes if any(topic in r[1] for topic in TOPICS)] == []
