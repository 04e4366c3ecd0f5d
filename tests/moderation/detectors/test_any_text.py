"""Whatever somebody types: a verdict comes, its spans lie in the text, the work is bounded."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation import lexicon
from moderation.reading import read
from moderation.scoring.judge import Judge
from moderation.scoring.phrases import line_of
from moderation.screening import Screen, Verdict

MOST = 2_000
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
ENTRIES = {
    "u r a star", "i a m", "noooo", "aaah", "word", "word*", " spaced ", "x",
    *(it for one in lexicon.load() for entries in one.concepts.values() for it in entries),
}  # fmt: skip
PHRASES = [p for one in lexicon.load() for rule in one.plain for p in rule.phrases]
PIECES = st.one_of(
    st.sampled_from(
        [*PHRASES, "k i l l", "m3", "su*c", "@me", "+49 ", "ul. ", "'", "\u200b", "🔪"]
    ),
    ANY,
)
TALK = st.lists(PIECES, max_size=12).map(" ".join)
TRIGGERS = [
    "i want to kill myself ",
    "a b c d e f ",
    "k1ll ",
    "su*cide ",
    "@@@@",
    "07700 900123 ",
    "1 2 3 4 5 6 ",
    "a.b.c.d",
    "John Smith ",
    "12 aa bb cc ",
    "''''a",
    "🔪",
    "kill yourself ",
    "how many pills to die ",
    "\u200b",
    "-1-1-1",
    "www.",
    "a@a.a",
]


def _whole(verdict: Verdict, text: str) -> bool:
    spans = [*verdict.spans, *verdict.hold_spans]
    return all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=150, deadline=None)
@given(TALK, st.lists(TALK, max_size=6))
def test_any_text_gets_a_verdict_with_spans_inside(text: str, before: list[str]):
    verdict = _SCREEN.look(text, before=before)

    assert _whole(verdict, text)
    assert bool(verdict.spans) or not verdict.level.raises_case or not text
    assert (verdict.hold is None) == (not verdict.hold_spans)


@settings(max_examples=200, deadline=None)
@given(TALK)
@example("ǝʇ:ʇ")
def test_words_stand_in_the_text_in_their_order(text: str):
    reading = read(text)

    assert len(reading.words) == len(reading.places)
    assert all(0 <= start < end <= len(text) for start, end in reading.places)
    in_order = sorted(reading.places)  # letters upside down are read from their end
    assert list(reading.places) in (in_order, in_order[::-1])


@settings(max_examples=100, deadline=None)
@given(TALK)
def test_words_are_plain_letters_and_figures(text: str):
    assert all(re.fullmatch(r"[a-zا-ي0-9]+|\?", word) for word in read(text).words)


def test_a_message_of_nothing_but_triggers_gets_its_verdict():
    for trigger in TRIGGERS:
        text = (trigger * MOST)[:MOST]

        assert _whole(_SCREEN.look(text, before=[text] * 5), text)


def test_the_work_grows_with_the_text_and_no_faster():
    judge = Judge.alone(lexicon.load())
    for trigger in TRIGGERS:
        once = judge.look(read((trigger * MOST)[: MOST // 2]))
        twice = judge.look(read((trigger * MOST)[:MOST]))

        assert len(twice.features.places) <= 2 * len(once.features.places) + 50
        assert len(twice.hits) <= 2 * len(once.hits) + 50


def test_an_entry_stands_in_the_automaton_as_a_reading_has_it():
    for entry in ENTRIES:
        words = " ".join(read(entry.rstrip("*")).words)

        assert f" {words}" + " " * (not entry.endswith("*")) == line_of(entry)


_SCREEN = Screen.load()
