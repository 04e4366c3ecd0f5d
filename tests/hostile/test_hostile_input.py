"""A share of the hostile input, with seeds of its own; the whole is `make fuzz`."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import judges, seeds
from hostile.fuzz import mutated
from hostile.judges import Judge
from hostile.mutations import Mutator
from hostile.over_sockets import attack, noted
from kith_process import KithProcess

pytestmark = pytest.mark.slow

SEED = 5_000
SHARES: dict[str, tuple[Judge, list[bytes], int]] = {
    "members' frames": (judges.member_frame, seeds.member_frames(), 15_000),
    "volunteers' frames": (judges.desk_frame, seeds.desk_frames(), 10_000),
    "desk bodies": (judges.sign_in, seeds.sign_ins(), 4_000),
    "forms": (judges.form, seeds.FORMS, 500),
    "texts": (judges.said, seeds.FORMS, 500),
}


@pytest.mark.parametrize("share", SHARES.values(), ids=SHARES)
def test_bytes_that_are_nearly_right_are_taken_or_refused(share: tuple[Judge, list[bytes], int]):
    judge, known, runs = share

    came_to = mutated(judge, known, SEED, runs)

    assert runs == came_to.total()
    assert came_to["refused"] > 0


@pytest.mark.parametrize(
    ("judge", "known"),
    [
        (judges.member_frame, seeds.member_frames()),
        (judges.desk_frame, seeds.desk_frames()),
        (judges.sign_in, seeds.sign_ins()[3:6]),
        (judges.form, seeds.FORMS[:1]),
    ],
)
def test_what_the_mutations_begin_from_is_right(judge: Judge, known: list[bytes]):
    assert [data for data in known if not judge(data)] == []


def test_a_seed_draws_the_same_mutations_again():
    known = seeds.member_frames()

    one, again, other = (Mutator(seed, known) for seed in (1, 1, 2))

    first = [one.mutated(known[0]) for _ in range(50)]
    assert first == [again.mutated(known[0]) for _ in range(50)]
    assert first != [other.mutated(known[0]) for _ in range(50)]


def test_a_real_server_answers_all_of_it_and_others_talk_on(tmp_path: Path):
    process = KithProcess(tmp_path / "data", KITH_LIMITS="off").start()

    try:
        seen = asyncio.run(attack(process, SEED, 60))
    finally:
        code = process.stop()

    assert (0, []) == (code, noted(process))
    assert 4 * 60 == seen.total()
    for door in ("socket 4500", "desk socket 4500", "form 200", "sign-in 400"):
        assert seen[door] > 0, seen


@pytest.mark.skipif(sys.platform != "linux", reason="atheris has files for Linux alone")
@pytest.mark.parametrize(("target", "runs"), [("codec", 4_000), ("normaliser", 1_500)])
def test_following_our_own_code_finds_nothing_either(tmp_path: Path, target: str, runs: int):
    program = Path(__file__).with_name("coverage_guided.py")
    options = [f"-atheris_runs={runs}", "-max_len=512", "-seed=1", f"-artifact_prefix={tmp_path}/"]

    done = subprocess.run(
        [sys.executable, program, target, tmp_path / "corpus", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )

    assert 0 == done.returncode, done.stderr[-2_000:]
    assert f"Done {runs} " in done.stderr
