"""Words: filled places, plurals in each language, and none missing that a page asks for."""

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec import UNSET, UnsetType

from moderation import helplines
from moderation.helplines import Country, HelpLine
from moderation.helplines.files import Cost
from server.web.catalogue import PLURALS, Catalogue, filed, load_catalogues
from server.web.templates import Templates, dialled, lean, lean_style, without_scheme

WEB = files("client") / "web"
ENGLISH = load_catalogues(WEB / "locales")["en"]
SPOKEN = re.compile(r"""\bt\(\s*['"]([^'"]+)['"]\s*[,)]""")
KINDS = ["depression", "gambling", "families", "alcohol", "grief", "domestic_violence", "eating"]
PEOPLE = ["quiet", "a few", "about ten", "many", "full"]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", {0: "other", 1: "one", 2: "other", 21: "other"}),
        ("de", {0: "other", 1: "one", 5: "other"}),
        ("es", {1: "one", 2: "other", 1_000_000: "many", 1_000_001: "other"}),
        ("pl", {0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few"}),
        (
            "ar",
            {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many"}
            | {100: "other", 102: "other", 103: "few", 111: "many"},
        ),
    ],
)
def test_a_number_has_the_plural_of_its_language(lang: str, expected: dict[int, str]):
    assert {n: PLURALS[lang](n) for n in expected} == expected


def test_places_are_filled_and_the_plural_follows_n():
    words = Catalogue("en", {"a": "{who} is here", "b": {"one": "{n} day", "other": "{n} days"}})

    assert words.text("a", who="Ash {n}") == "Ash {n} is here"
    assert [words.text("b", n=n) for n in (1, 3)] == ["1 day", "3 days"]


def test_a_word_that_is_not_there_is_our_bug():
    with pytest.raises(KeyError):
        ENGLISH.text("no.such_word")


def test_a_script_gets_only_the_part_it_needs():
    words = Catalogue("en", {"room.a": "A", "room.b": {"other": "B"}, "gate.c": "C"})

    assert words.under("room.") == {"room.a": "A", "room.b": {"other": "B"}}


def test_a_language_is_a_file(tmp_path: Path):
    for lang, way in (("pl", "ltr"), ("ar", "rtl"), ("en", "ltr")):
        (tmp_path / f"{lang}.json").write_text(json.dumps({"page.direction": way}))

    languages = load_catalogues(tmp_path)

    assert list(languages) == ["en", "ar", "pl"]
    assert languages["ar"].direction == "rtl"


def test_every_word_a_template_asks_for_is_there():
    templates = [file for file in (WEB / "templates").iterdir() if file.name.endswith(".html")]
    asked = {key for file in templates for key in SPOKEN.findall(file.read_text("utf-8"))}

    desk = load_catalogues(WEB / "locales" / "desk")["en"]  # the volunteers' pages have both

    assert {"page.leave", "landing.join", "desk.queue"} <= asked
    assert {key for key in asked if not ENGLISH.has(key) and not desk.has(key)} == set()


@pytest.mark.parametrize("side", ["self", "relatives", "young"])
@pytest.mark.parametrize("topic", [*KINDS, "youth", "general", "other"])
def test_every_kind_of_room_is_described(topic: str, side: str):
    assert ENGLISH.text(f"about.{topic}.{side}")


@pytest.mark.parametrize("people", PEOPLE)
def test_every_rough_number_of_people_has_words(people: str):
    assert ENGLISH.text(f"people.{people}")


def test_every_country_and_language_of_the_help_lines_has_a_name():
    here = helplines.load()
    spoken = {lang for known in here.countries for line in known.lines for lang in line.languages}

    missing = [
        key
        for key in [f"country.{known.country}" for known in here.countries]
        + [f"language.{lang}" for lang in spoken]
        if not ENGLISH.has(key)
    ]
    assert missing == []


def test_hours_without_words_of_their_own_say_that_they_are_english():
    line = HelpLine(
        name="A line",
        phone="1",
        hours="at full moon",
        languages=("en",),
        source="",
        checked_on=date(2026, 5, 1),
    )

    page = lines_page(line, load_catalogues(WEB / "locales")["ar"])

    assert '<dd lang="en" dir="auto">at full moon</dd>' in page


def lines_page(line: HelpLine, words: Catalogue) -> str:
    country = Country(country="GB", emergency="999", lines=(line,))
    told = {"country": country, "t": words.text, "has": words.has, "month": str}
    return Templates(WEB).render("lines.html", "page", told)


@pytest.mark.parametrize("language", ["en", "pl", "de", "es", "ar"])
@pytest.mark.parametrize("cost", [*Cost, UNSET])
def test_what_a_call_costs_is_told_where_it_is_known(language: str, cost: Cost | UnsetType):
    words = load_catalogues(WEB / "locales")[language]
    line = HelpLine(
        name="A line", hours="24/7", cost=cost, languages=(), source="", checked_on=date.min
    )

    page = lines_page(line, words)

    told = [known for known in Cost if f"<dd>{words.text(f'help.cost_{known}')}</dd>" in page]
    assert ([cost] if cost else []) == told
    assert bool(cost) == (words.text("help.line_cost") in page)


def test_names_are_filed_as_people_look_for_them():
    names = ["Polonia", "Países Bajos", "Österreich", "Niemcy", "أيرلندا", "إسبانيا"]

    assert sorted(names, key=filed) == [
        *("Niemcy", "Österreich", "Países Bajos", "Polonia"),
        *("إسبانيا", "أيرلندا"),
    ]


@pytest.mark.parametrize(
    ("written", "called"),
    [("116 123", "116123"), ("0800 111 0 111", "08001110111"), ("+44 (0)20", "+44020")],
)
def test_a_number_is_dialled_without_its_spaces(written: str, called: str):
    assert dialled(written) == called


def test_an_address_is_shown_without_its_scheme():
    assert without_scheme("https://www.example.org/chat/") == "example.org/chat"


def test_what_stands_in_every_page_comes_without_comments():
    script = "/** Why.\n * More. */\n(() => {\n  // What.\n  go('//here');\n})();\n"

    assert lean(script) == "(() => {\ngo('//here');\n})();\n"


def test_a_style_travels_without_what_only_its_readers_need():
    style = """/* The talk. */
      .row > p, [dir=rtl] :is(.quiet, a:hover) { margin: 0 1px; inline-size: calc(1em + 2px); }

      @media (max-width: 40rem) { .row { grid: "above" auto / 1fr; } }
      """

    assert lean_style(style) == (
        ".row>p,[dir=rtl] :is(.quiet,a:hover){margin:0 1px;inline-size:calc(1em + 2px)}"
        '@media (max-width:40rem){.row{grid:"above" auto / 1fr}}'
    )
