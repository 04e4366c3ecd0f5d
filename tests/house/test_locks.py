"""The locks hold every package with its hashes, for every Python and system we name."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINNED = re.compile(r"(?m)^([a-z0-9][a-z0-9._-]*)==(\S+)((?: ;.*)?) \\$")
ENTRY = re.compile(
    r"^[a-z0-9][^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)

# Debian 12 has 3.11.2, and a package may need more on it than on 3.11.3.
PLACES = [
    {"python_version": "3.11", "python_full_version": "3.11.2", "sys_platform": "linux"},
    {"python_version": "3.12", "python_full_version": "3.12.4", "sys_platform": "linux"},
    {"python_version": "3.13", "python_full_version": "3.13.1", "sys_platform": "linux"},
    {"python_version": "3.11", "python_full_version": "3.11.9", "sys_platform": "darwin"},
]
LOCKS = ["requirements.lock", "requirements-test.lock"]


def _pins(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in PINNED.findall(lock.read_text(encoding="utf-8"))}


def _project(root: Path) -> Mapping[str, list[str]]:
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = table["project"]["dependencies"] + table["build-system"]["requires"]
    with_tests = runtime + table["project"]["optional-dependencies"]["test"]
    return {"requirements.lock": runtime, "requirements-test.lock": with_tests}


def _needed(wanted: list[str], place: Mapping[str, str]) -> Iterator[str]:
    """Every package that these requirements come to at this place, by what the installed say."""
    seen: set[tuple[str, str]] = set()
    queue = [(Requirement(line), "") for line in wanted]
    while queue:
        requirement, extra = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({**place, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        yield name
        for wanted_extra in {"", *requirement.extras} - {e for n, e in seen if n == name}:
            seen.add((name, wanted_extra))
            queue += [(Requirement(line), wanted_extra) for line in _requires(name)]


def _requires(name: str) -> list[str]:
    # What only an older Python needs is not installed here; such backports need nothing more.
    return [] if name == "async-timeout" else distribution(name).requires or []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(root: Path, lock: str):
    text = (root / lock).read_text(encoding="utf-8")

    assert len(PINNED.findall(text)) == len(ENTRY.findall(text)) > 0


@pytest.mark.parametrize(
    "place", PLACES, ids=lambda p: p["python_full_version"] + p["sys_platform"]
)
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_all_that_is_needed(root: Path, lock: str, place: Mapping[str, str]):
    missing = set(_needed(_project(root)[lock], place)) - set(_pins(root / lock))

    assert missing == set(), "lock again with the oldest Python: see `make lock`"


def test_both_locks_agree(root: Path):
    runtime, with_tests = (_pins(root / lock) for lock in LOCKS)

    assert runtime.items() <= with_tests.items()


@pytest.mark.parametrize("package", ["aiohttp", "cryptography", "msgspec", "uvloop"])
def test_the_lock_has_the_files_of_other_machines_too(root: Path, package: str):
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    entry = next(entry for entry in ENTRY.findall(text) if entry.startswith(f"{package}=="))

    assert entry.count("--hash") > 10
