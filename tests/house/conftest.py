"""What the house's own rules are checked against: every file that is, or is about to be, ours."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _ours() -> list[Path]:
    ls = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ls, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for line in listed.splitlines() if (path := ROOT / line).is_file()]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def ours() -> Callable[..., list[Path]]:
    """Our files with one of these endings (all of them, without any) under one of these folders."""
    files = _ours()

    def chosen(*endings: str, under: tuple[str, ...] = ("",)) -> list[Path]:
        homes = [ROOT / folder for folder in under]
        return [
            path
            for path in files
            if (not endings or path.suffix in endings)
            and any(home in path.parents for home in homes)
        ]

    return chosen
