"""Every route, asked in every way its description allows and in some it does not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_door import COOKIE, caller, invitation
from hostile.over_sockets import noted
from kith_process import KithProcess

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
# The first would end the session, the others the crew's one coordinator, or call devices outside.
NOT_WHEN_SIGNED_IN = r"/signout|/crew/|/push"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path / "data", KITH_LIMITS="off").start()
    yield process
    assert (0, []) == (process.stop(), noted(process))


def ask_everything(house: KithProcess, tmp_path: Path, *options: str) -> str:
    """Run schemathesis over the description; return what it says if it found something."""
    at = f"http://localhost:{house.port}"
    command = [SCHEMATHESIS, "run", ROOT / "docs/openapi.yaml", "--url", at, "-H", f"Origin: {at}"]
    command += ["--checks", ",".join(CHECKS), "--max-redirects", "0", "--no-color"]
    command += ["--request-timeout", "30", "--continue-on-failure", "--seed", "1", *options]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=110
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_strangers_get_the_answers_that_are_described(house: KithProcess, tmp_path: Path):
    sockets = ["--exclude-path-regex", "/ws$"]

    found = ask_everything(house, tmp_path, "--phases", "coverage", *sockets)

    assert found == ""


async def test_so_does_who_is_signed_in(house: KithProcess, tmp_path: Path):
    async with caller(house) as ash:
        await ash.join(invitation(house, "coordinator"), "Ash")
        cookie = ["-H", f"Cookie: {COOKIE}={ash.cookie}"]
    of_desk = ["--include-path-regex", "^/desk/api/", "--exclude-path-regex", NOT_WHEN_SIGNED_IN]

    found = ask_everything(
        house, tmp_path, *cookie, *of_desk, "--phases", "coverage,fuzzing", "-n", "5"
    )

    assert found == ""
