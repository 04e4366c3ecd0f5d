"""No file says where it was made: no index of packages, no path of somebody's machine."""

import re
from collections.abc import Callable
from pathlib import Path

# Put together here, so that this file does not hold what it forbids.
INDEXES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python"),
        ("py" + "thonhosted", "org"),
        ("registry", "npmjs"),
        ("npm" + "js", "com"),
        ("deb", "debian"),
        ("security", "debian"),
        ("registry", "yarnpkg"),
        ("proxy", "golang"),
        ("index", "crates"),
    )
]
SOMEBODYS_PATH = re.compile(r"(?<![\w./-])/(?:work|root|home/\w+|Users/\w+|opt/wheels)/")
EXTRA_INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host")

Ours = Callable[..., list[Path]]


def _lines(files: list[Path], root: Path) -> list[tuple[str, str]]:
    """Every line of every text file, with the place it stands at."""
    lines = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        name = path.relative_to(root)
        lines += [(f"{name}:{i}", line) for i, line in enumerate(text.splitlines(), 1)]
    return lines


def test_no_file_names_an_index_of_packages(ours: Ours, root: Path):
    found = [at for at, line in _lines(ours(), root) if any(host in line for host in INDEXES)]

    assert found == []


def test_no_lock_names_an_index_or_a_folder_of_wheels(ours: Ours, root: Path):
    locks = [path for path in ours() if path.suffix == ".lock"]

    found = [at for at, line in _lines(locks, root) if EXTRA_INDEX.search(line) or "://" in line]

    assert found == []


def test_no_file_holds_a_path_of_the_machine_it_was_written_on(ours: Ours, root: Path):
    found = [
        at for at, line in _lines(ours(), root) if SOMEBODYS_PATH.search(line) or f"{root}/" in line
    ]

    assert found == []
