"""Setting up says plainly what is missing, in one sentence."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from patience import SOON_S

PACKAGES = "redis-server haproxy firefox-esr chromium strace"
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
        command, cwd=checkout, capture_output=True, text=True, check=False, timeout=SOON_S
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


def _needs(tmp_path: Path, root: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """Look for what the tests need where only these programs are, each a line of shell."""
    for name in ("find", "grep", "sh", "env"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    for name, line in programs.items():
        program = tmp_path / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        program.chmod(0o755)
    (tmp_path / "DejaVuSans.ttf").touch()
    return subprocess.run(
        [str(root / "tests/tools/needs.sh")],
        env={"PATH": str(tmp_path), "FONT_FOLDERS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SOON_S,
    )


def test_missing_system_packages_are_named_where_nothing_installs_them(tmp_path: Path, root: Path):
    answer = _needs(tmp_path, root)

    assert answer.returncode != 0
    assert f"no apt-get here to install them: {PACKAGES}" in answer.stderr
    assert f"apt-get install --no-install-recommends {PACKAGES}" in answer.stderr


def test_missing_system_packages_are_named_to_somebody_who_may_not_install(
    tmp_path: Path, root: Path
):
    answer = _needs(tmp_path, root, apt_get="exit 0", sudo="exit 1", id="echo 1000")

    assert answer.returncode != 0
    assert f"I may not install them: {PACKAGES}" in answer.stderr


@pytest.mark.parametrize(("who", "as_root"), [("0", ""), ("1000", "sudo ")])
def test_missing_system_packages_are_installed_by_who_may(
    tmp_path: Path, root: Path, who: str, as_root: str
):
    said = 'echo "apt-get $*"'
    answer = _needs(
        tmp_path, root, apt_get=said, sudo='shift; echo -n "sudo "; "$@"', id=f"echo {who}"
    )

    assert answer.returncode == 0, answer.stderr
    installed = answer.stdout.splitlines()[-1]
    assert installed.startswith(f"{as_root}apt-get")
    assert f"install -qq -y --no-install-recommends {PACKAGES}" in installed


def test_nothing_is_installed_where_all_is_there(tmp_path: Path, root: Path):
    here = {name.replace("-", "_"): "" for name in PACKAGES.split()}
    answer = _needs(tmp_path, root, **here, apt_get="exit 1")

    assert (answer.returncode, answer.stdout) == (0, "")
