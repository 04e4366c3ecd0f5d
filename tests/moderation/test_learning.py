"""What is learned from the same lines is the same."""

import pytest

from bench.corpus import read
from bench.learning import Wanted
from bench.net import Net, Start, rows_of
from bench.train import importance, seen, targets
from moderation import lexicon
from moderation.scoring.judge import Judge

FEW = 64


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge.alone(lexicon.load())


def _taught(judge: Judge, start: Start) -> bytes:
    lines = read("train")[::401][:FEW]
    looked = seen(lines, judge)
    net = Net(start)
    net.fit(rows_of(start, looked), Wanted(targets(lines), importance(lines)))
    return net.packed()


def test_the_same_lines_teach_the_same_net(judge: Judge):
    start = Start.load(judge.marks)

    assert _taught(judge, start) == _taught(judge, start)
