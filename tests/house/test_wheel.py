"""What is installed is whole: a page without its words would only be noticed by a person."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import SOON_S

PACKAGES = ("rooms", "moderation", "server", "client")
PLANTED = ("tests/faults/planted",)
ONLY_HERE = {"server/wire/preface.md"}  # what documents are made from


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_packages(
    ours: Callable[..., list[Path]], root: Path, tmp_path: Path
):
    wanted = {str(path.relative_to(root)) for path in ours(under=PACKAGES)} - ONLY_HERE
    planted = {str(path.relative_to(root)) for path in ours(under=PLANTED)}
    assert planted
    for name in [*wanted, *planted, "pyproject.toml", "README.md", "LICENSE"]:
        copy = tmp_path / "tree" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((root / name).read_bytes())

    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*pip, "--wheel-dir", tmp_path, tmp_path / "tree"], check=True, timeout=2 * SOON_S
    )

    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert wanted - inside == set()
    assert {name for name in inside if name.partition("/")[0] not in PACKAGES} == {
        name for name in inside if ".dist-info/" in name
    }


def test_no_package_knows_of_a_fault_that_tests_plant(ours: Callable[..., list[Path]], root: Path):
    names = [path.stem for path in (root / PLANTED[0]).glob("*.py")]
    assert names
    for path in ours(".py", under=PACKAGES):
        text = path.read_text("utf-8")
        assert "KITH_PLANTED" not in text, path
        assert not any(f"planted.{name}" in text or "import planted" in text for name in names)
