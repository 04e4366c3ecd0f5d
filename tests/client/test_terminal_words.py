"""The terminal's sentences: all there, none too many, and calm."""

import json
import re
from pathlib import Path

from client.catalogue import english
from client.commands import Unclear, read
from client.own_words import reason

CLIENT = Path(__file__).resolve().parents[2] / "client"
ENTRIES = json.loads((CLIENT / "locales/en.json").read_text(encoding="utf-8"))
NEVER_SAID = re.compile(r"(?i)!|\b(?:commit|committed|failed|invalid|illegal|error|oops)\b")
BUILT = re.compile(r"^(?:no|help|reason|part|role|guest)\.")  # keys the code puts together


def _forms(entry: object) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [str(entry)]


def test_every_sentence_is_said_somewhere_and_none_is_missing():
    code = "\n".join(path.read_text(encoding="utf-8") for path in CLIENT.glob("*.py"))
    named = set(re.findall(r'"([a-z]+\.[a-z_]+)"', code))
    assert {key for key in ENTRIES if not BUILT.match(key)} <= named
    assert {key for key in named if key.split(".")[0] in {k.split(".")[0] for k in ENTRIES}} <= set(
        ENTRIES
    )


def test_every_sentence_is_calm():
    assert [] == [
        form for entry in ENTRIES.values() for form in _forms(entry) if NEVER_SAID.search(form)
    ]


def test_sentences_are_short():
    sentences = [
        sentence
        for entry in ENTRIES.values()
        for form in _forms(entry)
        for sentence in re.split(r"(?<=[.?:])\s+", form)
    ]
    assert [] == [sentence for sentence in sentences if len(sentence.split()) > 20]


def test_a_number_chooses_the_form():
    words = english()
    assert "And one more." == words.say("who.others", n=1)
    assert "And 3 more." == words.say("who.others", n=3)


def test_a_refusal_nobody_knows_has_a_sentence_too():
    assert "no.bad_text" == reason(english(), "bad_text")
    assert "no.other" == reason(english(), "brand_new")


def test_what_is_unclear_has_a_sentence():
    for typed in ("/thank", "/report", "/help x", "/x"):
        unclear = read(typed)
        assert isinstance(unclear, Unclear)
        assert unclear.key in english()
