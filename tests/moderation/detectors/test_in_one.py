"""Lines that were looked at are known: read in one from that, they say what they say read anew."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest

from bench.corpus import Labelled, read
from moderation import lexicon
from moderation.message import MOST_BEFORE
from moderation.reading import Line
from moderation.reading import read as read_words
from moderation.scoring import heard
from moderation.scoring.in_one import InOne, Told
from moderation.scoring.judge import Judge, Looked
from moderation.scoring.known import Known
from moderation.scoring.score import Score
from moderation.screening import Screen
from moderation.verdicts import Verdict

JUDGE = Judge.alone(lexicon.load())
SCORE = Score.load()
IN_ONE = InOne(JUDGE, SCORE.weights)
CORPUS = read("train")
# Chat has many lines of a word or two, over which features reach from line to line.
SHORT = ("ok", "same here", "yes", "no way", "i am", "hi all", "me too thanks", "?", "...", "1", "")
ROUNDING = 1e-4  # of the net's sums; a score has steps of 0.1 and more
LANGUAGES = ("en", "pl", "de", "es", None)


def conversations(count: int) -> list[tuple[str | None, list[str]]]:
    """Return lines of the corpus in windows, always the same: of one language, of all, short."""
    chance = Random(11)  # noqa: S311 - which lines stand together, always the same
    by_language = {code: [x for x in CORPUS if x.language == code] for code in LANGUAGES}
    made = []
    for _ in range(count):
        language = chance.choice(LANGUAGES)
        some: Sequence[Labelled] = by_language[language] or CORPUS
        lines = [
            chance.choice(SHORT) if chance.random() < 0.25 else chance.choice(some).text
            for _ in range(MOST_BEFORE + 2)
        ]
        made.append((language, lines))
    return made


TALKS = conversations(100)


def looked(lines: Sequence[str], language: str | None) -> Looked:
    """Return what there is to see in lines that are read in one, letter by letter."""
    return JUDGE.look(read_words(" ".join(lines)), language)


def told(text: str, language: str | None, before: Sequence[Known] = ()) -> Told:
    """Return what the table says of a line, by itself and behind others."""
    return IN_ONE.look(looked([text], language), before, language)


def known(text: str, language: str | None) -> Known | None:
    return told(text, language).known


def windows(lines: Sequence[str]) -> list[list[str]]:
    """Return each line behind those before it, as a room sees them, first one, then more."""
    return [[*lines[max(0, at - MOST_BEFORE) : at], lines[at]] for at in range(1, len(lines))]


def test_known_lines_have_the_score_they_have_when_they_are_read_in_one():
    compared = 0
    for language, lines in TALKS:
        each = {text: known(text, language) for text in lines}
        for *before, last in windows(lines):
            window = [*before, last]
            lines_before = [one for text in before if (one := each[text]) is not None]
            if len(lines_before) < len(before):
                continue
            seen = told(last, language, lines_before)
            scores, here = seen.in_one, [*lines_before, *([seen.known] if seen.known else [])]
            anew = looked(window, language)
            words = [word for line in here for word in line.words]
            if scores is None or words != [*anew.reading.words]:  # letters change their neighbours'
                continue
            compared += 1
            assert SCORE.weights.score(anew.features) == pytest.approx(scores, abs=1e-9), window
            more = heard.in_one(SCORE.meaning, [SCORE.heard(line) for line in here])
            assert SCORE.meaning.score(anew.reading.words, anew.marks) == pytest.approx(
                more, abs=ROUNDING
            ), window
    assert compared > len(TALKS)


def test_a_room_sees_in_known_lines_what_it_sees_in_the_same_words_read_anew(screen: Screen):
    kinds = ("general", "grief", "youth")
    for number, (language, lines) in enumerate(TALKS):
        kind = kinds[number % len(kinds)]
        said: list[Line] = []
        for text in lines:
            line, before = Line(text), said[-MOST_BEFORE:]
            anew = screen.look(text, room_kind=kind, language=language, before=map_str(before))
            seen = screen.look(line, room_kind=kind, language=language, before=before)
            assert anew == seen, (before, text)
            said.append(line)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (["i cant do this", "im going to kill"], "myself tonight"),
        (["so that was my day then", "i want to kill"], "myself and nobody would notice"),
        (["we talked about it for long", "i have taken all of my"], "pills just now"),
    ],
)
def test_what_is_said_across_two_known_lines_is_seen(screen: Screen, before: list[str], text: str):
    said = [Line(one) for one in before]
    for one in said:
        screen.look(one)

    verdict = screen.look(Line(text), before=said)

    assert verdict.level.raises_case
    assert screen.look(text, before=before) == verdict


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("i just feel so", "tired of reading with it"),
        ("he said we could end", "it all in june"),
        ("then she said good", "bye and we left"),
    ],
)
def test_what_means_more_together_is_left_to_be_read_in_one(first: str, then: str):
    one, other = known(first, "en"), known(then, "en")

    assert one is not None  # each by itself is harmless
    assert other is not None
    assert told(then, "en", [one]).in_one is None
    assert JUDGE.means_more(one.words, other.words, "en")


def test_nobody_reads_known_harmless_lines_again(screen: Screen):
    texts = ("it was a long day and the rain was loud", "we had tea in the garden all afternoon")
    first, then = map(Line, texts)
    screen.look(first)

    assert Verdict() == screen.look(then, before=[first])

    assert isinstance(then.known, Known)
    assert then.known.behind is not None  # it was read behind the first, from what was known


def test_each_line_ends_where_the_next_begins_in_either_order():
    texts = ["we had tea in the garden", "same here", "the rain was loud last night", "ok then"]
    for one, other in pairwise([*texts, *reversed(texts)]):
        first = known(one, None)
        assert first is not None
        anew = looked([one, other], None)
        assert SCORE.weights.score(anew.features) == told(other, None, [first]).in_one


def map_str(lines: Sequence[Line]) -> list[str]:
    """Return the words alone, with nothing known of them."""
    return [str(line) for line in lines]
