from datetime import date, timedelta
from importlib import resources

import msgspec
import pytest

from moderation import helplines
from moderation.helplines import Helplines
from moderation.helplines.files import Cost

# One number for one service in several countries, by agreement: not another country's number.
SHARED = {"116 123", "116 111", "988"}
EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
FILES = sorted(
    file.name.removesuffix(".toml").upper()
    for file in resources.files("moderation.helplines").iterdir()
    if file.name.endswith(".toml") and file.name != "elsewhere.toml"
)
CHECKED = date(2026, 11, 22)


@pytest.fixture(scope="module")
def known() -> Helplines:
    return helplines.load()


def as_json(known: Helplines, code: str) -> dict[str, object]:
    return msgspec.json.decode(msgspec.json.encode(known.for_country(code)), type=dict)


def test_every_file_of_the_folder_is_a_country(known: Helplines):
    assert [here.country for here in known.countries] == FILES


@pytest.mark.parametrize("code", FILES)
def test_a_line_can_be_reached_and_says_where_and_when_it_was_read(known: Helplines, code: str):
    for line in known.for_country(code).lines:
        assert line.phone or line.text or line.chat
        assert line.hours
        assert line.languages
        assert line.source.startswith("https://")
        assert date(2026, 1, 1) <= line.checked_on <= CHECKED
        assert not line.chat or line.chat.startswith("https://")


def test_no_country_has_another_countrys_number(known: Helplines):
    places: dict[str, set[str]] = {}
    for here in known.countries:
        for line in here.lines:
            for number in filter(None, (line.phone, line.text)):
                places.setdefault(number, set()).add(here.country)

    assert {n for n, where in places.items() if len(where) > 1} == SHARED


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("US", "911"),
        ("CA", "911"),
        ("GB", "999"),
        *((code, "112") for code in EUROPEAN_UNION.split()),
    ],
)
def test_the_emergency_number_is_the_countrys_own(known: Helplines, code: str, number: str):
    assert number == known.for_country(code).emergency


@pytest.mark.parametrize(
    ("code", "phone"),
    [
        ("US", "988"),
        ("CA", "988"),
        ("GB", "116 123"),
        ("IE", "116 123"),
        ("DE", "0800 1110111"),
        ("DE", "0800 1110222"),
        ("ES", "024"),
        ("PL", "800 70 2222"),
        ("PL", "116 123"),
        ("PL", "116 111"),
    ],
)
def test_the_lines_the_project_was_given_are_there_around_the_clock(
    known: Helplines, code: str, phone: str
):
    assert [(phone, "24/7")] == [
        (line.phone, line.hours) for line in known.for_country(code).lines if line.phone == phone
    ]


@pytest.mark.parametrize("code", FILES)
def test_a_line_for_everybody_comes_first(known: Helplines, code: str):
    assert known.listings[FILES.index(code)].lines[0].topics == ()


def test_either_case_finds_the_country(known: Helplines):
    assert known.for_country("gb") is known.for_country("GB")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("UK", "UK"), ("xk", "XK"), ("other", "ZZ"), ("", "ZZ"), ("G8", "ZZ"), ("ŁÓ", "ZZ")],
)
def test_an_unknown_country_gets_the_finder_and_no_number(known: Helplines, asked: str, told: str):
    answer = as_json(known, asked)

    assert {
        "country": told,
        "emergency": "local",
        "lines": [],
        "finder": "https://findahelpline.com",
    } == answer


def test_a_union_country_without_lines_gets_the_finder_and_112(known: Helplines):
    assert as_json(known, "pt") == {
        "country": "PT",
        "emergency": "112",
        "lines": [],
        "finder": "https://findahelpline.com",
    }


def test_a_known_country_is_sent_as_the_protocol_says(known: Helplines):
    answer = as_json(known, "pl")

    assert list(answer) == ["country", "emergency", "lines"]
    assert answer["lines"][1] == {
        "name": "Kryzysowy Telefon Zaufania",
        "phone": "116 123",
        "chat": "https://116sos.pl",
        "hours": "24/7",
        "cost": "free",
        "languages": ["pl"],
        "source": "https://www.telepolis.pl/wiadomosci/ministerstwo-cyfryzacji-wazne-numery-kampania",
        "checked_on": "2026-11-22",
    }


def test_who_is_watched_or_poor_is_told_what_a_call_costs(known: Helplines):
    costs = {
        (here.country, line.phone): line.cost
        for here in known.countries
        for line in here.lines
        if line.cost
    }

    assert (Cost.UNBILLED, Cost.CHARGED, Cost.FREE) == (
        costs["GB", "116 123"],
        costs["PL", "801 889 880"],
        costs["DE", "0800 1110111"],
    )


def test_each_emergency_number_is_told_once_with_its_countries(known: Helplines):
    told = dict(known.emergency)

    assert told["999"] == ("GB",)
    assert told["911"] == ("CA", "US")
    assert sorted(FILES) == sorted(code for codes in told.values() for code in codes)


def test_lines_for_a_topic_are_found_in_their_country_only(known: Helplines):
    assert [ln.name for ln in known.about("gb", "gambling")] == ["National Gambling Helpline"]
    assert known.about("FR", "gambling") == ()
    assert known.about("other", "gambling") == ()


def test_a_line_is_stale_after_180_days(known: Helplines):
    everything = sum(len(here.lines) for here in known.countries)

    assert known.stale(CHECKED + timedelta(days=180)) == ()
    assert everything == len(known.stale(CHECKED + timedelta(days=181)))
