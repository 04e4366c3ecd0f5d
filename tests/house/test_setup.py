"""Setting up says plainly what is missing, in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

FILES = ["Makefile", "pyproject.toml", "requirements.lock", "requirements-test.lock"]


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """What setting up reads, without the rest."""
    for name in FILES:
        (tmp_path / name).write_bytes((root / name).read_bytes())
    return tmp_path


def _python_that(checkout: Path, fails_when: str) -> Path:
    """Make a Python that fails whenever its arguments hold this, and else is ours."""
    fake = checkout / "python"
    fake.write_text(
        f'#!/bin/sh\ncase "$*" in *"{fails_when}"*) exit 1;; esac\nexec "{sys.executable}" "$@"\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    return fake


def _make(checkout: Path, python: Path) -> subprocess.CompletedProcess[str]:
    command = ["make", "setup", f"PYTHON={python}"]
    return subprocess.run(
        command, cwd=checkout, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_python_without_venv_is_told_which_package_to_install(checkout: Path):
    answer = _make(checkout, _python_that(checkout, fails_when="import ensurepip"))

    assert answer.returncode != 0
    assert "apt-get install python3-venv" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_python_too_old_is_told_so(checkout: Path):
    answer = _make(checkout, _python_that(checkout, fails_when="version_info"))

    assert answer.returncode != 0
    assert "Kith needs Python 3.11 or newer" in answer.stderr


def test_no_python_at_all_is_told_so(checkout: Path):
    answer = _make(checkout, checkout / "no-such-python")

    assert answer.returncode != 0
    assert "Kith needs Python 3.11 or newer" in answer.stderr
    assert not (checkout / ".venv").exists()
