"""What is learned from the same lines is the same."""

import pytest

from bench.corpus import read
from bench.learning import Wanted
from bench.made_up import made_up
from bench.net import Net, Start, rows_of
from bench.parts import PARTS
from bench.taught import OtherCorpusError, answers_for
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


def test_lines_are_made_up_in_the_same_way_each_time(judge: Judge):
    start, lines = Start.load(judge.marks), read("train")[:FEW]

    assert list(made_up(lines, start)) == list(made_up(lines, start))


def test_a_made_up_line_is_of_one_language(judge: Judge):
    start, lines = Start.load(judge.marks), read("train")[::401][:FEW]

    for made in made_up(lines, start):
        assert {lines[parent].language for parent in made.of} == {made.language}


def test_the_teachers_know_the_corpus_that_is_here():
    corpus = read("train")

    assert answers_for(corpus).shape == (PARTS, 2 * len(corpus), 3)


def test_teachers_of_another_corpus_are_refused():
    with pytest.raises(OtherCorpusError, match="corpus has changed"):
        answers_for(read("train")[1:])
