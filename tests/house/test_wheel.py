"""What is installed is whole: a page without its words would only be noticed by a person."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

PACKAGES = ("rooms", "moderation", "server", "client")
ONLY_HERE = {"server/wire/preface.md"}  # what documents are made from


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_packages(
    ours: Callable[..., list[Path]], root: Path, tmp_path: Path
):
    wanted = {str(path.relative_to(root)) for path in ours(under=PACKAGES)} - ONLY_HERE
    for name in [*wanted, "pyproject.toml", "README.md", "LICENSE"]:
        copy = tmp_path / "tree" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((root / name).read_bytes())

    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, tmp_path / "tree"], check=True, timeout=100)

    (wheel,) = tmp_path.glob("*.whl")
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()
